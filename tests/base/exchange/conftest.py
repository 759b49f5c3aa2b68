"""Sheets written by hand, and a command that takes them: work orders from paper."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from django.utils import translation

from quartermaster.base.core.actor import Actor
from quartermaster.base.documents.spreadsheet import Column, Kind, to_xlsx
from quartermaster.base.exchange.plan import Plan, Wishes, prepare
from quartermaster.base.exchange.running import Result, run
from tests.world import SHANGHAI, World

HEADS = {"Date": "reported_on", "Text": "symptom", "Cost": "cost", "Room": "place"}
HEAD = tuple(HEADS)


def as_csv(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([head, *rows])
    return target.getvalue().encode()


def as_workbook(rows: Sequence[Sequence[Any]], kinds: Sequence[Kind]) -> bytes:
    columns = [Column(head, kind) for head, kind in zip(HEAD, kinds, strict=True)]
    return to_xlsx("orders", columns, rows)


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


@pytest.fixture
def importer(world: World) -> Actor:
    """The head of the department, who may take sheets in."""
    return world.as_(world.chief)


@pytest.fixture
def take(importer: Actor):
    """take(content, …) → (plan, result) of an import of work orders."""

    def taken(
        content: bytes,
        name: str = "orders.csv",
        *,
        dates: str | None = None,
        heads: dict[str, str] | None = None,
        **how,
    ) -> tuple[Plan, Result]:
        wishes = Wishes(heads=HEADS if heads is None else heads, dates=dates)
        plan = prepare(importer, "repairs", name, content, wishes)
        return plan, run(plan, importer, **how)

    return taken


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared as they stand in the source."""
    with translation.override("en"):
        yield
