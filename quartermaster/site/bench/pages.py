"""The benchmarks of pages and figures: list, detail, search, measure, home, memory."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from quartermaster.base.accounts.queries import actor_of
from quartermaster.base.core import measure as measures
from quartermaster.base.core.search import search as find
from quartermaster.kernels.work.models import Order

from .timing import timed
from .visiting import Visitor, run_raw, statements

LIST = "/s/repairs/?state=closed&sort=-reported_at"
SEARCHES = ("日光灯", "rgd", "漏水", "ls", "空调 不制冷", "cz")
MEASURE = "work.repairs"
WARM = 5


def list_pages(scale: int, times: int) -> Iterator[dict]:
    """A filtered, sorted page of 50: the first and the last, beside the bare SQL of each."""
    visitor = Visitor()
    for name, address in (("list", LIST), ("list_last", f"{LIST}&page=last")):
        timing = _visits(visitor, [address] * times)
        with statements("SELECT", "LIMIT 51") as seen:
            visitor.get(address)
        rows = [each for each in seen if 'FROM "work_order"' in each[0]]
        raw = timed([lambda rows=rows: run_raw(rows)] * times)
        sql = raw.percentile(50)
        ratio = round(timing.percentile(50) / sql, 1) if rows and sql else None
        yield timing.line(name, scale, raw_sql_ms=sql, ratio_to_raw_sql=ratio)


def detail(scale: int, times: int) -> Iterator[dict]:
    """Different orders: the page, and the story and lines that it fetches after itself."""
    visitor = Visitor()
    dice = random.Random(1)  # noqa: S311
    keys = [dice.randint(1, scale) for _each in range(times)]
    yield _visits(visitor, [f"/s/repairs/{key}/" for key in keys]).line("detail", scale)
    yield _visits(visitor, [f"/s/repairs/{key}/parts/" for key in keys]).line("detail_parts", scale)


def search(scale: int, times: int) -> Iterator[dict]:
    """Words, pinyin initials, a number, two words."""
    visitor = Visitor()
    actor = actor_of(visitor.account, timezone.now())
    number = Order.objects.values_list("number", flat=True).get(pk=max(1, scale // 2))
    for words in (*SEARCHES, number):
        timing = _visits(visitor, [f"/search/?all=1&q={words}"] * max(1, times // 4))
        found = len(find(actor, words))
        yield timing.line("search", scale, words=words, found=found)


def measure(scale: int, times: int) -> Iterator[dict]:
    """Repair requests of half a year by trade."""
    account = Visitor().account
    now = timezone.now()
    actor = actor_of(account, now)
    figure = measures.measure(MEASURE)
    span = {"since": now - timedelta(days=182), "until": now}
    timing = timed([lambda: figure.read_by(actor, "trade", **span)] * max(1, times // 5))
    counted = sum(group.figure for group in figure.read_by(actor, "trade", **span))
    yield timing.line("measure", scale, counted=counted)


def home(scale: int, times: int) -> Iterator[dict]:
    """The home page of the department's head: needs, tiles, notices."""
    yield _visits(Visitor(), ["/"] * max(1, times // 2)).line("home", scale)


def memory(scale: int, times: int) -> Iterator[dict]:
    """Resident memory after ten times as many requests of every kind."""
    dice = random.Random(2)  # noqa: S311
    keys = Order.objects.order_by("pk").values_list("pk", flat=True)[:1000]
    details = [f"/s/repairs/{dice.choice(keys)}/" for _each in range(times * 4)]
    some = [LIST, f"{LIST}&page=last", "/search/?all=1&q=rgd"] * (times * 2)
    yield _visits(Visitor(), [*details, *some]).line("memory", scale)


def _visits(visitor: Visitor, addresses: list[str]):
    """Time the addresses after some visits that fill caches, as a running process has them."""
    for address in addresses[:WARM]:
        visitor.get(address)
    return timed([lambda address=address: visitor.get(address) for address in addresses])


# Name → benchmark; each is told the scale and how often to repeat, and gives lines.
PAGES = {
    "list": list_pages,
    "detail": detail,
    "search": search,
    "measure": measure,
    "home": home,
    "memory": memory,
}
