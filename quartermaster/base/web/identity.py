"""From session to actor: the one place where a page's session and clock are read.

A session ends after the idle time of settings.SESSION_COOKIE_AGE, when the password changes
elsewhere, or when the account is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from quartermaster.base.accounts.models import Membership, User
from quartermaster.base.accounts.queries import actor_of, memberships_now
from quartermaster.base.accounts.roles import all_roles
from quartermaster.base.core.models import Notice

from .language import language_of
from .public import is_open
from .refusals import answer_refusal

ACCOUNT, STAMP, SEEN = "account", "stamp", "seen"


def identity(get_response: Callable) -> Callable:
    """Middleware: request.account, request.actor (None for strangers) and the language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        request.account = _account(request)
        request.actor = actor_of(request.account, now) if request.account else None
        if request.account:
            _keep_awake(request, now)
        request.LANGUAGE_CODE = language_of(request)
        with translation.override(request.LANGUAGE_CODE):
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Cookie",))
        return response

    middleware.process_view = _stop_at_the_door
    middleware.process_exception = answer_refusal
    return middleware


def enter(request: HttpRequest, account: User) -> None:
    """Begin a session of `account` under a new session id."""
    request.session.flush()
    request.session.update(
        {
            ACCOUNT: account.pk,
            STAMP: stamp_of(account),
            SEEN: int(timezone.now().timestamp()),
        }
    )


def keep_session(request: HttpRequest, account: User) -> None:
    """After the own password changed: this session goes on, all others end."""
    request.session.cycle_key()
    request.session[STAMP] = stamp_of(account)


def stamp_of(account: User) -> str:
    """What a session remembers of the password: when it changed."""
    changed = account.password_changed_at
    return str(changed.timestamp()) if changed else ""


def _account(request: HttpRequest) -> User | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    pk = request.session.get(ACCOUNT)
    if pk is None:
        return None
    account = (
        User.objects.select_related("unit", "institution")
        .annotate(unread=_unread())
        .filter(pk=pk, active=True)
        .first()
    )
    if account is None or request.session.get(STAMP) != stamp_of(account):
        request.session.flush()
        return None
    return account


def _unread() -> Coalesce:
    """The number of unread notices, in the same statement as the account."""
    mine = Notice.objects.filter(user_id=OuterRef("pk"), read_at__isnull=True).order_by()
    counted = mine.values("user_id").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _keep_awake(request: HttpRequest, now: datetime) -> None:
    """Push the end of the session on, written at most ten times per idle period."""
    seen = request.session.get(SEEN, 0)
    if now.timestamp() - seen > settings.SESSION_COOKIE_AGE / 10:
        request.session[SEEN] = int(now.timestamp())


def _stop_at_the_door(request: HttpRequest, view, _arguments, _keywords) -> HttpResponse | None:
    """Strangers go to the sign-in; who has to mend his account first goes there."""
    if is_open(request.path_info, view):
        return None
    if request.account is None:
        return redirect(f"/sign-in/?{urlencode({'next': request.get_full_path()})}")
    if getattr(view, "at_the_door", False):
        return None
    if _password_is_due(request.account, request.actor.at):
        return redirect("/password/")
    if _second_factor_is_due(request.account, request.actor.at):
        return redirect("/second-factor/")
    return None


def at_the_door(view: Callable) -> Callable:
    """A page that is open even to who must first change the password."""
    view.at_the_door = True
    return view


def _password_is_due(account: User, now: datetime) -> bool:
    if account.must_change_password:
        return True
    days, changed = settings.QM_PASSWORD_DAYS, account.password_changed_at
    return bool(days and changed and changed < now - timedelta(days=days))


def _second_factor_is_due(account: User, now: datetime) -> bool:
    if not settings.QM_REQUIRE_SECOND_FACTOR or account.second_factor:
        return False
    held = Membership.objects.filter(memberships_now(now), user=account).values_list("role")
    return any(all_roles()[role].second_factor for (role,) in held if role in all_roles())
