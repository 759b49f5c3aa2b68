"""Which language a person reads: chosen on this device, else the account's, else the house's."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from .public import public

COOKIE = "qm_language"
A_YEAR = 365 * 24 * 3600


def language_of(request: HttpRequest) -> str:
    """The code of the language to answer in, always one of settings.LANGUAGES."""
    known = dict(settings.LANGUAGES)
    account = getattr(request, "account", None)
    wanted = (request.COOKIES.get(COOKIE), account.language if account else None)
    return next((code for code in wanted if code in known), settings.LANGUAGE_CODE)


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the choice on this device and go back to where it was made."""
    response = redirect(safe_address(request, request.POST.get("next", "")))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            COOKIE, code, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SECURE
        )
    return response


def safe_address(request: HttpRequest, address: str, otherwise: str = "/") -> str:
    """`address` if it stays on this site: a link must not lead a signed-in person elsewhere."""
    here = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if here else otherwise
