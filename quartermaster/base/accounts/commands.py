"""Accounts, roles, passwords, second factors and tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

import pyotp
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.utils import timezone
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Forbidden, Refused
from quartermaster.base.core.models import Unit

from .models import Membership, Token, User
from .passwords import refuse_weak, replace_password
from .queries import held_now
from .roles import all_roles


@command(
    "accounts.open_account",
    permits="accounts.manage",
    label=_("Open an account"),
    labels={"password": _("first password")},
    secret=("password",),
)
def open_account(
    actor: Actor,
    *,
    username: str,
    name: str,
    unit: Unit,
    password: str = "",
) -> User:
    """An account without rights yet; the first password must be changed at the first sign-in."""
    if User.objects.filter(username=username).exists():
        raise Refused(text("The user name “%(name)s” is taken.") % {"name": username})
    user = User(institution_id=unit.institution_id, unit=unit, username=username, name=name)
    if password:
        refuse_weak(user, password)
        replace_password(user, password, actor.at)
    else:
        user.set_unusable_password()
    user.must_change_password = bool(password)
    user.save(force_insert=True)
    return user


@command("accounts.close_account", on=User, permits="accounts.manage", label=_("Close"))
def close_account(actor: Actor, user: User) -> None:
    """Sign-in ends, every token is revoked, the history stays."""
    user.active = False
    Token.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=actor.at)


@command("accounts.grant_role", permits="accounts.manage", label=_("Grant a role"))
def grant_role(
    actor: Actor,
    *,
    user: User,
    role: str,
    unit: Unit,
    since: date | None = None,
    until: date | None = None,
) -> Membership:
    _refuse_more_than_own(actor, role, unit)
    return _grant(user, role, unit, since=since, until=until)


def _grant(user: User, role: str, unit: Unit, **period) -> Membership:
    if role not in all_roles():
        offered = ", ".join(sorted(all_roles()))
        raise Refused(
            text("There is no role “%(role)s”. Roles: %(offered)s.")
            % {"role": role, "offered": offered}
        )
    membership, _created = Membership.objects.get_or_create(
        institution_id=unit.institution_id, user=user, role=role, unit=unit, **period
    )
    return membership


def _refuse_more_than_own(actor: Actor, role: str, unit: Unit) -> None:
    """Nobody but the one who may found institutions hands out rights outside his own scope."""
    if not actor.may("accounts.manage", unit):
        raise Forbidden("accounts.manage")


@command("accounts.end_role", on=Membership, permits="accounts.manage", label=_("End the role"))
def end_role(actor: Actor, membership: Membership) -> None:
    day = timezone.localdate(actor.at)
    if membership.until is not None and membership.until <= day:
        raise Refused(text("This role has already ended."))
    if membership.since is not None and membership.since >= day:
        membership.since = day - timedelta(days=1)
    membership.until = day


@command("accounts.delegate", permits="accounts.delegate", label=_("Delegate while away"))
def delegate(actor: Actor, *, user: User, since: date, until: date) -> Membership:
    """Lend every role of one's own to somebody for a period (X-01)."""
    if until <= since:
        raise Refused(text("The end must lie after the beginning."))
    if user.pk == actor.user_id:
        raise Refused(text("Choose somebody else; these roles are yours already."))
    own = held_now(actor.at).filter(user_id=actor.user_id, on_behalf_of__isnull=True)
    lent = None
    for membership in own.select_related("unit"):
        lent = _grant(
            user,
            membership.role,
            membership.unit,
            since=since,
            until=until,
            on_behalf_of_id=actor.user_id,
        )
    if lent is None:
        raise Refused(text("You hold no role that could be delegated."))
    return lent


@command(
    "accounts.change_password",
    on=User,
    permits="accounts.self",
    label=_("Change the password"),
    labels={"old": _("present password"), "new": _("new password")},
    secret=("old", "new", "password"),
)
def change_password(actor: Actor, user: User, *, old: str, new: str) -> None:
    _refuse_other(actor, user)
    if not check_password(old, user.password):
        raise Refused(
            text("The present password is not right."),
            field_errors={"old": text("The present password is not right.")},
        )
    refuse_weak(user, new)
    replace_password(user, new, actor.at)
    user.must_change_password = False


@command(
    "accounts.reset_password",
    on=User,
    permits="accounts.manage",
    label=_("Set a first password"),
    labels={"new": _("first password")},
    secret=("new", "password"),
)
def reset_password(
    actor: Actor, user: User, *, new: str, must_change_password: bool = True
) -> None:
    refuse_weak(user, new)
    replace_password(user, new, actor.at)
    user.must_change_password = must_change_password
    user.failed_sign_ins = 0
    user.locked_until = None
    Token.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=actor.at)


@command(
    "accounts.enrol_second_factor",
    on=User,
    permits="accounts.self",
    label=_("Switch on the second factor"),
    labels={"secret": _("secret"), "code": _("code from the app")},
    secret=("secret", "code", "second_factor"),
)
def enrol_second_factor(actor: Actor, user: User, *, secret: str, code: str) -> None:
    _refuse_other(actor, user)
    if user.second_factor:
        raise Refused(text("A second factor is already switched on."))
    if not _fits(secret, code, actor.at):
        raise Refused(text("This code does not fit. Check the clock of your phone."))
    user.second_factor = secret


def _fits(secret: str, code: str, at: datetime) -> bool:
    try:
        return pyotp.TOTP(secret).verify(code, for_time=at, valid_window=1)
    except ValueError:  # the secret is no base32
        return False


@command(
    "accounts.drop_second_factor",
    on=User,
    permits="accounts.manage",
    label=_("Switch off the second factor"),
    secret=("second_factor",),
)
def drop_second_factor(actor: Actor, user: User) -> None:
    user.second_factor = ""


def _refuse_other(actor: Actor, user: User) -> None:
    if actor.user_id != user.pk:
        raise Forbidden("accounts.self")


@command(
    "accounts.make_token",
    permits="accounts.self",
    label=_("Make an API token"),
    secret=("plain", "digest"),
    labels={"plain": _("token")},
)
def make_token(actor: Actor, *, label: str = "", plain: str = "") -> Token:
    """`plain` is what the caller will send; see `new_token`. Only its hash is kept."""
    user = User.objects.get(pk=actor.user_id)
    if len(plain) < 32:
        raise Refused(text("A token needs at least 32 characters."))
    return Token.objects.create(
        institution_id=user.institution_id,
        unit_id=user.unit_id,
        user=user,
        label=label,
        beginning=plain[:8],
        digest=token_digest(plain),
        made_at=actor.at,
        expires_at=actor.at + timedelta(days=settings.QM_TOKEN_DAYS),
    )


def new_token() -> str:
    return f"qm_{secrets.token_urlsafe(32)}"


def token_digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()


@command("accounts.revoke_token", on=Token, permits="accounts.self", label=_("Revoke"))
def revoke_token(actor: Actor, token: Token) -> None:
    if token.user_id != actor.user_id and not actor.may("accounts.manage", token):
        raise Forbidden("accounts.self")
    token.revoked_at = token.revoked_at or actor.at
