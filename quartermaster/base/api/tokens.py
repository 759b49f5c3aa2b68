"""Tokens: getting one for a password, listing one's own, revoking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as text
from ninja import Schema
from pydantic import ConfigDict, Field

from quartermaster.base.accounts.commands import make_token, new_token, revoke_token
from quartermaster.base.accounts.models import Membership, Token, User
from quartermaster.base.accounts.queries import actor_of, memberships_now
from quartermaster.base.accounts.roles import all_roles
from quartermaster.base.accounts.signing_in import sign_in
from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Forbidden, Refused

from .callers import CHANNEL, speak
from .values import plain


class Credentials(Schema):
    """What one signs in with; `code` only where a second factor is switched on."""

    model_config = ConfigDict(extra="forbid")

    username: str = Field(max_length=40)
    password: str = Field(max_length=200)
    code: str = Field("", max_length=10)
    label: str = Field("", max_length=60)


def issue(request: HttpRequest, given: Credentials) -> dict[str, Any]:
    """A new token, shown this once. The pages' rules for signing in hold here too."""
    now = timezone.now()
    username = given.username.replace("\x00", "")
    user = sign_in(username, given.password, now, code=given.code, address=_address(request))
    speak(request, user)
    actor = actor_of(user, now, CHANNEL)
    _refuse_unfinished(user, actor)
    plain_token = new_token()
    kept = make_token(actor, label=given.label.replace("\x00", ""), plain=plain_token)
    return {"token": plain_token, **_described(kept)}


def own(actor: Actor) -> list[dict[str, Any]]:
    return [
        _described(each) for each in Token.objects.filter(user_id=actor.user_id).order_by("-pk")
    ]


def revoke(actor: Actor, number: int) -> dict[str, Any]:
    """Revoke one of one's own; from then on it opens nothing."""
    token = Token.objects.filter(user_id=actor.user_id, pk=min(number, 2**62)).first()
    if token is None:
        raise Forbidden(str(number))
    return _described(revoke_token(actor, token))


def _described(token: Token) -> dict[str, Any]:
    return {
        "id": token.pk,
        "label": token.label,
        "begins_with": token.beginning,
        "made_at": plain(token.made_at),
        "expires_at": plain(token.expires_at),
        "revoked_at": plain(token.revoked_at),
    }


def _refuse_unfinished(user: User, actor: Actor) -> None:
    """A first or outdated password, or a missing second factor, is mended on the pages."""
    days, changed = settings.QM_PASSWORD_DAYS, user.password_changed_at
    outdated = days and changed and changed < actor.at - timedelta(days=days)
    if user.must_change_password or outdated:
        raise Refused(
            text("Please sign in on the pages first and change your password."),
            rule="QM_PASSWORD_DAYS",
        )
    if settings.QM_REQUIRE_SECOND_FACTOR and not user.second_factor and _must_have_factor(actor):
        raise Refused(
            text("Please sign in on the pages first and switch on the second factor."),
            rule="QM_REQUIRE_SECOND_FACTOR",
        )


def _must_have_factor(actor: Actor) -> bool:
    held = Membership.objects.filter(memberships_now(actor.at), user_id=actor.user_id)
    roles = all_roles()
    return any(roles[each.role].second_factor for each in held if each.role in roles)


def _address(request: HttpRequest) -> str:
    """The caller's address; behind our own HTTPS proxy the one that it saw last."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")
