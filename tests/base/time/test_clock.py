"""Clocks by hand: the acceptance scenarios of response times first, then every edge of a pause."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartermaster.base.time import (
    ALWAYS,
    Clock,
    ClockRule,
    ClockState,
    PauseRefusal,
    WorkingCalendar,
)

pytestmark = pytest.mark.once

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYTIME = [(time(8), time(18))]
OFFICE = WorkingCalendar(SHANGHAI, dict.fromkeys(range(5), DAYTIME))
MINUTES = timedelta(minutes=1)
HOURS = timedelta(hours=1)


def at(clock: str, day: str = "2026-03-02") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)


# Scenario 1: an urgent order, two questions.

URGENT = [
    ("created", at("10:00:00")),
    ("accepted", at("10:03:30")),
    ("dispatched", at("10:06:00")),
    ("taken", at("10:07:10")),
    ("arrived", at("10:19:00")),
    ("done", at("11:05:00")),
]
LATER = at("12:00", "2026-03-05")


def read(rule: ClockRule, events: list[tuple[str, datetime]]) -> Clock:
    clock = rule.clock(events)
    assert clock is not None
    return clock


def test_the_response_to_an_urgent_order_took_three_and_a_half_minutes() -> None:
    clock = read(ClockRule(5 * MINUTES, ALWAYS, "created", "accepted"), URGENT)
    assert clock.elapsed(LATER) == timedelta(minutes=3, seconds=30)
    assert clock.state(LATER) is ClockState.MET


def test_the_same_arrival_is_late_from_the_report_and_in_time_from_the_dispatch() -> None:
    rule = ClockRule(15 * MINUTES, ALWAYS, "created", "arrived")
    from_report = read(rule, URGENT)
    assert from_report.elapsed(LATER) == 19 * MINUTES
    assert from_report.due_at == at("10:15:00")
    assert from_report.state(LATER) is ClockState.MISSED
    assert from_report.overdue_by(LATER) == 4 * MINUTES

    from_dispatch = read(replace(rule, starts="dispatched"), URGENT)
    assert from_dispatch.elapsed(LATER) == 13 * MINUTES
    assert from_dispatch.due_at == at("10:21:00")
    assert from_dispatch.state(LATER) is ClockState.MET
    assert from_dispatch.overdue_by(LATER) == timedelta(0)


def test_the_urgent_order_was_finished_in_65_minutes_of_its_four_hours() -> None:
    clock = read(ClockRule(4 * HOURS, ALWAYS, "created", "done"), URGENT)
    assert clock.elapsed(LATER) == 65 * MINUTES
    assert clock.state(LATER) is ClockState.MET
    assert clock.remaining(LATER) == 175 * MINUTES


# Scenario 2: a pause counts for one clock only.

WAITING = [
    ("created", at("09:00")),
    ("dispatched", at("09:05")),
    ("arrived", at("09:20")),
    ("paused", at("11:00")),
    ("resumed", at("15:00")),
]


@pytest.mark.parametrize(
    ("calendar", "plain_due", "due"),
    [
        (ALWAYS, at("09:00", "2026-03-03"), at("13:00", "2026-03-03")),
        # 24 working hours: 9 + 10 + 5 without the pause, 5 + 10 + 9 with it.
        (OFFICE, at("13:00", "2026-03-04"), at("17:00", "2026-03-04")),
    ],
    ids=["around the clock", "service calendar"],
)
def test_the_finish_clock_leaves_out_the_240_minutes_of_a_pause(
    calendar: WorkingCalendar, plain_due: datetime, due: datetime
) -> None:
    rule = ClockRule(24 * HOURS, calendar, "created", "done", excludes_pauses=True)
    finish = read(rule, WAITING)
    unpaused = read(replace(rule, excludes_pauses=False), WAITING)
    five = at("17:00")
    assert unpaused.elapsed(five) - finish.elapsed(five) == 240 * MINUTES
    assert finish.elapsed(five) == 4 * HOURS
    assert unpaused.due_at == plain_due
    assert finish.due_at == due


def test_the_arrival_clock_is_unaffected_by_the_pause() -> None:
    rule = ClockRule(20 * MINUTES, ALWAYS, "dispatched", "arrived")
    paused, never_paused = read(rule, WAITING), read(rule, WAITING[:3])
    assert paused.elapsed(LATER) == never_paused.elapsed(LATER) == 15 * MINUTES
    assert paused.due_at == never_paused.due_at == at("09:25")
    # Not even when the pause began on the way.
    on_the_way = [("dispatched", at("09:05")), ("paused", at("09:10"))]
    assert read(rule, on_the_way).state(at("09:12")) is ClockState.RUNNING
    assert read(rule, on_the_way).state(at("09:26")) is ClockState.OVERDUE


def test_a_third_pause_is_refused() -> None:
    rule = ClockRule(24 * HOURS, ALWAYS, "created", "done", excludes_pauses=True, most_pauses=2)
    once = read(rule, WAITING)
    assert once.pause_refusal(at("12:00")) is PauseRefusal.PAUSED
    assert once.pause_refusal(at("15:30")) is None
    twice = read(rule, [*WAITING, ("paused", at("15:30")), ("resumed", at("16:00"))])
    assert twice.pause_refusal(at("16:30")) is PauseRefusal.TOO_MANY
    done = read(rule, [*WAITING, ("done", at("16:00"))])
    assert done.pause_refusal(at("16:00")) is PauseRefusal.STOPPED
    assert done.pause_refusal(at("15:59")) is None


# Scenario 3: reported on a Friday.


def test_reported_on_friday_evening_it_is_due_on_monday_morning() -> None:
    friday = at("17:40", "2026-03-06")
    assert Clock(30 * MINUTES, OFFICE, friday).due_at == at("08:10", "2026-03-09")
    six_days = WorkingCalendar(SHANGHAI, dict.fromkeys(range(6), DAYTIME))
    assert Clock(30 * MINUTES, six_days, friday).due_at == at("08:10", "2026-03-07")


def test_a_clock_runs_is_overdue_after_its_due_time_and_not_at_it() -> None:
    clock = Clock(15 * MINUTES, ALWAYS, at("10:00"))
    assert clock.state(at("10:15")) is ClockState.RUNNING
    assert clock.state(at("10:15:00.000001")) is ClockState.OVERDUE
    assert replace(clock, stops=at("10:15")).state(LATER) is ClockState.MET
    assert replace(clock, stops=at("10:15:01")).state(LATER) is ClockState.MISSED


def test_a_state_can_be_asked_for_a_moment_in_the_past() -> None:
    clock = Clock(15 * MINUTES, ALWAYS, at("10:00"), stops=at("10:20"))
    assert clock.state(at("10:10")) is ClockState.RUNNING
    assert clock.state(at("10:16")) is ClockState.OVERDUE
    assert clock.elapsed(at("10:10")) == 10 * MINUTES
    assert clock.elapsed(at("09:00")) == timedelta(0)


def test_an_open_pause_stops_the_clock_and_leaves_the_due_time_open() -> None:
    clock = Clock(
        4 * HOURS, ALWAYS, at("10:00"), pauses=((at("11:00"), None),), excludes_pauses=True
    )
    assert clock.state(at("10:59")) is ClockState.RUNNING
    assert clock.state(LATER) is ClockState.PAUSED
    assert clock.due_at is None
    assert clock.elapsed(LATER) == 1 * HOURS
    assert clock.reaches(25) == at("11:00")
    assert clock.reaches(26) is None
    assert replace(clock, stops=LATER).state(LATER) is ClockState.MET


def test_a_pause_taken_when_it_is_too_late_hides_nothing() -> None:
    clock = Clock(
        1 * HOURS, ALWAYS, at("10:00"), pauses=((at("11:30"), None),), excludes_pauses=True
    )
    assert clock.due_at == at("11:00")
    assert clock.state(at("12:00")) is ClockState.OVERDUE
    assert clock.overdue_by(at("12:00")) == 30 * MINUTES


def test_overlapping_pauses_and_pauses_before_the_start_count_once_and_not_at_all() -> None:
    pauses = (
        (at("13:00"), at("14:00")),
        (at("11:00"), at("12:00")),
        (at("11:30"), at("12:30")),
        (at("11:40"), at("11:50")),
        (at("09:00"), at("10:30")),
    )
    clock = Clock(4 * HOURS, ALWAYS, at("10:00"), pauses=pauses, excludes_pauses=True)
    # 10:30-11:00, 12:30-13:00, then from 14:00: three of four hours left.
    assert clock.due_at == at("17:00")
    assert clock.elapsed(at("15:00")) == 2 * HOURS


def test_a_pause_outside_service_hours_costs_nothing() -> None:
    weekend = ((at("19:00", "2026-03-06"), at("07:00", "2026-03-09")),)
    clock = Clock(
        24 * HOURS, OFFICE, at("08:00", "2026-03-06"), pauses=weekend, excludes_pauses=True
    )
    assert clock.due_at == replace(clock, pauses=()).due_at == at("12:00", "2026-03-10")


def test_a_stop_before_the_start_took_no_time_and_was_in_time() -> None:
    clock = Clock(15 * MINUTES, ALWAYS, at("10:06"), stops=at("10:02"))
    assert clock.elapsed(LATER) == timedelta(0)
    assert clock.state(LATER) is ClockState.MET


def test_the_ladder_is_climbed_at_80_100_and_150_percent() -> None:
    clock = Clock(15 * MINUTES, ALWAYS, at("10:00"))
    assert clock.ladder(at("10:11:59")) == ()
    assert clock.ladder(at("10:12:00")) == (80,)
    assert clock.ladder(at("10:15:00")) == (80, 100)
    assert clock.ladder(at("10:22:30")) == (80, 100, 150)
    assert clock.ladder(at("10:22:30"), (120, 50)) == (50, 120)
    assert clock.share(at("10:12:00")) == 0.8
    assert [clock.reaches(step) for step in (80, 150)] == [at("10:12:00"), at("10:22:30")]


def test_the_due_time_is_in_the_zone_of_the_start_and_zones_may_be_mixed() -> None:
    start = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
    clock = Clock(15 * MINUTES, OFFICE, start, stops=at("10:14"))
    assert clock.due_at is not None
    assert clock.due_at.isoformat() == "2026-03-02T02:15:00+00:00"
    assert clock.state(LATER) is ClockState.MET


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        Clock(timedelta(0), ALWAYS, at("10:00"))
    with pytest.raises(ValueError, match="before it begins"):
        Clock(HOURS, ALWAYS, at("10:00"), pauses=((at("11:00"), at("10:59")),))


def test_a_clock_that_has_not_started_is_none() -> None:
    rule = ClockRule(15 * MINUTES, ALWAYS, "dispatched", "arrived")
    assert rule.clock([("created", at("10:00"))]) is None


def test_events_may_come_in_any_order_and_stray_ones_change_nothing() -> None:
    rule = ClockRule(4 * HOURS, ALWAYS, "created", "done", excludes_pauses=True)
    events = [
        ("done", at("15:00")),
        ("resumed", at("12:00")),
        ("paused", at("11:00")),
        ("created", at("10:00")),
        ("resumed", at("10:10")),  # nothing was paused
        ("paused", at("11:30")),  # paused already
        ("created", at("10:30")),  # only the first counts
        ("done", at("16:00")),
    ]
    clock = read(rule, events)
    assert clock.pauses == ((at("11:00"), at("12:00")),)
    assert (clock.starts, clock.stops) == (at("10:00"), at("15:00"))
    assert clock.elapsed(LATER) == 4 * HOURS
    assert clock.state(LATER) is ClockState.MET


@settings(max_examples=60, deadline=None, database=None)
@given(
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 600)), max_size=4),
    st.integers(1, 3000),
    st.integers(0, 8000),
)
def test_a_clock_agrees_with_counting_minutes(
    pauses: list[tuple[int, int]], limit: int, now: int
) -> None:
    start = at("09:00")

    def minute(number: int) -> datetime:
        return start + number * MINUTES

    clock = Clock(
        limit * MINUTES,
        OFFICE,
        start,
        pauses=tuple((minute(begin), minute(begin + length)) for begin, length in pauses),
        excludes_pauses=True,
    )
    counted = [
        OFFICE.is_open(minute(number)) and not any(b <= number < b + n for b, n in pauses)
        for number in range(now)
    ]
    assert clock.elapsed(minute(now)) == sum(counted) * MINUTES
    late = sum(counted) > limit or (
        sum(counted) == limit and now > max(i for i, c in enumerate(counted) if c) + 1
    )
    in_pause = any(b <= now < b + n for b, n in pauses)
    state = clock.state(minute(now))
    assert (state is ClockState.OVERDUE) is late
    assert (state is ClockState.PAUSED) is (in_pause and not late)
