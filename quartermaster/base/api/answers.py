"""Every answer is JSON, also the refusals: {error, message, field_errors?, rule?}."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as text
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer

from quartermaster.base.core.errors import Forbidden, Invalid, Refused

from .values import as_json

log = logging.getLogger(__name__)


class Json(BaseRenderer):
    """JSON with readable Chinese and exact numbers."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return as_json(data)


def answer(data: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(as_json(data), status=status, content_type="application/json")


def failure(problem: Exception) -> tuple[int, dict]:
    """The status and the body that say what went wrong."""
    if isinstance(problem, Refused):
        return problem.status, problem.as_data()
    if isinstance(problem, Forbidden | Http404):
        return 404, nothing_here()
    if isinstance(problem, ValidationError):
        return 400, _malformed(problem)
    if isinstance(problem, RequestDataTooBig):
        return 400, {"error": "invalid", "message": text("This request is too large.")}
    if isinstance(problem, HttpError):
        return problem.status_code, by_status(problem.status_code)
    if isinstance(problem, OperationalError):
        log.warning("The database did not answer: %s", problem)
        return 503, by_status(503)
    return 500, _ticket(problem)


def nothing_here() -> dict:
    return {"error": "not_found", "message": text("This is not there, or it is not yours to see.")}


def by_status(status: int) -> dict:
    """The body for a status that the web server or the frame answered with."""
    if status == 404:
        return nothing_here()
    error, message = {
        400: ("invalid", text("This request cannot be read. JSON is expected.")),
        401: ("who_are_you", text("Please sign in.")),
        403: ("csrf", text("This request came without the page's security token.")),
        405: ("method", text("This address does not answer to that method.")),
        429: ("too_many", text("Too many requests. Please wait a minute.")),
        503: ("busy", text("The database is busy. Please try again in a few seconds.")),
    }.get(status, ("error", text("Something went wrong.")))
    return {"error": error, "message": message}


def _malformed(problem: ValidationError) -> dict:
    """The mistakes by their place; the envelope's own names (body, payload) are left out."""
    places = {}
    for mistake in problem.errors:
        place = [str(step) for step in mistake["loc"] if step not in {"body", "query", "path"}]
        places[".".join(place[1:] if len(place) > 1 else place)] = mistake["msg"]
    message = text("This request is not built as the interface expects; see /api/v1/docs.")
    return {"error": "invalid", "message": message, "field_errors": places}


def _ticket(problem: Exception) -> dict:
    """The trace goes to the log under a number; the caller gets the number only."""
    number = secrets.token_hex(4)
    log.error("Unexpected failure, ticket %s", number, exc_info=problem)
    message = text("Something went wrong here. Please report the number %(number)s.")
    return {"error": "internal", "message": message % {"number": number}}


def _respond(_request: HttpRequest, problem: Exception) -> HttpResponse:
    status, body = failure(problem)
    response = answer(body, status)
    if status in {429, 503}:
        response["Retry-After"] = str(getattr(problem, "retry_after", 5))
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def handle_failures(api: NinjaAPI) -> None:
    """Make `api` answer every exception in this form."""
    for kind in (Refused, Forbidden, Http404, ValidationError, HttpError, Exception):
        api.add_exception_handler(kind, _respond)


def refuse_unknown_words(given, offered: set[str]) -> None:
    """A misspelt filter must not silently show everything."""
    for name, value in given.items():
        if name not in offered:
            raise Invalid(
                text("“%(name)s” is not offered here. Choose from: %(offered)s.")
                % {"name": name[:40], "offered": ", ".join(sorted(offered))},
                field_errors={name[:40]: text("not offered")},
            )
        if "\x00" in value:
            raise Invalid(text("This request cannot be read. JSON is expected."))
