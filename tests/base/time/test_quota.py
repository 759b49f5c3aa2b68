"""Quotas by hand: irregular inspections by week, drills by month, meetings by term."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from quartermaster.base.time import Per, Quota, WorkingCalendar, quota_met, quota_windows, term

pytestmark = pytest.mark.once

WEEK = WorkingCalendar(ZoneInfo("Asia/Shanghai"), dict.fromkeys(range(5), [(time(8), time(18))]))


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(f"2026-{text}") for text in texts]


MARCH = days("03-01", "04-01")
INSPECTED = days(
    *("03-03", "03-05"),
    *("03-10", "03-10"),
    *("03-22", "03-17", "03-20"),
    "03-29",
)


def test_a_week_belongs_to_the_month_of_its_thursday_and_to_no_other() -> None:
    march = quota_windows(Per.WEEK, *MARCH)
    assert [begin for begin, _ in march] == days("03-02", "03-09", "03-16", "03-23")
    assert march[0][1] == date(2026, 3, 9)
    april = quota_windows(Per.WEEK, *days("04-01", "05-01"))
    assert april[0][0] == date(2026, 3, 30)
    # 1 October is a Thursday: that week is October's, not September's.
    september = quota_windows(Per.WEEK, *days("09-01", "10-01"))
    assert september[-1] == (date(2026, 9, 21), date(2026, 9, 28))
    year = quota_windows(Per.WEEK, date(2026, 1, 1), date(2027, 1, 1))
    assert len(year) == 53  # 2026 begins and ends on a Thursday


def test_twice_a_week_irregularly_is_met_in_two_weeks_of_four() -> None:
    result = quota_met(Quota(2, Per.WEEK), INSPECTED, *MARCH)
    assert (result.met, result.expected) == (2, 4)
    assert [window.counted for window in result.short] == [
        (date(2026, 3, 10),),
        (date(2026, 3, 29),),
    ]


@pytest.mark.parametrize(("spread", "met"), [(0, 3), (1, 2), (2, 2), (3, 1), (6, 0)])
def test_the_spread_says_how_far_apart_two_inspections_must_be(spread: int, met: int) -> None:
    # Week by week: 2 days apart; 0 apart; 3 and then 2 apart; a single one.
    assert quota_met(Quota(2, Per.WEEK, spread), INSPECTED, *MARCH).met == met


def test_a_week_includes_its_monday_and_its_sunday() -> None:
    dates = days("03-02", "03-08", "03-09")
    result = quota_met(Quota(2, Per.WEEK), dates, *MARCH)
    assert [len(window.counted) for window in result.windows] == [2, 1, 0, 0]


def test_as_many_as_possible_count_under_a_spread() -> None:
    # Tuesday, Thursday, Friday, Sunday: 3 of them are two days apart.
    dates = days("03-03", "03-05", "03-06", "03-08")
    window = quota_met(Quota(3, Per.WEEK, spread=2), dates, *MARCH).windows[0]
    assert window.counted == tuple(days("03-03", "03-05", "03-08"))
    assert window.met


def test_a_week_without_a_workday_expects_nothing() -> None:
    closed = WEEK.with_holidays(date(2026, 3, 9) + timedelta(number) for number in range(7))
    result = quota_met(Quota(2, Per.WEEK), INSPECTED, *MARCH, calendar=closed)
    assert (result.met, result.expected) == (2, 3)


def test_a_week_that_is_not_over_is_not_yet_short_but_may_be_met_already() -> None:
    quota = Quota(2, Per.WEEK)
    on_thursday = quota_met(quota, INSPECTED, *MARCH, as_of=date(2026, 3, 5))
    assert [window.since for window in on_thursday.windows] == days("03-02", "03-16")
    on_wednesday = quota_met(quota, INSPECTED[:3], *MARCH, as_of=date(2026, 3, 11))
    assert [window.met for window in on_wednesday.windows] == [True]
    over = quota_met(quota, INSPECTED[:3], *MARCH, as_of=date(2026, 3, 16))
    assert [window.met for window in over.windows] == [True, False]


def test_nine_drills_in_ten_school_months_show_the_missing_month() -> None:
    holidays = [
        date(2026, month, day) for month, end in ((2, 29), (8, 32)) for day in range(1, end)
    ]
    drills = [date(2026, month, 10) for month in (1, 3, 4, 5, 6, 7, 9, 10, 12)]
    result = quota_met(
        Quota(1, Per.MONTH),
        drills,
        date(2026, 1, 1),
        date(2027, 1, 1),
        calendar=WEEK.with_holidays(holidays),
    )
    assert (result.met, result.expected) == (9, 10)
    assert [window.since for window in result.short] == [date(2026, 11, 1)]


def test_a_drill_every_half_year_was_missed_in_the_second() -> None:
    quota, year = Quota(1, Per.HALF_YEAR), (date(2026, 1, 1), date(2027, 1, 1))
    result = quota_met(quota, days("04-15"), *year, as_of=date(2027, 1, 1))
    assert [window.since for window in result.short] == days("07-01")
    assert quota_met(quota, days("04-15"), *year, as_of=date(2026, 12, 1)).short == ()


def test_a_meeting_every_term_is_looked_for_in_the_terms_of_the_year() -> None:
    terms = [
        term("2025-2026-1", date(2025, 9, 1), date(2026, 1, 25)),
        term("2025-2026-2", date(2026, 2, 23), date(2026, 7, 11)),
        term("2026-2027-1", date(2026, 8, 31), date(2027, 1, 24)),
    ]
    result = quota_met(
        Quota(1, Per.TERM),
        days("01-10", "03-20", "05-20"),
        date(2026, 1, 1),
        date(2027, 1, 1),
        terms=terms,
    )
    # The first term has its middle in 2025 and belongs there.
    assert [(window.since, window.met) for window in result.windows] == [
        (date(2026, 2, 23), True),
        (date(2026, 8, 31), False),
    ]


def test_quarters_and_years_are_windows_too() -> None:
    year = (date(2026, 1, 1), date(2027, 1, 1))
    assert len(quota_windows(Per.QUARTER, *year)) == 4
    assert quota_windows(Per.YEAR, *year) == [year]


def test_nonsense_is_refused() -> None:
    for times, spread in ((0, 1), (1, -1)):
        with pytest.raises(ValueError, match="a quota asks"):
            Quota(times, Per.WEEK, spread)
