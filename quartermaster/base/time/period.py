"""Reporting periods: months, quarters, half-years, years, terms, and any other stretch of days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from .instant import midnight

DAY = timedelta(days=1)


class PeriodKind(StrEnum):
    """What sort of stretch a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TERM = "term"
    CUSTOM = "custom"


MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
}
"""How many months the periods of the calendar are long."""

FORMS = {
    PeriodKind.MONTH: (r"([0-9]{4})-([0-9]{2})", "{year:04}-{number:02}"),
    PeriodKind.QUARTER: (r"([0-9]{4})Q([1-4])", "{year:04}Q{number}"),
    PeriodKind.HALF_YEAR: (r"([0-9]{4})H([12])", "{year:04}H{number}"),
    PeriodKind.YEAR: (r"([0-9]{4})", "{year:04}"),
}
"""How the code of such a period is read, and written."""

TERM_CODE = r"([0-9]{4})-([0-9]{4})-([0-9])"
CUSTOM_CODE = r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})"


@dataclass(frozen=True)
class PeriodLabel:
    """What a period is called, for the wording above to put into a language.

    `numbers` are: month (2026, 3), quarter (2026, 2), half-year (2026, 1), year (2026,),
    term (2025, 2026, 2), custom (2026, 1, 15, 2026, 3, 20) with its last day included.
    """

    kind: PeriodKind
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Period:
    """The days [since, until) under a code. Raises ValueError where code and days contradict."""

    kind: PeriodKind
    since: date
    until: date
    code: str

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise ValueError(f"the period {self.code} has no days")
        if self.kind is PeriodKind.TERM:
            if not re.fullmatch(TERM_CODE, self.code):
                raise ValueError(f"{self.code!r} is no code of a term, such as 2025-2026-2")
        elif (self.kind, self.since, self.until) != _read(self.code):
            raise ValueError(f"{self.code!r} is not {self.kind} {self.since}..{self.until - DAY}")

    @property
    def days(self) -> int:
        """How many days long."""
        return (self.until - self.since).days

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        return self.until - DAY

    def __contains__(self, day: date) -> bool:
        return self.since <= day < self.until

    def previous(self, terms: Iterable[Period] = ()) -> Period | None:
        """The period just before: the month before a month, as many days before a custom one.

        For a term the nearest earlier one among `terms`, or None when none is known.
        """
        if self.kind in MONTHS:
            return containing(self.kind, self.since - DAY)
        if self.kind is PeriodKind.CUSTOM:
            return custom(self.since - timedelta(self.days), self.since)
        earlier = (term for term in terms if term.until <= self.since)
        return max(earlier, key=lambda term: term.until, default=None)

    def following(self, terms: Iterable[Period] = ()) -> Period | None:
        """The period just after, in the same way."""
        if self.kind in MONTHS:
            return containing(self.kind, self.until)
        if self.kind is PeriodKind.CUSTOM:
            return custom(self.until, self.until + timedelta(self.days))
        later = (term for term in terms if term.since >= self.until)
        return min(later, key=lambda term: term.since, default=None)

    def last_year(self, terms: Iterable[Period] = ()) -> Period | None:
        """The same period one year earlier; 29 February becomes the 28th.

        For a term the one of the same number a year before, or None when not among
        `terms`.
        """
        if self.kind in MONTHS:
            return containing(self.kind, _year_before(self.since))
        if self.kind is PeriodKind.CUSTOM:
            return custom(_year_before(self.since), _year_before(self.last_day) + DAY)
        begin, end, number = self.label().numbers
        code = f"{begin - 1:04}-{end - 1:04}-{number}"
        return next((term for term in terms if term.code == code), None)

    def parts(self, kind: PeriodKind) -> list[Period]:
        """The months (quarters, …) which lie wholly within, in order: the bars of a chart."""
        parts, part = [], containing(kind, self.since)
        while part.until <= self.until:
            if part.since >= self.since:
                parts.append(part)
            part = containing(kind, part.until)
        return parts

    def instants(self, timezone: tzinfo) -> tuple[datetime, datetime]:
        """The instants [begin, end) at which it begins and ends in a zone; aware, in that zone."""
        begin, end = midnight(self.since, timezone), midnight(self.until, timezone)
        return begin.astimezone(timezone), end.astimezone(timezone)

    def label(self) -> PeriodLabel:
        """Kind and numbers, without words of any language."""
        code = f"{self.since}..{self.last_day}" if self.kind is PeriodKind.CUSTOM else self.code
        return PeriodLabel(self.kind, tuple(int(digits) for digits in re.findall("[0-9]+", code)))


def parse(code: str, terms: Iterable[Period] = ()) -> Period:
    """The period of a code: 2026-03, 2026Q2, 2026H1, 2026, 2026-01-15..2026-03-20, or a term's.

    The days of a term cannot be computed: it must be among `terms`. Raises ValueError otherwise.
    """
    for term in terms:
        if term.code == code:
            return term
    kind, since, until = _read(code)
    return Period(kind, since, until, code)


def containing(kind: PeriodKind, day: date) -> Period:
    """The month, quarter, half-year or year in which a day lies; ValueError for the other kinds."""
    if kind not in MONTHS:
        raise ValueError(f"no calendar tells which {kind} a day lies in")
    number = (day.month - 1) // MONTHS[kind] + 1
    return parse(FORMS[kind][1].format(year=day.year, number=number))


def custom(since: date, until: date) -> Period:
    """Any stretch of days [since, until); its code names the first and the last day."""
    return Period(PeriodKind.CUSTOM, since, until, f"{since}..{until - DAY}")


def term(code: str, since: date, until: date) -> Period:
    """A term, [since, until), with a code such as 2025-2026-2."""
    return Period(PeriodKind.TERM, since, until, code)


def _read(code: str) -> tuple[PeriodKind, date, date]:
    """The kind and days a code stands for; ValueError for anything else."""
    try:
        for kind, (form, _) in FORMS.items():
            if found := re.fullmatch(form, code):
                year, number = int(found[1]), int(found[2]) if kind is not PeriodKind.YEAR else 1
                since = date(year, (number - 1) * MONTHS[kind] + 1, 1)
                following = year * 12 + since.month - 1 + MONTHS[kind]
                return kind, since, date(following // 12, following % 12 + 1, 1)
        if found := re.fullmatch(CUSTOM_CODE, code):
            since, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
            return PeriodKind.CUSTOM, since, last + DAY
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{code!r} is no period: {error}") from error
    raise ValueError(f"{code!r} is no period such as 2026-03, 2026Q2, 2026H1 or 2026")


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
