"""Coming in and going out: sign-in, sign-out, the own password, the second factor."""

from __future__ import annotations

from dataclasses import replace

import pyotp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as text
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quartermaster.base.accounts.commands import change_password, enrol_second_factor
from quartermaster.base.accounts.models import User
from quartermaster.base.accounts.signing_in import SecondFactorNeeded, sign_in
from quartermaster.base.core.actor import Actor, Reach
from quartermaster.base.core.errors import Refused, TooMany

from .detail_page import qr_code
from .identity import at_the_door, enter, keep_session
from .language import safe_address
from .limiting import address_of
from .public import public

NEW_FACTOR = "new_second_factor"
PRODUCT = "Quartermaster"


@public
@never_cache
def sign_in_page(request: HttpRequest) -> HttpResponse:
    target = safe_address(request, request.POST.get("next") or request.GET.get("next", "/"))
    if request.account is not None and request.method == "GET":
        return redirect(target)
    context = {"title": text("Sign in"), "next": target, "username": "", "needs_code": False}
    if request.method != "POST":
        return render(request, "web/sign_in.html", context)
    context["username"] = request.POST.get("username", "").strip()
    try:
        account = sign_in(
            context["username"],
            request.POST.get("password", ""),
            timezone.now(),
            code=request.POST.get("code", "").replace(" ", ""),
            address=address_of(request),
        )
    except Refused as refusal:
        context |= {
            "problem": refusal.message,
            "needs_code": isinstance(refusal, SecondFactorNeeded) or "code" in request.POST,
        }
        return _refused_at_the_door(request, refusal, context)
    enter(request, account)
    return redirect(target)


def _refused_at_the_door(request, refusal: Refused, context: dict) -> HttpResponse:
    """200 for the second step (it is no failure), else the refusal's own status."""
    status = 200 if isinstance(refusal, SecondFactorNeeded) else refusal.status
    response = render(request, "web/sign_in.html", context, status=status)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return redirect("/sign-in/")


@at_the_door
@never_cache
def password_page(request: HttpRequest) -> HttpResponse:
    """Change the own password; forced after a first password or when it is too old."""
    account = request.account
    context = {"title": text("Change the password"), "forced": account.must_change_password}
    if request.method != "POST":
        return render(request, "web/password.html", context)
    old, new = request.POST.get("old", ""), request.POST.get("new", "")
    try:
        if new != request.POST.get("again", ""):
            raise Refused(text("The two new passwords are not the same."))
        change_password(as_oneself(request.actor, account), account, old=old, new=new)
    except Refused as refusal:
        context |= {"problem": refusal.message, "rule": refusal.rule}
        return render(request, "web/password.html", context, status=refusal.status)
    keep_session(request, User.objects.get(pk=account.pk))
    return redirect("/?done=accounts.change_password")


@at_the_door
@never_cache
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Show a new secret as QR code; it counts once a code from it was right."""
    account = request.account
    if account.second_factor:
        return render(
            request,
            "web/second_factor.html",
            {"title": text("Second factor"), "switched_on": True},
        )
    secret = request.session.get(NEW_FACTOR)
    if secret is None:
        secret = request.session[NEW_FACTOR] = pyotp.random_base32()
    address = pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=PRODUCT)
    context = {"title": text("Second factor"), "secret": secret, "code": qr_code(address)}
    if request.method != "POST":
        return render(request, "web/second_factor.html", context)
    try:
        code = request.POST.get("code", "").replace(" ", "")
        enrol_second_factor(as_oneself(request.actor, account), account, secret=secret, code=code)
    except Refused as refusal:
        context["problem"] = refusal.message
        return render(request, "web/second_factor.html", context, status=refusal.status)
    del request.session[NEW_FACTOR]
    return redirect("/?done=accounts.enrol_second_factor")


def as_oneself(actor: Actor, account: User) -> Actor:
    """The actor with the right over the own account, wherever it is kept and whatever the roles.

    Somebody whose roles lie in another unit than his account must still get past a forced change.
    """
    own = Reach(units=frozenset({account.unit_id}))
    return replace(actor, reaches={**actor.reaches, "accounts.self": own})
