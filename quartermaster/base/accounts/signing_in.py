"""Checking who somebody is: password, lock-out, second factor, bearer token."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as text

from quartermaster.base.core.errors import Refused, TooMany

from .commands import token_digest
from .models import SignIn, Token, User

STEP_SECONDS = 30


class SecondFactorNeeded(Refused):
    """The password was right; now the code."""

    status = 401
    error = "second_factor_needed"


class WrongCredentials(Refused):
    """One sentence for a wrong name and a wrong password, so that neither is given away."""

    status = 401
    error = "who_are_you"


def sign_in(
    username: str, password: str, at: datetime, *, code: str = "", address: str = ""
) -> User:
    """The account, or a refusal. Every attempt is kept; five wrong ones lock for a while."""
    _refuse_flood(address, at)
    user = User.objects.filter(username=username, active=True).first()
    if user is None:
        make_password(password)  # the same time is spent, so that names cannot be probed
        raise _failed(username, None, at, address, "unknown")
    if user.locked_until is not None and user.locked_until > at:
        _remember(username, user, at, address, reason="locked")
        minutes = -(-(user.locked_until - at).total_seconds() // 60)
        raise TooMany(
            text("Too many wrong passwords. This account is locked for %(minutes)d more minutes.")
            % {"minutes": minutes},
            retry_after=int((user.locked_until - at).total_seconds()),
        )
    if not check_password(password, user.password):
        _count_failure(user, at)
        raise _failed(username, user, at, address, "password")
    if user.second_factor:
        _check_code(user, code, at, address)
    User.objects.filter(pk=user.pk).update(failed_sign_ins=0, locked_until=None, last_login=at)
    _remember(username, user, at, address, succeeded=True)
    return user


def _refuse_flood(address: str, at: datetime) -> None:
    since = at - timedelta(minutes=15)
    wrong = SignIn.objects.filter(address=address, at__gte=since, succeeded=False)
    if address and wrong.count() >= settings.QM_SIGN_IN_TRIES_PER_ADDRESS:
        raise TooMany(text("Too many attempts from here. Please wait a quarter of an hour."))


def _count_failure(user: User, at: datetime) -> None:
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(failed_sign_ins=F("failed_sign_ins") + 1)
        user.refresh_from_db(fields=["failed_sign_ins"])
        if user.failed_sign_ins >= settings.QM_SIGN_IN_TRIES:
            User.objects.filter(pk=user.pk).update(
                failed_sign_ins=0,
                locked_until=at + timedelta(minutes=settings.QM_LOCK_MINUTES),
            )


def _failed(username, user, at, address, reason) -> WrongCredentials:
    _remember(username, user, at, address, reason=reason)
    return WrongCredentials(text("User name or password is not right."))


def _remember(username, user, at, address, *, succeeded=False, reason="") -> None:
    SignIn.objects.create(
        at=at,
        username=username[:40],
        user_id=user.pk if user else None,
        succeeded=succeeded,
        address=address[:45],
        reason=reason,
    )


def _check_code(user: User, code: str, at: datetime, address: str) -> None:
    """A time-based code, each one good for a single sign-in."""
    if not code:
        raise SecondFactorNeeded(text("Please enter the code from your authenticator."))
    step = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(user.second_factor)
    for candidate in (step - 1, step, step + 1):
        fits = candidate > user.second_factor_step and totp.verify(
            code, for_time=candidate * STEP_SECONDS
        )
        if fits:
            taken = User.objects.filter(
                pk=user.pk, second_factor_step=user.second_factor_step
            ).update(second_factor_step=candidate)
            if taken:
                return
    _count_failure(user, at)
    raise _failed(user.username, user, at, address, "code")


def user_of_token(plain: str, at: datetime) -> User | None:
    """The active account behind a bearer token that is neither expired nor revoked."""
    row = (
        Token.objects.select_related("user")
        .filter(
            digest=token_digest(plain),
            revoked_at__isnull=True,
            expires_at__gt=at,
            user__active=True,
        )
        .first()
    )
    return row.user if row else None
