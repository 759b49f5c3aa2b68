"""One page of a list, by key: the last page costs what the first one costs."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as text

from .errors import Invalid

PAGE_SIZE = 50
LARGEST_PAGE = 500
COUNT_UP_TO = 10_000
FIRST, LAST = "", "last"


@dataclass(frozen=True)
class Page:
    """Rows in their order; `next` and `previous` are tokens for the pages beside it, or None."""

    rows: list[models.Model]
    next: str | None
    previous: str | None


def page_of(rows: models.QuerySet, order: str, token: str = FIRST, size: int = PAGE_SIZE) -> Page:
    """The page that `token` names, of rows sorted by the field `order` ("-field": falling).

    Ties are broken by the primary key, so no row is shown twice or skipped while others arrive.
    """
    size = max(1, min(size, LARGEST_PAGE))
    falling, name = order.startswith("-"), order.lstrip("-")
    if token == LAST:
        found = _take(rows, name, not falling, None, size + 1)
        shown = list(reversed(found[:size]))
        before = len(found) > size
        return Page(shown, None, _token(shown[0], name, "before") if before else None)
    mark = _mark(token, rows.model, name)
    if mark is None:
        found = _take(rows, name, falling, None, size + 1)
        shown = found[:size]
        after = len(found) > size
        return Page(shown, _token(shown[-1], name, "after") if after else None, None)
    side, value, pk = mark
    if side == "after":
        found = _take(rows, name, falling, (value, pk), size + 1)
        shown = found[:size]
        after, before = len(found) > size, bool(shown)
    else:
        found = _take(rows, name, not falling, (value, pk), size + 1)
        shown = list(reversed(found[:size]))
        after, before = bool(shown), len(found) > size
    return Page(
        shown,
        _token(shown[-1], name, "after") if after else None,
        _token(shown[0], name, "before") if before else None,
    )


def counted(rows: models.QuerySet, up_to: int = COUNT_UP_TO) -> tuple[int, bool]:
    """(how many, whether that is exact): counting stops at `up_to` so a list stays quick."""
    number = rows.order_by().values("pk")[: up_to + 1].count()
    return min(number, up_to), number <= up_to


def _take(rows, name: str, falling: bool, mark, size: int) -> list[models.Model]:
    sign = "-" if falling else ""
    if mark is not None:
        value, pk = mark
        compare = "lt" if falling else "gt"
        # The first condition alone lets the index seek; the second breaks ties.
        rows = rows.filter(
            Q(**{f"{name}__{compare}e": value}),
            Q(**{f"{name}__{compare}": value}) | Q(**{f"pk__{compare}": pk}),
        )
    order = [f"{sign}pk"] if name in {"id", "pk"} else [f"{sign}{name}", f"{sign}pk"]
    return list(rows.order_by(*order)[:size])


def _token(row: models.Model, name: str, side: str) -> str:
    value = getattr(row, name)
    plain = value.isoformat() if isinstance(value, date | datetime) else value
    if not isinstance(plain, str | int):
        plain = str(plain)
    packed = json.dumps([side, plain, row.pk], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _mark(token: str, model: type[models.Model], name: str) -> tuple[str, Any, int] | None:
    if not token:
        return None
    try:
        packed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        side, value, pk = json.loads(packed)
        field = model._meta.pk if name in {"id", "pk"} else model._meta.get_field(name)
        if isinstance(field, models.DateTimeField):
            value = parse_datetime(value)
        elif isinstance(field, models.DateField):
            value = parse_date(value)
        if side not in {"after", "before"} or value is None or not isinstance(pk, int):
            raise ValueError
    except (ValueError, TypeError, binascii.Error, UnicodeDecodeError):
        raise Invalid(
            text("This page address is damaged. Open the list again from its beginning.")
        ) from None
    return side, value, pk
