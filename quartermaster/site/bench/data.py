"""Eighteen months of work orders, written straight into tables of the benchmarks' own database.

The house itself (places, people, accounts, catalogue) is built by the demo's commands; orders,
their audit rows and search entries come by bulk insert: a million commands would take hours.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from quartermaster.base.core.audit import canonical
from quartermaster.base.core.models import Audit, SearchEntry
from quartermaster.base.core.search import institution_token
from quartermaster.base.core.tokens import cut, index_tokens
from quartermaster.kernels.people.models import Trade
from quartermaster.kernels.work.models import Category, Order
from quartermaster.kernels.work.workflow import FINISHED
from quartermaster.site.demo import hospital
from quartermaster.site.demo.catalogue import STORIES

from .database import refuse_foreign

DAYS = 548
BATCH = 4_000
FURTHER_TRADES = ("painter", "welder", "lift", "boiler", "weak-current", "locksmith")
OLD_STATES = ("closed",) * 16 + ("rated",) * 2 + ("verified", "cancelled")
NEW_STATES = (
    *("reported", "accepted", "dispatched", "dispatched", "taken", "working", "paused", "pooled"),
    *("done", "done", "verified", "rated", "closed", "closed", "closed", "closed", "cancelled"),
)
HOURS = (2, 1, 1, 1, 1, 2, 5, 12, 18, 17, 13, 9, 6, 8, 12, 12, 10, 8, 5, 5, 4, 4, 3, 2)
STEPS = (
    ("work.report", "", "reported", 0),
    ("work.dispatch", "reported", "dispatched", 10),
    ("work.finish", "working", "done", 90),
    ("work.close", "rated", "closed", 600),
)


@dataclass
class Stock:
    """What orders are drawn from."""

    house: hospital.Hospital
    categories: list[Category]
    persons: list
    dice: random.Random
    now: datetime


def generate(scale: int) -> None:
    """Fill the empty database with a house and `scale` orders, then let the planner know."""
    refuse_foreign()
    now = timezone.now()
    with transaction.atomic():
        house = hospital.build(2026, now - timedelta(days=DAYS + 30), rooms=1_500, accounts=100)
        _further_trades(house)
    hospital.open_doors(house, now)
    persons = [person for crew in house.workers.values() for person in crew]
    stock = Stock(house, list(Category.objects.all()), persons, random.Random(7), now)  # noqa: S311
    for first in range(1, scale + 1, BATCH):
        _write(stock, range(first, min(first + BATCH, scale + 1)), scale)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Order]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _further_trades(house: hospital.Hospital) -> None:
    """The demo has six trades; a large house has twelve."""
    for code in FURTHER_TRADES:
        trade = Trade.objects.create(institution=house.institution, code=code, name=code)
        Category.objects.create(
            institution=house.institution, code=f"{code}-work", name=code, trade=trade
        )


def _write(stock: Stock, numbers: range, scale: int) -> None:
    orders = [_order(stock, number, scale) for number in numbers]
    audits = [row for order in orders for row in _audits(order)]
    with transaction.atomic():
        Order.objects.bulk_create(orders, batch_size=500)
        Audit.objects.bulk_create(audits, batch_size=1_000)
        SearchEntry.objects.bulk_create([_entry(order) for order in orders], batch_size=1_000)


def _order(stock: Stock, number: int, scale: int) -> Order:
    """One order; numbers rise with time, as they do in life."""
    dice = stock.dice
    day = DAYS * (scale - number) / scale
    reported = (stock.now - timedelta(days=day)).replace(hour=0) + timedelta(
        hours=dice.choices(range(24), HOURS)[0]
    )
    reported = min(reported, stock.now - timedelta(minutes=1))
    state = dice.choice(OLD_STATES if day > 14 else NEW_STATES)
    story = dice.choice(STORIES)
    place = dice.choice(stock.house.rooms)
    category = dice.choice(stock.categories)
    order = Order(
        pk=number,
        institution_id=place.institution_id,
        unit_id=place.unit_id,
        number=f"BX{reported:%Y}-B{number:07d}",
        symptom=dice.choice(story.symptoms),
        category=category,
        trade_id=category.trade_id,
        urgency=dice.choice(("P1", "P2", "P2", "P3", "P3", "P3", "P3", "P4")),
        place=place,
        requester=dice.choice(stock.persons).name,
        state=state,
        reported_at=reported,
    )
    _live(order, stock, dice.randrange(20, 2_000))
    return order


def _live(order: Order, stock: Stock, minutes: int) -> None:
    """The instants and figures that go with the order's state."""
    order.arrive_due_at = order.reported_at + timedelta(minutes=60)
    order.finish_due_at = order.reported_at + timedelta(hours=24)
    if order.state in {"reported", "accepted", "pooled", "cancelled"}:
        return
    order.assignee = stock.dice.choice(stock.persons)
    order.dispatched_at = order.reported_at + timedelta(minutes=minutes // 20)
    order.response_seconds = minutes * 3
    if order.state in FINISHED:
        order.arrived_at = order.reported_at + timedelta(minutes=minutes // 4)
        order.done_at = order.reported_at + timedelta(minutes=minutes)
        order.arrival_seconds, order.finish_seconds = minutes * 15, minutes * 60
        order.arrived_in_time = minutes // 4 <= 60
        order.finished_in_time = minutes <= 24 * 60
        order.rating = stock.dice.choice((5, 5, 5, 4, 3)) if order.state != "done" else None


def _audits(order: Order) -> list[Audit]:
    """At least three rows in the story of every order, four when it is finished."""
    steps = STEPS if order.state in FINISHED else STEPS[:3]
    return [_audit(order, *step) for step in steps]


def _audit(order: Order, command: str, source: str, target: str, minutes: int) -> Audit:
    changes = {"state": [source, target], "symptom": ["", order.symptom]}
    row = Audit(
        institution_id=order.institution_id,
        unit_id=order.unit_id,
        at=order.reported_at + timedelta(minutes=minutes),
        command=command,
        actor=order.requester,
        channel="web",
        subject=f"work.order:{order.pk}",
        source=source,
        target=target,
        details=canonical({"inputs": {"symptom": order.symptom}, "changes": changes}),
    )
    row.digest = row.own_digest()
    return row


@lru_cache(maxsize=20_000)
def _tokens(label: str, words: str) -> str:
    return index_tokens(label, words)


def _entry(order: Order) -> SearchEntry:
    """As core.search makes it, the tokens of each part remembered: pinyin is the dear part."""
    label, words = order.search_terms()
    parts = ((order.symptom, ""), ("", order.place.full_name), ("", order.requester))
    tokens = {token for part in parts for token in _tokens(*part).split()}
    tokens.update(cut(order.number))
    tokens.add(institution_token(order.institution_id))
    return SearchEntry(
        institution_id=order.institution_id,
        unit_id=order.unit_id,
        kind="work.order",
        record_id=order.pk,
        label=label[:160],
        hint=words[:160],
        tokens=" ".join(sorted(tokens)),
    )
