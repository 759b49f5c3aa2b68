"""`qm demo`: make (or remake) the demo institution, and say who may sign in."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.accounts.models import User
from quartermaster.base.accounts.roles import all_roles
from quartermaster.base.cli.out import remark, say
from quartermaster.base.cli.registry import Stop, cli
from quartermaster.base.core.models import Institution
from quartermaster.base.core.sealing import seal

from . import hospital, life, planned
from .emptying import empty

FIRST_ORDERS = 1_500
FULL_ORDERS = 100_000
MONTHS = 18


def ask(parser: ArgumentParser) -> None:
    parser.add_argument("--scale", type=int, metavar="N", help="orders to live through")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="the last day, today unless told")
    parser.add_argument("--accounts", action="store_true", help="print the accounts as JSON")
    parser.add_argument("--first", action="store_true", help="only when the database is empty")


@cli("demo", summary=_("Make the demo institution"), arguments=ask)
def demo(given: Namespace) -> int:
    if given.accounts:
        say(json.dumps(accounts(), ensure_ascii=False, indent=1))
        return 0
    if given.first and Institution.objects.exists():
        return 0
    if Institution.objects.exists():
        empty()
    began = time.monotonic()
    commands = make(given.scale or FIRST_ORDERS, given.seed, _last_day(given.date))
    took = time.monotonic() - began
    remark(
        text("%(commands)d commands in %(seconds).0f s (%(rate).0f per second)")
        % {"commands": commands, "seconds": took, "rate": commands / max(took, 0.001)}
    )
    return 0


def _last_day(word: str | None) -> date:
    if word is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise Stop(
            text("“%(word)s” is not a date. Write it like 2026-03-02.") % {"word": word}
        ) from None


@contextmanager
def _batch() -> Iterator[None]:
    with transaction.atomic():
        yield


def make(orders: int, seed: int, last_day: date) -> int:
    """Build the house and live its eighteen months; returns how many commands were run."""
    zone = timezone.get_default_timezone()
    now = timezone.localtime()
    until = datetime.combine(last_day, datetime.min.time(), zone) + timedelta(
        hours=now.hour, minutes=now.minute
    )
    since = until - timedelta(days=round(MONTHS * 30.44))
    with transaction.atomic():
        house = hospital.build(seed, since - timedelta(days=30), rooms=1_500, accounts=600)
    lived = life.Life(house, since, until, orders)
    planned.begin(lived, since)
    total = lived.run(_batch, lambda _count: None)
    hospital.open_doors(house, timezone.now())
    seal(timezone.now(), everything=True)
    return total


def accounts() -> list[dict[str, str]]:
    """Who may sign in to the demo, the department head first."""
    order = [username for username, _role, _name in hospital.POSTS]
    known = {
        user.username: user
        for user in User.objects.filter(username__in=order, institution__code=hospital.CODE)
    }
    roles = all_roles()
    return [
        {
            "institution": hospital.CODE,
            "username": username,
            "password": hospital.PASSWORD,
            "post": str(roles[role].label),
            "name": known[username].name,
        }
        for username, role, _name in hospital.POSTS
        if username in known
    ]
