"""Working time by hand: windows, holidays, nights, and days when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from quartermaster.base.time import ALWAYS, NeverOpenError, WorkingCalendar

pytestmark = pytest.mark.once

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
DAYTIME = [(time(8), time(18))]
OFFICE = WorkingCalendar(SHANGHAI, dict.fromkeys(range(5), DAYTIME))
HOUR = timedelta(hours=1)


def at(day: str, clock: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone)


def test_a_window_is_open_from_its_first_minute_up_to_not_including_its_last() -> None:
    assert OFFICE.is_open(at("2026-03-02", "08:00"))
    assert OFFICE.is_open(at("2026-03-02", "17:59:59.999999"))
    assert not OFFICE.is_open(at("2026-03-02", "18:00"))
    assert not OFFICE.is_open(at("2026-03-02", "07:59:59"))
    assert not OFFICE.is_open(at("2026-03-07", "09:00"))  # a Saturday


def test_an_evening_and_a_weekend_do_not_count() -> None:
    friday, monday = at("2026-03-06", "17:40"), at("2026-03-09", "08:10")
    assert OFFICE.between(friday, monday) == timedelta(minutes=30)
    assert OFFICE.add(friday, timedelta(minutes=30)) == monday
    assert OFFICE.between(monday, friday) == -timedelta(minutes=30)


def test_time_used_up_exactly_at_closing_is_due_at_closing_not_at_the_next_opening() -> None:
    friday = at("2026-03-06", "17:40")
    assert OFFICE.add(friday, timedelta(minutes=20)) == at("2026-03-06", "18:00")
    assert OFFICE.add(friday, timedelta(minutes=20, microseconds=1)) == at(
        "2026-03-09", "08:00:00.000001"
    )


def test_time_begun_while_closed_counts_from_the_next_opening_and_none_at_all_stays_put() -> None:
    saturday = at("2026-03-07", "03:00")
    assert OFFICE.add(saturday, HOUR) == at("2026-03-09", "09:00")
    assert OFFICE.add(saturday, timedelta(0)) == saturday


def test_the_answer_is_in_the_zone_of_the_question() -> None:
    start = datetime(2026, 3, 6, 9, 40, tzinfo=UTC)  # 17:40 in Shanghai
    due = OFFICE.add(start, timedelta(minutes=30))
    assert due.isoformat() == "2026-03-09T00:10:00+00:00"


def test_a_lunch_break_does_not_count() -> None:
    calendar = WorkingCalendar(SHANGHAI, {0: [(time(8), time(12)), (time(14), time(17, 30))]})
    assert calendar.between(at("2026-03-02", "11:00"), at("2026-03-02", "15:00")) == 2 * HOUR
    assert calendar.add(at("2026-03-02", "11:30"), HOUR) == at("2026-03-02", "14:30")
    assert not calendar.is_open(at("2026-03-02", "13:00"))


def test_overlapping_windows_count_once() -> None:
    calendar = WorkingCalendar(SHANGHAI, {0: [(time(10), time(12)), (time(8), time(11))]})
    assert calendar.between(at("2026-03-02", "00:00"), at("2026-03-03", "00:00")) == 4 * HOUR


def test_a_night_window_runs_into_the_next_day_and_belongs_to_the_day_it_begins_on() -> None:
    nights = WorkingCalendar(SHANGHAI, {4: [(time(22), time(6))]})  # Friday night
    assert nights.is_open(at("2026-03-07", "05:59"))
    assert not nights.is_open(at("2026-03-07", "06:00"))
    assert not nights.is_open(at("2026-03-06", "05:00"))
    assert nights.between(at("2026-03-06", "00:00"), at("2026-03-09", "00:00")) == 8 * HOUR
    assert nights.is_workday(date(2026, 3, 6))
    assert not nights.is_workday(date(2026, 3, 7))


def test_an_exception_takes_the_night_that_begins_on_it_but_leaves_the_one_before() -> None:
    nights = WorkingCalendar(
        SHANGHAI, dict.fromkeys(range(7), [(time(22), time(6))]), {date(2026, 3, 7): []}
    )
    assert nights.is_open(at("2026-03-07", "05:00"))
    assert not nights.is_open(at("2026-03-07", "23:00"))
    assert not nights.is_open(at("2026-03-08", "05:00"))
    assert nights.is_open(at("2026-03-08", "23:00"))
    # Friday 22-6, none on Saturday, Sunday 22-24: 8 + 0 + 2.
    assert nights.between(at("2026-03-06", "12:00"), at("2026-03-09", "00:00")) == 10 * HOUR


def test_a_holiday_is_skipped_and_a_makeup_workday_has_the_hours_of_a_working_weekday() -> None:
    calendar = OFFICE.with_holidays(
        [date(2026, 10, day) for day in range(1, 8)], [date(2026, 10, 10)]
    )
    assert calendar.add(at("2026-09-30", "17:00"), 2 * HOUR) == at("2026-10-08", "09:00")
    assert calendar.is_open(at("2026-10-10", "09:00"))  # a Saturday
    assert calendar.between(at("2026-10-05", "00:00"), at("2026-10-12", "00:00")) == 30 * HOUR
    assert not OFFICE.is_open(at("2026-10-10", "09:00"))  # the calendar itself is unchanged


def test_what_the_house_decided_goes_before_the_national_list() -> None:
    own = WorkingCalendar(SHANGHAI, OFFICE.weekly, {date(2026, 10, 1): [(time(9), time(11))]})
    calendar = own.with_holidays([date(2026, 10, 1), date(2026, 10, 2)])
    assert calendar.is_open(at("2026-10-01", "10:00"))
    assert not calendar.is_open(at("2026-10-02", "10:00"))


def test_makeup_workdays_may_have_hours_of_their_own() -> None:
    calendar = OFFICE.with_holidays([], [date(2026, 10, 10)], [(time(8), time(12))])
    assert calendar.between(at("2026-10-10", "00:00"), at("2026-10-11", "00:00")) == 4 * HOUR


def test_workdays_are_counted_and_found_in_both_directions() -> None:
    calendar = OFFICE.with_holidays([date(2026, 3, 9)], [date(2026, 3, 14)])
    assert calendar.workdays(date(2026, 3, 6), date(2026, 3, 15)) == [
        date(2026, 3, day) for day in (6, 10, 11, 12, 13, 14)
    ]
    assert calendar.next_workday(date(2026, 3, 6)) == date(2026, 3, 10)
    assert calendar.next_workday(date(2026, 3, 6), 5) == date(2026, 3, 14)
    assert calendar.previous_workday(date(2026, 3, 10)) == date(2026, 3, 6)
    assert calendar.previous_workday(date(2026, 3, 16), 2) == date(2026, 3, 13)


def test_around_the_clock_is_plain_time() -> None:
    start = at("2026-02-28", "23:59")
    assert ALWAYS.add(start, timedelta(minutes=15)) == start + timedelta(minutes=15)
    assert ALWAYS.between(start, start + timedelta(days=400)) == timedelta(days=400)
    assert ALWAYS.is_open(start)
    assert ALWAYS.is_workday(date(2026, 10, 1))


def test_the_day_the_clocks_go_forward_has_23_hours_and_the_other_25() -> None:
    calendar = WorkingCalendar(NEW_YORK, ALWAYS.weekly)
    midnights = [at(f"2026-{day}", "00:00", NEW_YORK) for day in ("03-08", "03-09")]
    assert calendar.between(*midnights) == 23 * HOUR
    # Python's own arithmetic within one zone would say 2026-03-09 00:00.
    assert calendar.add(midnights[0], 24 * HOUR) == at("2026-03-09", "01:00", NEW_YORK)
    autumn = [at(f"2026-{day}", "00:00", NEW_YORK) for day in ("11-01", "11-02")]
    assert calendar.between(*autumn) == 25 * HOUR


def test_a_window_that_begins_in_the_jump_opens_at_the_jump() -> None:
    calendar = WorkingCalendar(NEW_YORK, {6: [(time(2, 30), time(4))]})
    assert calendar.is_open(at("2026-03-08", "03:00", NEW_YORK))
    assert not calendar.is_open(at("2026-03-08", "01:59", NEW_YORK))
    assert calendar.add(at("2026-03-08", "00:00", NEW_YORK), HOUR) == at(
        "2026-03-08", "04:00", NEW_YORK
    )


def test_a_window_over_the_repeated_hour_closes_at_its_first_showing() -> None:
    calendar = WorkingCalendar(NEW_YORK, {6: [(time(0), time(1, 30))]})
    first, second = (at("2026-11-01", "01:15", NEW_YORK).replace(fold=fold) for fold in (0, 1))
    assert calendar.is_open(first)
    assert not calendar.is_open(second)


def test_a_day_that_has_begun_stays_begun_when_the_clock_goes_back_over_midnight() -> None:
    # Newfoundland until 2011: at 00:01 on Sunday back to 23:01 on Saturday.
    calendar = WorkingCalendar(ZoneInfo("America/St_Johns"), {6: [(time(0), time(8))]})
    first, second = (
        at("2006-10-28", "23:30", ZoneInfo("America/St_Johns")).replace(fold=fold)
        for fold in (0, 1)
    )
    assert not calendar.is_open(first)
    assert calendar.is_open(second)
    assert calendar.between(first, second) == timedelta(minutes=30)
    assert calendar.between(second, second.astimezone(UTC) + 9 * HOUR) == 8.5 * HOUR


def test_a_hundred_years_ahead_is_as_quick_as_tomorrow() -> None:
    calendar = WorkingCalendar(NEW_YORK, dict.fromkeys(range(5), DAYTIME), {date(2026, 7, 3): []})
    monday = at("2026-03-02", "08:00", NEW_YORK)
    began = perf_counter()
    # 5200 weeks of 50 hours, less the ten of 3 July 2026, end at the last Friday's closing.
    assert calendar.add(monday, 5200 * 50 * HOUR - 10 * HOUR) == at("2125-10-26", "18:00", NEW_YORK)
    assert perf_counter() - began < 1


def test_a_calendar_without_any_time_left_says_so_instead_of_searching_for_ever() -> None:
    never = WorkingCalendar(SHANGHAI, {})
    once = WorkingCalendar(SHANGHAI, {}, {date(2026, 3, 3): DAYTIME})
    start = at("2026-03-02", "09:00")
    assert never.between(start, at("2027-03-02", "09:00")) == timedelta(0)
    assert once.add(start, 10 * HOUR) == at("2026-03-03", "18:00")
    assert once.next_workday(date(2026, 3, 2)) == date(2026, 3, 3)
    assert once.previous_workday(date(2027, 3, 3)) == date(2026, 3, 3)
    for ask in (
        lambda: never.add(start, HOUR),
        lambda: never.next_workday(date(2026, 3, 2)),
        lambda: once.add(start, 11 * HOUR),
        lambda: once.next_workday(date(2026, 3, 3)),
        lambda: once.previous_workday(date(2026, 3, 3)),
    ):
        with pytest.raises(NeverOpenError):
            ask()


def test_nonsense_is_refused() -> None:
    naive = datetime.fromisoformat("2026-03-02T09:00")
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.is_open(naive)
    with pytest.raises(ValueError, match="no time zone"):
        OFFICE.between(at("2026-03-02", "09:00"), naive)
    with pytest.raises(ValueError, match="only be added"):
        OFFICE.add(at("2026-03-02", "09:00"), -HOUR)
    with pytest.raises(ValueError, match="weekdays are 0"):
        WorkingCalendar(SHANGHAI, {7: DAYTIME})
    with pytest.raises(ValueError, match="from 1"):
        OFFICE.next_workday(date(2026, 3, 2), 0)
