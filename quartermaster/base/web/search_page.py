"""Search over everything, as a page and as JSON for the box at the top."""

from __future__ import annotations

from django.apps import apps
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as text

from quartermaster.base.core.models import SearchEntry
from quartermaster.base.core.search import MOST_RESULTS, search

from .refusals import wants_data
from .screens_found import has_a_page


def search_page(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    actor = request.actor
    found = [entry for entry in search(actor, words) if has_a_page(actor, _model(entry))]
    results = [_result(entry) for entry in found]
    if wants_data(request):
        return JsonResponse({"q": words, "results": results})
    if len(results) == 1 and "all" not in request.GET:
        return redirect(results[0]["address"])
    context = {
        "title": text("Search"),
        "words": words,
        "results": results,
        "full": len(results) >= MOST_RESULTS,
    }
    return render(request, "web/search.html", context)


def _model(entry: SearchEntry):
    return apps.get_model(entry.kind)


def _result(entry: SearchEntry) -> dict[str, str]:
    return {
        "address": f"/r/{entry.kind}:{entry.record_id}/",
        "label": entry.label,
        "hint": entry.hint,
        "kind": str(_model(entry)._meta.verbose_name),
    }
