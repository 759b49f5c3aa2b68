"""Patterns: the days something falls on by plan, before seasons, skips and holidays are looked at.

Every pattern answers `days(anchor, since, until, calendar)`: its days in [since, until), in order,
where the anchor says from when "every second week" is counted, and which day is meant where none is
named. A pattern that names none `is_interval`: it can also be counted from the day it was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from .calendar import WorkingCalendar

LAST = -1
"""The last day of the month; as `nth`, the last such weekday of the month."""


def month_end(year: int, month: int) -> int:
    """The number of the month's last day."""
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(1)).day


def _check_every(every: int) -> None:
    if every < 1:
        raise ValueError("a rule repeats every 1, 2, 3 … times its unit")


def _check_weekday(weekday: int) -> None:
    if weekday not in range(7):
        raise ValueError("weekdays are 0 (Monday) to 6 (Sunday)")


@dataclass(frozen=True)
class NthWeekday:
    """The first Monday, the last Friday: `nth` is 1 to 4, or LAST; Monday is 0."""

    nth: int
    weekday: int

    def __post_init__(self) -> None:
        _check_weekday(self.weekday)
        if self.nth not in (1, 2, 3, 4, LAST):
            raise ValueError(
                "only the first to the fourth and the last weekday exist in every month"
            )

    def within(self, year: int, month: int) -> date:
        """The day it is in a month."""
        if self.nth == LAST:
            end = date(year, month, month_end(year, month))
            return end - timedelta((end.weekday() - self.weekday) % 7)
        begin = date(year, month, 1)
        return begin + timedelta((self.weekday - begin.weekday()) % 7 + 7 * (self.nth - 1))


DayInMonth = int | NthWeekday


def _check_day(day: DayInMonth) -> None:
    if isinstance(day, int) and day != LAST and day not in range(1, 32):
        raise ValueError("days of the month are 1 to 31, or LAST")


def _within(day: DayInMonth, year: int, month: int) -> date:
    """A day of a month; one beyond its end, such as 31 in June, is its last."""
    if isinstance(day, NthWeekday):
        return day.within(year, month)
    end = month_end(year, month)
    return date(year, month, end if day == LAST else min(day, end))


@dataclass(frozen=True)
class Daily:
    """Every day, or every `every` days counted from the anchor."""

    is_interval: ClassVar[bool] = True
    every: int = 1

    def __post_init__(self) -> None:
        _check_every(self.every)

    def days(
        self, anchor: date, since: date, until: date, calendar: WorkingCalendar
    ) -> Iterator[date]:
        """Its days in [since, until)."""
        day = since + timedelta((anchor - since).days % self.every)
        while day < until:
            yield day
            day += timedelta(self.every)


@dataclass(frozen=True)
class Weekly:
    """On some weekdays (Monday is 0) of every `every`-th week; with none named, on the anchor's."""

    weekdays: tuple[int, ...] = ()
    every: int = 1

    def __post_init__(self) -> None:
        _check_every(self.every)
        for weekday in self.weekdays:
            _check_weekday(weekday)
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))

    @property
    def is_interval(self) -> bool:
        """Only where the anchor says which day it is; see above."""
        return not self.weekdays

    def days(
        self, anchor: date, since: date, until: date, calendar: WorkingCalendar
    ) -> Iterator[date]:
        """Its days in [since, until); weeks begin on Monday."""
        anchor_week = anchor - timedelta(anchor.weekday())
        week = since - timedelta(since.weekday())
        week += timedelta((anchor_week - week).days % (7 * self.every))
        while week < until:
            for weekday in self.weekdays or (anchor.weekday(),):
                day = week + timedelta(weekday)
                if since <= day < until:
                    yield day
            week += timedelta(7 * self.every)


@dataclass(frozen=True)
class Monthly:
    """On some days of every `every`-th month (3 is quarterly); with none named, on the anchor's."""

    on: tuple[DayInMonth, ...] = ()
    every: int = 1

    def __post_init__(self) -> None:
        _check_every(self.every)
        for day in self.on:
            _check_day(day)

    @property
    def is_interval(self) -> bool:
        """Only where the anchor says which day it is; see above."""
        return not self.on

    def days(
        self, anchor: date, since: date, until: date, calendar: WorkingCalendar
    ) -> Iterator[date]:
        """Its days in [since, until)."""
        begin = since.year * 12 + since.month - 1
        begin += (anchor.year * 12 + anchor.month - 1 - begin) % self.every
        for number in range(begin, until.year * 12 + until.month, self.every):
            year, month = divmod(number, 12)
            meant = {_within(day, year, month + 1) for day in self.on or (anchor.day,)}
            yield from (day for day in sorted(meant) if since <= day < until)


@dataclass(frozen=True)
class Yearly:
    """On some days of some months of every `every`-th year; what is not named is the anchor's."""

    months: tuple[int, ...] = ()
    on: tuple[DayInMonth, ...] = ()
    every: int = 1

    def __post_init__(self) -> None:
        _check_every(self.every)
        for day in self.on:
            _check_day(day)
        if not set(self.months) <= set(range(1, 13)):
            raise ValueError("months are 1 to 12")
        object.__setattr__(self, "months", tuple(sorted(set(self.months))))

    @property
    def is_interval(self) -> bool:
        """Only where the anchor says which day it is; see above."""
        return not self.on and not self.months

    def days(
        self, anchor: date, since: date, until: date, calendar: WorkingCalendar
    ) -> Iterator[date]:
        """Its days in [since, until)."""
        begin = since.year + (anchor.year - since.year) % self.every
        for year in range(begin, until.year + 1, self.every):
            for month in self.months or (anchor.month,):
                meant = {_within(day, year, month) for day in self.on or (anchor.day,)}
                yield from (day for day in sorted(meant) if since <= day < until)


@dataclass(frozen=True)
class AfterRest:
    """On the first workday after at least `rest` days without work: after long holidays."""

    is_interval: ClassVar[bool] = False
    rest: int

    def __post_init__(self) -> None:
        if self.rest < 1:
            raise ValueError("a rest lasts a day or more")

    def days(
        self, anchor: date, since: date, until: date, calendar: WorkingCalendar
    ) -> Iterator[date]:
        """Its days in [since, until)."""
        for day in calendar.workdays(since, until):
            if not calendar.workdays(day - timedelta(self.rest), day):
                yield day


@dataclass(frozen=True)
class Listed:
    """On these very dates, such as the first days of terms."""

    is_interval: ClassVar[bool] = False
    dates: tuple[date, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "dates", tuple(sorted(set(self.dates))))

    def days(
        self, anchor: date, since: date, until: date, calendar: WorkingCalendar
    ) -> Iterator[date]:
        """Its days in [since, until)."""
        return (day for day in self.dates if since <= day < until)


Pattern = Daily | Weekly | Monthly | Yearly | AfterRest | Listed
