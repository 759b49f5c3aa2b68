"""Finding reports, and comparing two of one kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from .models import Figure, Report


@dataclass(frozen=True)
class Pair:
    """One figure in two reports; a side is None where it has no such figure."""

    sentence: str
    slot: str
    label: str
    measure: str
    now: Figure | None
    before: Figure | None

    @property
    def difference(self) -> Decimal | None:
        if self.now is None or self.before is None:
            return None
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value


def reports() -> QuerySet[Report]:
    return Report.objects.select_related("institution")


def figures() -> QuerySet[Figure]:
    return Figure.objects.select_related("report", "sentence")


def compared(now: Report, before: Report) -> Iterator[Pair]:
    """The figures of two reports side by side, in the order of the newer one."""
    mine, theirs = _keyed(now), _keyed(before)
    for key in [*mine, *(key for key in theirs if key not in mine)]:
        one = mine.get(key) or theirs[key]
        yield Pair(
            one.sentence.key, one.slot, one.label, one.measure, mine.get(key), theirs.get(key)
        )


def _keyed(report: Report) -> dict[tuple, Figure]:
    rows = figures().filter(report=report).order_by("sentence__position", "slot", "position")
    return {(f.sentence.key, f.slot, f.label): f for f in rows}
