"""Answers instead of a result: not there, refused, conflict, too many, broken."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as text

from quartermaster.base.core.errors import Conflict, Forbidden, Refused, TooMany


def answer_refusal(request: HttpRequest, problem: Exception) -> HttpResponse | None:
    """What a page raised, as a page (or JSON for a script); None leaves real errors alone."""
    if request.path_info.startswith("/api/"):
        return None
    if isinstance(problem, Forbidden):
        return not_found(request)
    if not isinstance(problem, Refused):
        return None
    if wants_data(request):
        response: HttpResponse = JsonResponse(problem.as_data(), status=problem.status)
    else:
        response = _page(request, problem.status, _titles(problem), problem.message, problem.rule)
    if isinstance(problem, TooMany):
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def wants_data(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _titles(problem: Refused) -> str:
    if isinstance(problem, Conflict):
        return text("Somebody was quicker")
    if isinstance(problem, TooMany):
        return text("Please wait a moment")
    return text("This is not possible")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what does not exist and for what is not yours to see."""
    said = text("There is nothing here, or it is not yours to see.")
    if request.path_info.startswith("/api/") or wants_data(request):
        return JsonResponse({"error": "not_found", "message": said}, status=404)
    advice = text("Check the address, or look for the record by its number at the top.")
    return _page(request, 404, text("Not found"), f"{said} {advice}")


def broken(request: HttpRequest) -> HttpResponse:
    """500. Uses neither the database nor the session: either may be what broke."""
    said = text("Something went wrong here. Nothing was half-saved; please try again.")
    if request.path_info.startswith("/api/") or wants_data(request):
        return JsonResponse({"error": "broken", "message": said}, status=500)
    return render(
        request,
        "web/broken.html",
        {"title": text("An error in the program"), "message": said, "bare": True},
        status=500,
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or comes from elsewhere."""
    said = text(
        "This form is too old or was opened before you signed in. "
        "Go back, reload the page and send it again."
    )
    if request.path_info.startswith("/api/") or wants_data(request):
        return JsonResponse({"error": "csrf", "message": said}, status=403)
    return _page(request, 403, text("Please send the form again"), said)


def _page(
    request: HttpRequest, status: int, title: str, message: str, rule: str | None = None
) -> HttpResponse:
    context = {"title": title, "message": message, "rule": rule, "status": HTTPStatus(status)}
    return render(request, "web/refusal.html", context, status=status)
