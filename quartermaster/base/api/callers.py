"""Who calls, how often, and in which language they are answered."""

from __future__ import annotations

import hashlib
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as text
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)
from ninja.utils import check_csrf

from quartermaster.base.accounts.models import User
from quartermaster.base.accounts.queries import actor_of
from quartermaster.base.accounts.signing_in import user_of_token
from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Refused, TooMany

CHANNEL = "api"
SAFE = {"GET", "HEAD", "OPTIONS"}
WINDOW_SECONDS = 60


class Unknown(Refused):
    """Nobody we know is calling."""

    status = 401
    error = "who_are_you"


class Untrusted(Refused):
    """A page of somebody else may have sent this in the name of a signed-in person."""

    status = 401
    error = "csrf"


class Caller:
    """Ninja's authentication: a bearer token, else the session of the pages.

    Gives the actor (also kept as `request.actor`); raises a refusal otherwise. A cookie travels
    without anybody's will, so whatever changes something by cookie needs the CSRF token as well.
    """

    # The documentation page sends the token of its own session along.
    csrf = True
    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self):
        self.openapi_security_schema = {"type": "http", "scheme": "bearer"}

    def __call__(self, request: HttpRequest) -> Actor:
        sent = request.headers.get("Authorization")
        request.actor = self._by_token(request, sent) if sent else self._by_session(request)
        return request.actor

    def _by_token(self, request: HttpRequest, sent: str) -> Actor:
        now = timezone.now()
        word, _space, token = sent.partition(" ")
        token = token.strip()
        user = user_of_token(token, now) if word.lower() == "bearer" and token else None
        if user is None:
            raise Unknown(
                text("This token is unknown, expired or revoked. Get a new one from /api/v1/token.")
            )
        refuse_flood(hashlib.sha256(token.encode()).hexdigest())
        speak(request, user)
        return actor_of(user, now, CHANNEL)

    def _by_session(self, request: HttpRequest) -> Actor:
        actor = getattr(request, "actor", None)
        if actor is None or actor.user_id is None:
            raise Unknown(
                text("Please send “Authorization: Bearer …” with a token from /api/v1/token.")
            )
        if request.method not in SAFE and check_csrf(request) is not None:
            raise Untrusted(text("This request came without the page's security token."))
        refuse_flood(f"account-{actor.user_id}")
        return actor


def refuse_flood(who: str) -> None:
    """Count a call of this minute; too many raise. Counted per process, in its own cache."""
    most = settings.QM_API_PER_MINUTE
    now = time.time()
    key = f"api-calls:{who}:{int(now // WINDOW_SECONDS)}"
    cache.add(key, 0, WINDOW_SECONDS * 2)
    try:
        calls = cache.incr(key)
    except ValueError:  # thrown out of the cache between the two lines
        calls = 1
    if calls > most:
        left = WINDOW_SECONDS - int(now % WINDOW_SECONDS)
        raise TooMany(
            text("More than %(most)d calls in a minute. Please wait %(left)d seconds.")
            % {"most": most, "left": left},
            retry_after=left,
        )


def asked_language(request: HttpRequest) -> str | None:
    """The first language of Accept-Language that we speak, or None."""
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if wanted == "*":
            break
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return None


def speak(request: HttpRequest, user: User) -> None:
    """Answer in the language the caller asks for, else in the account's own."""
    translation.activate(asked_language(request) or user.language)
