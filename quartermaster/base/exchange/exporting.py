"""A screen's rows as a spreadsheet: the same columns, the same rights, the same filters."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Forbidden
from quartermaster.base.core.reading import LOCAL_ZONE
from quartermaster.base.core.screen import SCREENS, Screen, cell_of, kind_of, label_of
from quartermaster.base.documents.spreadsheet import Column, Kind, to_xlsx

AT_ONCE = 2_000
KINDS = {
    "number": Kind.NUMBER,
    "money": Kind.MONEY,
    "date": Kind.DATE,
    "instant": Kind.DATETIME,
}
# A cell that begins like this is a formula to the program that opens the CSV.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


def exported_screen(actor: Actor, name: str) -> type[Screen]:
    screen = SCREENS.get(name)
    if screen is None or not actor.may(screen.sees):
        raise Forbidden(name)
    return screen


def as_workbook(actor: Actor, screen: type[Screen], query: Mapping[str, str]) -> bytes:
    model = screen.model()
    columns = [
        Column(str(label_of(model, each)), KINDS.get(kind_of(model, each), Kind.TEXT), 18)
        for each in screen.columns
    ]
    return to_xlsx(str(screen.title), columns, _rows(actor, screen, query), timezone=LOCAL_ZONE)


def as_csv(actor: Actor, screen: type[Screen], query: Mapping[str, str]) -> bytes:
    """Comma separated, UTF-8 with a mark, so that spreadsheet programs read the Chinese."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([str(label_of(screen.model(), each)) for each in screen.columns])
    for row in _rows(actor, screen, query):
        writer.writerow([_harmless(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def _rows(actor: Actor, screen: type[Screen], query: Mapping[str, str]) -> Iterator[list[Any]]:
    order = screen.ordering(query.get("sort"))
    rows = screen.rows(actor, query).order_by(order, "-pk" if order.startswith("-") else "pk")
    for record in rows.iterator(AT_ONCE):
        yield [cell_of(record, each) for each in screen.columns]


def _harmless(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return timezone.localtime(cell, LOCAL_ZONE).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, str) and cell.startswith(FORMULA_MARKS):
        return f"'{cell}"
    return "" if cell is None else cell
