"""Recurrence: on which dates something is expected, and so what it is later measured by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from .calendar import WorkingCalendar
from .pattern import Pattern

DAY = timedelta(days=1)

FAR = timedelta(days=36_525)
"""How far ahead a next occasion is looked for: a hundred years; beyond that there is none."""


class OnHoliday(StrEnum):
    """What becomes of an occasion on a day that is no workday."""

    KEEP = "keep"
    SKIP = "skip"
    BEFORE = "before"
    AFTER = "after"


class Anchor(StrEnum):
    """From what the next occasion is counted: the day it was due, or the day it was done."""

    FROM_DUE = "from_due"
    FROM_DONE = "from_done"


@dataclass(frozen=True)
class Season:
    """The days of every year from (month, day) to another, both included; may wrap the year."""

    begins: tuple[int, int]
    ends: tuple[int, int]

    def __post_init__(self) -> None:
        for month, day in (self.begins, self.ends):
            # A leap year has every day there is; ValueError for one that never comes.
            date(2024, month, day)

    def __contains__(self, day: date) -> bool:
        at = (day.month, day.day)
        if self.begins <= self.ends:
            return self.begins <= at <= self.ends
        return at >= self.begins or at <= self.ends


@dataclass(frozen=True)
class Rule:
    """A pattern in force for the planned days [since, until), with what limits and moves it.

    `since` is also what "every second week" is counted from. `seasons` (none means all year) and
    `skips` look at the planned day; `skips` also at the day it was moved to. Two planned days that
    move to the same workday are one occasion.
    """

    pattern: Pattern
    since: date
    until: date | None = None
    seasons: tuple[Season, ...] = ()
    on_holiday: OnHoliday = OnHoliday.KEEP
    anchor: Anchor = Anchor.FROM_DUE
    skips: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.since:
            raise ValueError("a rule ends after it begins")
        if self.anchor is Anchor.FROM_DONE and not self.pattern.is_interval:
            raise ValueError("what is counted from the day it was done cannot also name its days")

    def planned_on(self, day: date) -> bool:
        """May an occasion be planned on this day, if the pattern names it?"""
        in_season = not self.seasons or any(day in season for season in self.seasons)
        return in_season and day not in self.skips

    def moved(self, day: date, calendar: WorkingCalendar) -> date | None:
        """The day a planned day moves to; None when it falls away."""
        if self.on_holiday is OnHoliday.KEEP or calendar.is_workday(day):
            return day
        if self.on_holiday is OnHoliday.SKIP:
            return None
        if self.on_holiday is OnHoliday.BEFORE:
            return calendar.previous_workday(day)
        return calendar.next_workday(day)


def occasions(
    rule: Rule, since: date, until: date, calendar: WorkingCalendar, done: Iterable[date] = ()
) -> list[date]:
    """The dates in [since, until) on which `rule` expects something, in order, each once.

    A rule counted from the day it was done needs those days: each one starts the count afresh,
    every further interval without it is one more occasion missed, and one done early was still
    expected.
    """
    dates = sorted(set(done))
    if rule.anchor is Anchor.FROM_DUE or not dates:
        return _Count.of(rule, calendar).between(since, until)
    expected: set[date] = set()
    if dates[0] >= rule.since:
        expected |= _served(_Count.of(rule, calendar), dates[0])
    for begin, end in pairwise(dates):
        expected |= _served(_Count.of(rule, calendar, begin), end)
    last = _Count.of(rule, calendar, dates[-1])
    expected |= set(last.between(max(since, last.first), until))
    return sorted(day for day in expected if since <= day < until)


def next_after(
    rule: Rule, last_due: date | None, last_done: date | None, calendar: WorkingCalendar
) -> date | None:
    """The next occasion after the one due on `last_due`; the first of all when both are None.

    A rule counted from the day it was done counts from `last_done`; the others do not look at it.
    None when the rule has ended, or when nothing follows within a hundred years.
    """
    if rule.anchor is Anchor.FROM_DUE:
        last_done = None
    count = _Count.of(rule, calendar, last_done)
    passed = [day for day in (last_due, last_done) if day is not None]
    if passed:
        return count.next(max(passed) + DAY)
    begin = rule.since
    if rule.on_holiday is OnHoliday.BEFORE and not calendar.is_workday(begin):
        begin = calendar.previous_workday(begin)
    return count.next(begin)


@dataclass(frozen=True)
class _Count:
    """A rule counted from an anchor, which may plan nothing before `first`."""

    rule: Rule
    calendar: WorkingCalendar
    anchor: date
    first: date

    @classmethod
    def of(cls, rule: Rule, calendar: WorkingCalendar, done: date | None = None) -> _Count:
        """Counted from the day it was done, itself no occasion, or from the rule's beginning."""
        if done is None:
            return cls(rule, calendar, rule.since, rule.since)
        return cls(rule, calendar, done, max(rule.since, done + DAY))

    def between(self, since: date, until: date) -> list[date]:
        """The occasions in [since, until), in order."""
        rule = self.rule
        begin, end = self._planned_range(since, until)
        planned = rule.pattern.days(self.anchor, begin, end, self.calendar)
        moved = {rule.moved(day, self.calendar) for day in planned if rule.planned_on(day)}
        left = (day for day in moved if day is not None and day not in rule.skips)
        return sorted(day for day in left if since <= day < until)

    def next(self, since: date) -> date | None:
        """The first occasion on or after `since`."""
        begin, width = since, timedelta(days=32)
        latest = max(since, self.first) + FAR
        while begin < latest:
            if found := self.between(begin, begin + width):
                return found[0]
            begin, width = begin + width, width * 2
        return None

    def _planned_range(self, since: date, until: date) -> tuple[date, date]:
        """Where to look for planned days that may end up in [since, until).

        Days outside it move into it only across days without work.
        """
        begin, end = since, until
        if self.rule.on_holiday is OnHoliday.AFTER:
            while begin > self.first and not self.calendar.is_workday(begin - DAY):
                begin -= DAY
        elif self.rule.on_holiday is OnHoliday.BEFORE and not self.calendar.is_workday(end):
            end = self.calendar.next_workday(end)
        last = end if self.rule.until is None else min(end, self.rule.until)
        return max(begin, self.first), last


def _served(count: _Count, done: date) -> set[date]:
    """What was expected since the count began and until it was done.

    Done early, in season, it served the occasion that was coming.
    """
    expected = set(count.between(count.first, done + DAY))
    coming = count.next(count.first)
    if coming is not None and (coming <= done or count.rule.planned_on(done)):
        expected.add(coming)
    return expected
