"""Signed-in browsers without the sign-in page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from quartermaster.base.accounts.models import User
from quartermaster.base.web.identity import ACCOUNT, SEEN, STAMP, stamp_of


@pytest.fixture(autouse=True)
def passwords_do_not_grow_old(settings) -> None:
    """The small hospital lives in March 2026, the session of a test lives today."""
    settings.QM_PASSWORD_DAYS = 0


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """`browser_of(world.nurse)`: a client that has just signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        session = client.session
        session[ACCOUNT] = user.pk
        session[STAMP] = stamp_of(user)
        session[SEEN] = int(timezone.now().timestamp())
        session.save()
        client.cookies["sessionid"] = session.session_key
        return client

    return sign_in
