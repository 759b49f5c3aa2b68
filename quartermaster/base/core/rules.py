"""Asking for the value of a dated rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import Q

from .models import Rule


@dataclass(frozen=True)
class Ruling:
    """A value together with who says so."""

    value: Any
    source: str
    mark: str


KEPT_SECONDS = 60
"""How long a rule may be out of date in a process that did not change it itself."""

_kept: dict[tuple[str, int], tuple[float, list[Rule]]] = {}


def rulings(code: str, institution_id: int, on: date) -> list[Rule]:
    """Every row of `code` in force that day for the institution, most specific first."""
    return [
        row
        for row in _rows(code, institution_id)
        if row.since <= on and (row.until is None or row.until > on)
    ]


def _rows(code: str, institution_id: int) -> list[Rule]:
    found = _kept.get((code, institution_id))
    if found is not None and monotonic() - found[0] < KEPT_SECONDS:
        return found[1]
    rows = Rule.objects.filter(
        Q(institution_id=institution_id) | Q(institution__isnull=True), code=code
    )
    live = sorted((row for row in rows if row.in_force), key=_weight, reverse=True)
    # What an unfinished transaction has read is kept only if it comes to be true.
    transaction.on_commit(lambda: _kept.__setitem__((code, institution_id), (monotonic(), live)))
    return live


def _weight(row: Rule) -> tuple:
    return row.institution_id is not None, len(row.applies_to), row.since, row.pk


def forget_rules() -> None:
    """A rule changed: the next reader asks the database again, now and after the commit."""
    _kept.clear()
    transaction.on_commit(_kept.clear)


def ruling(
    code: str, institution_id: int, on: date, circumstances: Mapping[str, Any] | None = None
) -> Ruling | None:
    """The rule that decides: own before general, narrow before wide, newer before older."""
    given = circumstances or {}
    for row in rulings(code, institution_id, on):
        if all(given.get(name) == value for name, value in row.applies_to.items()):
            return Ruling(row.value, row.source, row.mark)
    return None
