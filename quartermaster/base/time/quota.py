"""Quotas: so many times a week, on days nobody fixed beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .calendar import WorkingCalendar
from .period import Period, PeriodKind, containing


class Per(StrEnum):
    """The window a quota is to be met in; a week begins on Monday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TERM = "term"


@dataclass(frozen=True)
class Quota:
    """At least `times` per window, counting only days at least `spread` days apart.

    With a spread of 1 two visits on one day are one; with 0 both count.
    """

    times: int
    per: Per
    spread: int = 1

    def __post_init__(self) -> None:
        if self.times < 1 or self.spread < 0:
            raise ValueError("a quota asks for one time or more, and for no negative spread")


@dataclass(frozen=True)
class QuotaWindow:
    """One week (month, term …), [since, until): the days that counted, and was that enough?"""

    since: date
    until: date
    counted: tuple[date, ...]
    met: bool


@dataclass(frozen=True)
class QuotaResult:
    """The windows that had to meet the quota, in order."""

    windows: tuple[QuotaWindow, ...]

    @property
    def expected(self) -> int:
        """How many windows had to meet it: the denominator."""
        return len(self.windows)

    @property
    def met(self) -> int:
        """How many did."""
        return sum(window.met for window in self.windows)

    @property
    def short(self) -> tuple[QuotaWindow, ...]:
        """Those that did not."""
        return tuple(window for window in self.windows if not window.met)


def quota_windows(
    per: Per, since: date, until: date, terms: Iterable[Period] = ()
) -> list[tuple[date, date]]:
    """The windows which belong to [since, until), each as [since, until), in order.

    A window belongs where its middle day lies (a week where its Thursday does), so that every week
    is counted in exactly one month; it may therefore reach beyond the range, and so must the dates
    given to `quota_met`. Terms are those among `terms`.
    """
    around = _terms(terms) if per is Per.TERM else _calendar_windows(per, since, until)
    return [(begin, end) for begin, end in around if since <= begin + (end - begin) // 2 < until]


def quota_met(
    quota: Quota,
    dates: Iterable[date],
    since: date,
    until: date,
    *,
    calendar: WorkingCalendar | None = None,
    terms: Iterable[Period] = (),
    as_of: date | None = None,
) -> QuotaResult:
    """Which windows of [since, until) met the quota, given the dates on which it was done.

    With a `calendar`, a window without a workday (a week of holidays) expects nothing. With
    `as_of`, a window that is not over on that day is left out unless the quota is met already.
    """
    done = sorted(dates)
    windows = []
    for begin, end in quota_windows(quota.per, since, until, terms):
        if calendar is not None and not calendar.workdays(begin, end):
            continue
        counted = _counted(quota, [day for day in done if begin <= day < end])
        met = len(counted) >= quota.times
        if met or as_of is None or end <= as_of:
            windows.append(QuotaWindow(begin, end, counted, met))
    return QuotaResult(tuple(windows))


def _counted(quota: Quota, dates: list[date]) -> tuple[date, ...]:
    """The most days that keep the spread: taking each as early as possible leaves most room."""
    counted: list[date] = []
    for day in dates:
        if not counted or (day - counted[-1]).days >= quota.spread:
            counted.append(day)
    return tuple(counted)


def _terms(terms: Iterable[Period]) -> list[tuple[date, date]]:
    return sorted((term.since, term.until) for term in terms)


def _calendar_windows(per: Per, since: date, until: date) -> Iterator[tuple[date, date]]:
    if per is Per.WEEK:
        begin = since - timedelta(since.weekday())
        while begin < until:
            yield begin, begin + timedelta(7)
            begin += timedelta(7)
        return
    window = containing(PeriodKind(per.value), since)
    while window.since < until:
        yield window.since, window.until
        window = containing(window.kind, window.until)
