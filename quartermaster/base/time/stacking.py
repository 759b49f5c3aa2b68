"""Stacked plans: a larger service includes the smaller ones that fall on its day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .calendar import WorkingCalendar
from .recurrence import Rule, occasions


@dataclass(frozen=True)
class Layer:
    """A plan under a name; a higher `rank` includes a lower one (month 1, quarter 2, year 3)."""

    name: str
    rank: int
    rule: Rule


@dataclass(frozen=True, order=True)
class StackedOccasion:
    """What is to be done on a day, and the (name, day) of the smaller occasions it does as well."""

    day: date
    name: str
    replaces: tuple[tuple[str, date], ...] = ()


def stack(
    layers: Iterable[Layer],
    since: date,
    until: date,
    calendar: WorkingCalendar,
    tolerance: int = 0,
) -> list[StackedOccasion]:
    """The occasions of all layers in [since, until), where the larger replaces the smaller.

    A smaller one is replaced by the nearest larger one at most `tolerance` days away (the earlier
    of two equally near); what is replaced itself replaces nothing. Equal ranks leave each other
    alone. Raises ValueError for a negative tolerance.
    """
    if tolerance < 0:
        raise ValueError("a tolerance is a number of days, or none")
    ordered = sorted(layers, key=lambda layer: (-layer.rank, layer.name))
    # Beyond the edges too: a yearly service the day after replaces the monthly one of the last day.
    margin = timedelta(tolerance * len(ordered))
    kept: list[tuple[int, date, str]] = []
    replaced: dict[tuple[date, str], list[tuple[str, date]]] = {}
    for layer in ordered:
        for day in occasions(layer.rule, since - margin, until + margin, calendar):
            larger = [
                (abs(at - day), at, -rank, name)
                for rank, at, name in kept
                if rank > layer.rank and abs(at - day).days <= tolerance
            ]
            if larger:
                _, at, _, name = min(larger)
                replaced.setdefault((at, name), []).append((layer.name, day))
            else:
                kept.append((layer.rank, day, layer.name))
    return sorted(
        StackedOccasion(day, name, tuple(replaced.get((day, name), ())))
        for _, day, name in kept
        if since <= day < until
    )
