"""Which passwords are good enough (GB/T 22239-2019 8.1.4.1 a; the numbers are settings)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as text

from quartermaster.base.core.errors import Refused

from .models import FormerPassword, User

KINDS_NEEDED = 3


def refuse_weak(user: User, password: str) -> None:
    """Raise Refused when the password is short, simple, common, a name or used before."""
    _refuse_simple(password)
    if user.username.lower() in password.lower():
        raise Refused(text("The password must not contain the user name."))
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        raise Refused(text("This password is among the most common ones.")) from None
    if _used_before(user, password):
        raise Refused(
            text("The last %(count)d passwords cannot be used again.")
            % {"count": settings.QM_PASSWORD_HISTORY}
        )


def _refuse_simple(password: str) -> None:
    kinds = sum(
        any(test(c) for c in password)
        for test in (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    )
    shortest = settings.QM_PASSWORD_LENGTH
    if len(password) < shortest or kinds < KINDS_NEEDED:
        raise Refused(
            text(
                "A password needs at least %(length)d characters and three of: small letters, "
                "capitals, digits, signs."
            )
            % {"length": shortest},
            rule="QM_PASSWORD_LENGTH",
        )


def _used_before(user: User, password: str) -> bool:
    former = FormerPassword.objects.filter(user_id=user.pk).order_by("-pk")
    hashes = [row.password for row in former[: settings.QM_PASSWORD_HISTORY]]
    return any(check_password(password, each) for each in [user.password, *hashes] if each)


def replace_password(user: User, password: str, at) -> None:
    """Set the new hash on `user` (not saved) and remember the old one."""
    if user.password:
        FormerPassword.objects.create(user=user, password=user.password, replaced_at=at)
    user.password = make_password(password)
    user.password_changed_at = at
