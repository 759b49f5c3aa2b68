"""Recurrence by hand: what falls when, what holidays move, and what comes next."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from quartermaster.base.time import (
    ALWAYS,
    LAST,
    AfterRest,
    Anchor,
    Daily,
    Listed,
    Monthly,
    NthWeekday,
    OnHoliday,
    Pattern,
    Rule,
    Season,
    Weekly,
    WorkingCalendar,
    Yearly,
    occasions,
)

pytestmark = pytest.mark.once

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(f"2026-{text}") for text in texts]


def day(text: str) -> date:
    return days(text)[0]


WEEK = WorkingCalendar(ZoneInfo("Asia/Shanghai"), dict.fromkeys(range(5), [(time(8), time(18))]))
AUTUMN = WEEK.with_holidays(
    days("09-25", "09-26", "09-27", *(f"10-0{number}" for number in range(1, 8))),
    days("09-20", "10-10"),
)


def in_2026(pattern: Pattern, since: str = "01-01", until: str = "12-31") -> list[date]:
    return occasions(Rule(pattern, day("01-01")), day(since), day(until), ALWAYS)


def test_every_day_is_the_denominator_of_a_daily_register() -> None:
    assert len(in_2026(Daily(), "01-01", "07-01")) == 181
    assert in_2026(Daily(), "03-01", "03-01") == []


def test_every_third_day_is_counted_from_the_beginning_of_the_rule() -> None:
    rule = Rule(Daily(3), day("01-01"))
    assert occasions(rule, day("01-05"), day("01-14"), ALWAYS) == days("01-07", "01-10", "01-13")
    assert occasions(rule, date(2025, 12, 1), day("01-02"), ALWAYS) == days("01-01")


def test_the_last_day_of_a_rule_and_of_a_range_are_not_included() -> None:
    rule = Rule(Daily(), day("01-01"), until=day("01-04"))
    assert occasions(rule, day("01-02"), day("02-01"), ALWAYS) == days("01-02", "01-03")
    for pattern in (Listed(tuple(days("03-01", "05-01"))), Yearly((3, 5), (1,)), Monthly((1,), 2)):
        rule = Rule(pattern, day("03-01"), until=day("05-01"))
        assert occasions(rule, day("01-01"), day("12-31"), ALWAYS) == days("03-01")


def test_every_sunday_is_every_sunday() -> None:
    assert in_2026(Weekly((SUNDAY,)), "03-01", "04-01") == days(
        "03-01", "03-08", "03-15", "03-22", "03-29"
    )


def test_every_second_week_is_counted_in_weeks_that_begin_on_monday() -> None:
    rule = Rule(Weekly((MONDAY, FRIDAY), every=2), day("03-04"))  # a Wednesday
    assert occasions(rule, day("03-01"), day("04-04"), ALWAYS) == days(
        "03-06", "03-16", "03-20", "03-30", "04-03"
    )


def test_a_week_or_month_without_named_days_falls_on_the_day_the_rule_began() -> None:
    wednesdays = Rule(Weekly(), day("03-04"))
    assert occasions(wednesdays, day("03-01"), day("03-20"), ALWAYS) == days(
        "03-04", "03-11", "03-18"
    )
    monthly = Rule(Monthly(), day("01-31"))
    assert occasions(monthly, day("01-01"), day("06-01"), ALWAYS) == days(
        "01-31", "02-28", "03-31", "04-30", "05-31"
    )
    yearly = Rule(Yearly(), date(2024, 2, 29))
    assert occasions(yearly, date(2024, 1, 1), date(2029, 1, 1), ALWAYS) == [
        date(2024, 2, 29),
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


def test_the_first_monday_and_the_last_friday() -> None:
    assert in_2026(Monthly((NthWeekday(1, MONDAY),)), "03-01", "07-01") == days(
        "03-02", "04-06", "05-04", "06-01"
    )
    assert in_2026(Monthly((NthWeekday(LAST, FRIDAY),)), "03-01", "07-01") == days(
        "03-27", "04-24", "05-29", "06-26"
    )
    assert in_2026(Monthly((NthWeekday(3, SUNDAY),)), "02-01", "04-01") == days("02-15", "03-15")


def test_several_days_of_a_month_each_fall_once_even_where_the_month_is_short() -> None:
    pattern = Monthly((15, 30, 31, LAST))
    assert in_2026(pattern, "02-01", "05-01") == days(
        "02-15", "02-28", "03-15", "03-30", "03-31", "04-15", "04-30"
    )


def test_quarterly_is_every_third_month() -> None:
    assert in_2026(Monthly((10,), every=3)) == days("01-10", "04-10", "07-10", "10-10")


def test_spring_and_autumn_are_months_of_a_year() -> None:
    assert in_2026(Yearly(months=(9, 3), on=(NthWeekday(1, MONDAY),))) == days("03-02", "09-07")
    every_second = Rule(Yearly(months=(11,), on=(9,), every=2), date(2025, 1, 1))
    assert occasions(every_second, date(2025, 1, 1), date(2030, 1, 1), ALWAYS) == [
        date(2025, 11, 9),
        date(2027, 11, 9),
        date(2029, 11, 9),
    ]


def test_a_heating_season_wraps_the_year_and_includes_both_its_ends() -> None:
    rule = Rule(Daily(), date(2025, 1, 1), seasons=(Season((11, 15), (3, 15)),))
    winter = occasions(rule, date(2025, 9, 1), day("09-01"), ALWAYS)
    assert len(winter) == 16 + 31 + 31 + 28 + 15
    assert (winter[0], winter[-1]) == (date(2025, 11, 15), day("03-15"))


def test_a_rule_may_have_several_seasons_and_days_it_leaves_out() -> None:
    rule = Rule(
        Monthly((1,)),
        day("01-01"),
        seasons=(Season((3, 1), (4, 30)), Season((9, 1), (11, 30))),
        skips=frozenset(days("10-01")),
    )
    assert occasions(rule, day("01-01"), day("12-31"), ALWAYS) == days(
        "03-01", "04-01", "09-01", "11-01"
    )


@pytest.mark.parametrize(
    ("on_holiday", "fridays"),
    [
        (OnHoliday.KEEP, ["09-18", "09-25", "10-02", "10-09", "10-16"]),
        (OnHoliday.SKIP, ["09-18", "10-09", "10-16"]),
        (OnHoliday.BEFORE, ["09-18", "09-24", "09-30", "10-09", "10-16"]),
        (OnHoliday.AFTER, ["09-18", "09-28", "10-08", "10-09", "10-16"]),
    ],
)
def test_a_friday_in_the_autumn_holidays(on_holiday: OnHoliday, fridays: list[str]) -> None:
    rule = Rule(Weekly((FRIDAY,)), day("01-01"), on_holiday=on_holiday)
    assert occasions(rule, day("09-14"), day("10-19"), AUTUMN) == days(*fridays)


def test_a_makeup_workday_is_a_workday() -> None:
    saturdays = Rule(Weekly((SATURDAY,)), day("01-01"), on_holiday=OnHoliday.SKIP)
    assert occasions(saturdays, day("09-01"), day("11-01"), AUTUMN) == days("10-10")


def test_two_planned_days_that_move_to_one_workday_are_one_occasion() -> None:
    daily = Rule(Daily(), day("01-01"), on_holiday=OnHoliday.AFTER)
    assert occasions(daily, day("09-24"), day("10-01"), AUTUMN) == days(
        "09-24", "09-28", "09-29", "09-30"
    )


def test_days_move_into_a_range_from_outside_it_and_out_of_it() -> None:
    last_friday = Monthly((NthWeekday(LAST, FRIDAY),))
    after = Rule(last_friday, day("01-01"), on_holiday=OnHoliday.AFTER)
    assert occasions(after, day("09-26"), day("10-01"), AUTUMN) == days("09-28")
    assert occasions(after, day("09-28"), day("09-29"), AUTUMN) == days("09-28")
    assert occasions(after, day("09-24"), day("09-28"), AUTUMN) == []
    first_of_month = Rule(Monthly((1,)), day("01-01"), on_holiday=OnHoliday.BEFORE)
    assert occasions(first_of_month, day("09-02"), day("10-01"), AUTUMN) == days("09-30")
    # 1 October itself has gone, 1 November, a Sunday, has come.
    assert occasions(first_of_month, day("10-01"), day("10-31"), AUTUMN) == days("10-30")


def test_a_day_is_left_out_by_its_planned_or_its_moved_date() -> None:
    for skipped in ("10-02", "10-08"):
        rule = Rule(
            Weekly((FRIDAY,)),
            day("01-01"),
            on_holiday=OnHoliday.AFTER,
            skips=frozenset(days(skipped)),
        )
        assert occasions(rule, day("10-01"), day("10-13"), AUTUMN) == days("10-09")


def test_the_day_after_a_long_rest_is_found_in_the_calendar() -> None:
    assert occasions(Rule(AfterRest(3), day("01-01")), day("09-01"), day("11-01"), AUTUMN) == days(
        "09-28", "10-08"
    )
    assert occasions(Rule(AfterRest(7), day("01-01")), day("09-01"), day("11-01"), AUTUMN) == days(
        "10-08"
    )


def test_listed_dates_are_taken_as_they_are() -> None:
    terms = Listed(tuple(days("08-31", "03-01", "03-01")))
    assert in_2026(terms) == days("03-01", "08-31")


def test_nonsense_is_refused() -> None:
    for nonsense, reason in (
        (lambda: Daily(0), "repeats every"),
        (lambda: Weekly((7,)), "weekdays are 0"),
        (lambda: Monthly((0,)), "days of the month"),
        (lambda: Monthly((32,)), "days of the month"),
        (lambda: NthWeekday(5, MONDAY), "exist in every month"),
        (lambda: Yearly(months=(13,)), "months are 1 to 12"),
        (lambda: AfterRest(0), "a day or more"),
        (lambda: Season((2, 30), (3, 1)), "day"),
        (lambda: Rule(Daily(), day("03-01"), day("03-01")), "ends after it begins"),
        (lambda: Rule(Monthly((1,)), day("03-01"), anchor=Anchor.FROM_DONE), "name its days"),
        (lambda: Rule(Yearly((3,)), day("03-01"), anchor=Anchor.FROM_DONE), "name its days"),
    ):
        with pytest.raises(ValueError, match=reason):
            nonsense()
