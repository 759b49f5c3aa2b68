"""Middleware for everything below /api/: the caller's language, and JSON for every refusal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .answers import answer, by_status
from .callers import asked_language

BELOW = "/api/"


def json_edge(get_response):
    """What the frame itself refuses (404, 405, CSRF, a redirect to sign in) becomes JSON too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(BELOW):
            return get_response(request)
        language = asked_language(request) or translation.get_language()
        with translation.override(language):
            response = get_response(request)
            kind = response.get("Content-Type", "")
            if response.status_code < 400 or kind.startswith("application/json"):
                return response
            plain = answer(by_status(response.status_code), response.status_code)
            for name in ("Allow", "Retry-After"):
                if name in response:
                    plain[name] = response[name]
            return plain

    return middleware
