"""At most so many requests a minute for one key. Counted in the cache of each process."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as text

from quartermaster.base.core.errors import TooMany

WINDOW = 60


def limit(key: str, per_minute: int) -> None:
    """Count one use of `key`; raises TooMany beyond `per_minute` within a calendar minute.

    The default cache lives in the process, so several processes together allow several times as
    many. That is enough against floods; locks on accounts are kept in the database.
    """
    now = int(time.time())
    name = f"limit:{key}:{now // WINDOW}"
    cache.add(name, 0, WINDOW * 2)
    if cache.incr(name) > per_minute:
        raise TooMany(
            text("Too many requests at once. Please wait a minute and try again."),
            retry_after=WINDOW - now % WINDOW,
        )


def address_of(request: HttpRequest) -> str:
    """The caller's address; behind our own HTTPS proxy the one that it saw last."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")
