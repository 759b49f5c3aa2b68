"""Periods by hand: codes there and back, neighbours, last year, instants."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartermaster.base.time import (
    Period,
    PeriodKind,
    PeriodLabel,
    containing,
    custom,
    parse,
    term,
)

pytestmark = pytest.mark.once

TERMS = [
    term("2024-2025-2", date(2025, 2, 17), date(2025, 7, 5)),
    term("2025-2026-1", date(2025, 9, 1), date(2026, 1, 25)),
    term("2025-2026-2", date(2026, 2, 23), date(2026, 7, 11)),
]


@pytest.mark.parametrize(
    ("code", "kind", "since", "until", "days", "numbers"),
    [
        ("2026-03", "month", "2026-03-01", "2026-04-01", 31, (2026, 3)),
        ("2026-12", "month", "2026-12-01", "2027-01-01", 31, (2026, 12)),
        ("2024-02", "month", "2024-02-01", "2024-03-01", 29, (2024, 2)),
        ("2026Q2", "quarter", "2026-04-01", "2026-07-01", 91, (2026, 2)),
        ("2026H1", "half_year", "2026-01-01", "2026-07-01", 181, (2026, 1)),
        ("2026H2", "half_year", "2026-07-01", "2027-01-01", 184, (2026, 2)),
        ("2026", "year", "2026-01-01", "2027-01-01", 365, (2026,)),
        ("2025-2026-2", "term", "2026-02-23", "2026-07-11", 138, (2025, 2026, 2)),
        (
            "2026-01-15..2026-03-20",
            "custom",
            "2026-01-15",
            "2026-03-21",
            65,
            (2026, 1, 15, 2026, 3, 20),
        ),
    ],
)
def test_a_code_stands_for_days(
    code: str, kind: str, since: str, until: str, days: int, numbers: tuple[int, ...]
) -> None:
    period = parse(code, TERMS)
    assert period == Period(
        PeriodKind(kind), date.fromisoformat(since), date.fromisoformat(until), code
    )
    assert period.days == days
    assert period.label() == PeriodLabel(PeriodKind(kind), numbers)
    assert period.since in period
    assert period.last_day in period
    assert period.until not in period


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2026-00",
        "2026-13",
        "2026-3",
        "2026Q5",
        "2026H3",
        "26",
        "0000",
        "9999",
        "2026-02-30..2026-03-01",
        "2026-03-02..2026-03-01",
        "2025-2026-3",
        "2026H1 ",
        "２０２６",
        "2026-01-15/2026-03-20",
    ],
)
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"no period|has no days"):
        parse(code, TERMS)


@pytest.mark.parametrize(
    ("code", "previous", "following", "last_year"),
    [
        ("2026-01", "2025-12", "2026-02", "2025-01"),
        ("2026Q1", "2025Q4", "2026Q2", "2025Q1"),
        ("2026H1", "2025H2", "2026H2", "2025H1"),
        ("2026", "2025", "2027", "2025"),
        ("2025-2026-2", "2025-2026-1", None, "2024-2025-2"),
        ("2024-2025-2", None, "2025-2026-1", None),
        (
            "2024-02-27..2024-02-29",
            "2024-02-24..2024-02-26",
            "2024-03-01..2024-03-03",
            "2023-02-27..2023-02-28",
        ),
        (
            "2026-03-01..2026-03-07",
            "2026-02-22..2026-02-28",
            "2026-03-08..2026-03-14",
            "2025-03-01..2025-03-07",
        ),
    ],
)
def test_a_period_knows_its_neighbours_and_itself_a_year_ago(
    code: str, previous: str | None, following: str | None, last_year: str | None
) -> None:
    period = parse(code, TERMS)
    answers = (period.previous(TERMS), period.following(TERMS), period.last_year(TERMS))
    assert [answer and answer.code for answer in answers] == [previous, following, last_year]


def test_a_term_without_the_list_of_terms_has_no_neighbours() -> None:
    assert TERMS[2].previous() is None
    assert TERMS[2].following() is None
    assert TERMS[2].last_year() is None


def test_the_period_around_a_day() -> None:
    day = date(2026, 8, 31)
    codes = [containing(kind, day).code for kind in list(PeriodKind)[:4]]
    assert codes == ["2026-08", "2026Q3", "2026H2", "2026"]
    with pytest.raises(ValueError, match="no calendar tells"):
        containing(PeriodKind.TERM, day)


def test_a_half_year_has_six_months_and_a_term_those_that_lie_wholly_within() -> None:
    months = [part.code for part in parse("2026H1").parts(PeriodKind.MONTH)]
    assert months == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    assert [part.code for part in parse("2026").parts(PeriodKind.QUARTER)][-1] == "2026Q4"
    within = [part.code for part in TERMS[2].parts(PeriodKind.MONTH)]
    assert within == ["2026-03", "2026-04", "2026-05", "2026-06"]
    assert parse("2026-03").parts(PeriodKind.YEAR) == []


def test_instants_are_midnights_of_the_zone() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    begin, end = parse("2026-03").instants(shanghai)
    assert begin.isoformat() == "2026-03-01T00:00:00+08:00"
    assert end.isoformat() == "2026-04-01T00:00:00+08:00"
    assert begin.tzinfo is shanghai


def test_a_period_that_begins_in_a_jump_of_the_clocks_begins_after_the_jump() -> None:
    begin, end = custom(date(2026, 4, 24), date(2026, 4, 25)).instants(ZoneInfo("Africa/Cairo"))
    assert begin.isoformat() == "2026-04-24T01:00:00+03:00"
    assert end.isoformat() == "2026-04-25T00:00:00+03:00"


def test_code_and_days_may_not_contradict_each_other() -> None:
    march = (date(2026, 3, 1), date(2026, 4, 1))
    for kind, code in (
        (PeriodKind.MONTH, "2026-04"),
        (PeriodKind.QUARTER, "2026-03"),
        (PeriodKind.TERM, "spring"),
    ):
        with pytest.raises(ValueError, match=r"is not|is no code"):
            Period(kind, *march, code)
    with pytest.raises(ValueError, match="has no days"):
        term("2025-2026-2", march[1], march[0])


@settings(max_examples=200, deadline=None, database=None)
@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.sampled_from(list(PeriodKind)[:4]))
def test_periods_of_the_calendar_lie_end_to_end(day: date, kind: PeriodKind) -> None:
    period = containing(kind, day)
    assert day in period
    assert parse(period.code) == period
    previous, following = period.previous(), period.following()
    assert previous is not None
    assert following is not None
    assert (previous.until, following.since) == (period.since, period.until)
    assert previous.following() == period
    last_year = period.last_year()
    assert last_year is not None
    assert last_year.since == period.since.replace(year=period.since.year - 1)
    assert custom(period.since, period.until).days == period.days
    assert containing(kind, period.until - timedelta(1)) == period
