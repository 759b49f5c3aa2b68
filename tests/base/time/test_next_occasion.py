"""What comes next, and what was expected, by hand: counted from due dates or from the days done."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from quartermaster.base.time import (
    ALWAYS,
    LAST,
    Anchor,
    Daily,
    Monthly,
    OnHoliday,
    Pattern,
    Rule,
    Season,
    Weekly,
    WorkingCalendar,
    Yearly,
    next_after,
    occasions,
)

pytestmark = pytest.mark.once

WEEK = WorkingCalendar(ZoneInfo("Asia/Shanghai"), dict.fromkeys(range(5), [(time(8), time(18))]))


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(f"2026-{text}") for text in texts]


def day(text: str) -> date:
    return days(text)[0]


def test_from_the_due_date_a_late_service_moves_nothing() -> None:
    rule = Rule(Daily(15), day("03-01"))
    assert next_after(rule, None, None, ALWAYS) == day("03-01")
    assert next_after(rule, day("03-01"), day("03-04"), ALWAYS) == day("03-16")
    assert next_after(rule, day("03-16"), day("03-18"), ALWAYS) == day("03-31")


def test_a_service_every_15_days_counts_from_the_day_it_was_done() -> None:
    rule = Rule(Daily(15), day("03-01"), anchor=Anchor.FROM_DONE)
    due = next_after(rule, None, day("03-01"), ALWAYS)
    assert due == day("03-16")
    assert (day("03-18") - due).days == 2  # done on the 18th: overdue by two days
    assert next_after(rule, due, day("03-18"), ALWAYS) == day("04-02")
    assert next_after(rule, due, day("03-10"), ALWAYS) == day("03-25")
    # Left out altogether: counted on from when it was last done.
    assert next_after(rule, due, day("03-01"), ALWAYS) == day("03-31")


def test_intervals_of_weeks_months_and_years_count_from_the_day_it_was_done() -> None:
    def following(pattern: Pattern, done: str) -> date | None:
        rule = Rule(pattern, day("01-01"), anchor=Anchor.FROM_DONE)
        return next_after(rule, None, day(done), ALWAYS)

    assert following(Weekly(every=2), "03-04") == day("03-18")
    assert following(Monthly(every=3), "01-31") == day("04-30")
    assert following(Yearly(), "05-20") == date(2027, 5, 20)


def test_nothing_is_due_before_the_rule_begins_or_after_it_ends() -> None:
    from_done = Rule(Daily(15), day("03-10"), day("04-10"), anchor=Anchor.FROM_DONE)
    assert next_after(from_done, None, day("02-20"), ALWAYS) == day("03-22")
    assert next_after(from_done, None, day("03-28"), ALWAYS) is None
    monthly = Rule(Monthly((1,)), day("01-01"), until=day("03-01"))
    assert next_after(monthly, day("02-01"), None, ALWAYS) is None


def test_the_first_occasion_may_have_moved_before_the_beginning() -> None:
    rule = Rule(Monthly((1,)), day("03-01"), on_holiday=OnHoliday.BEFORE)  # a Sunday
    assert next_after(rule, None, None, WEEK) == day("02-27")
    assert next_after(rule, day("02-27"), None, WEEK) == day("04-01")


def test_a_rule_that_never_meets_its_season_has_no_next_occasion() -> None:
    rule = Rule(Monthly((20,)), day("01-01"), seasons=(Season((3, 1), (3, 15)),))
    assert next_after(rule, None, None, ALWAYS) is None


def test_a_leap_day_decades_away_is_still_found() -> None:
    leap_day = Season((2, 29), (2, 29))
    rule = Rule(Yearly((2,), (LAST,), every=25), date(2003, 1, 1), seasons=(leap_day,))
    assert next_after(rule, None, None, ALWAYS) == date(2028, 2, 29)


def test_what_was_expected_from_done_to_done_counts_each_missed_interval() -> None:
    rule = Rule(Daily(15), day("03-01"), anchor=Anchor.FROM_DONE)
    # Due 03-01, done; due 03-16, done 03-18; due 04-02 and 04-17, done only 04-20; due 05-05.
    done = days("03-01", "03-18", "04-20")
    expected = occasions(rule, day("03-01"), day("05-10"), ALWAYS, done)
    assert expected == days("03-01", "03-16", "04-02", "04-17", "05-05")
    assert occasions(rule, day("04-03"), day("05-05"), ALWAYS, done) == days("04-17")


def test_what_was_done_early_was_still_expected() -> None:
    rule = Rule(Daily(15), day("03-01"), anchor=Anchor.FROM_DONE)
    done = days("03-01", "03-10")
    assert occasions(rule, day("03-01"), day("04-01"), ALWAYS, done) == days(
        "03-01", "03-16", "03-25"
    )


def test_what_was_done_out_of_season_was_not_expected_then() -> None:
    rule = Rule(
        Daily(15), day("01-01"), seasons=(Season((4, 1), (10, 31)),), anchor=Anchor.FROM_DONE
    )
    # Counted from 20 March: 04-04, 04-19.
    assert occasions(rule, day("01-01"), day("05-01"), ALWAYS, days("03-20")) == days(
        "04-04", "04-19"
    )


def test_without_word_of_anything_done_the_intervals_run_from_the_beginning() -> None:
    rule = Rule(Daily(15), day("03-01"), anchor=Anchor.FROM_DONE)
    assert occasions(rule, day("03-01"), day("04-01"), ALWAYS) == days("03-01", "03-16", "03-31")
