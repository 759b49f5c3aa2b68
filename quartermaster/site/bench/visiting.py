"""Requests made in this process through the whole middleware, with a signed-in session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.utils import timezone

from quartermaster.base.accounts.models import User
from quartermaster.base.cli.registry import Stop
from quartermaster.base.web.identity import ACCOUNT, SEEN, STAMP, stamp_of

GOOD = {200, 302}


class Visitor:
    """One browser of one account."""

    def __init__(self, username: str = "head"):
        self.account = User.objects.get(username=username)
        session = SessionStore()
        session[ACCOUNT] = self.account.pk
        session[STAMP] = stamp_of(self.account)
        session[SEEN] = int(timezone.now().timestamp())
        session.create()
        self.client = Client(SERVER_NAME="localhost")
        self.client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    def get(self, address: str) -> bytes:
        """The page; Stop unless it is shown (a sign-in page would be quick and mean nothing)."""
        return self._checked(self.client.get(address), address).content

    def post(self, address: str, answers: dict[str, str]) -> str:
        """Where the form leads to; Stop unless it went well."""
        answer = self._checked(self.client.post(address, answers), address)
        if answer.status_code != 302:
            raise Stop(f"bench: the form {address} was not accepted")
        return answer["Location"]

    def _checked(self, answer, address: str):
        if answer.status_code not in GOOD or "/sign-in/" in answer.get("Location", ""):
            raise Stop(f"bench: {address} answered {answer.status_code}")
        return answer


@contextmanager
def statements(beginning: str, holding: str) -> Iterator[list[tuple[str, tuple]]]:
    """The statements run inside that begin and hold so, with their values."""
    seen: list[tuple[str, tuple]] = []

    def watch(execute, sql, params, many, context):
        if sql.startswith(beginning) and holding in sql:
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def run_raw(seen: list[tuple[str, tuple]]) -> None:
    """The same statements again, without Django's objects and templates."""
    with connection.cursor() as cursor:
        for sql, params in seen:
            cursor.execute(sql, params)
            cursor.fetchall()
