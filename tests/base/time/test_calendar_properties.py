"""Working time against a slow model that watches a wall clock minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartermaster.base.time import WorkingCalendar

pytestmark = pytest.mark.once

MINUTE = timedelta(minutes=1)
MOMENTS = [
    ("Asia/Shanghai", "2026-03-04"),
    ("Asia/Shanghai", "1986-05-04"),  # China's own summer time
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Africa/Cairo", "2026-04-24"),  # there is no midnight
    ("Africa/Cairo", "2026-10-30"),  # the hour before midnight comes twice
    ("America/St_Johns", "2006-10-29"),  # back over midnight, one minute past it
    ("Australia/Lord_Howe", "2026-10-04"),  # by half an hour
    ("Pacific/Apia", "2011-12-30"),  # a day that never was
]

quarters = st.integers(0, 95).map(lambda number: time(number // 4, number % 4 * 15))
windows = st.lists(st.tuples(quarters, quarters), max_size=3)


@st.composite
def situations(draw: st.DrawFn) -> tuple[WorkingCalendar, datetime, timedelta]:
    """A calendar, a start near something odd, and a stretch of up to four days."""
    zone, day = draw(st.sampled_from(MOMENTS))
    odd = date.fromisoformat(day)
    near = st.integers(-3, 4).map(lambda days: odd + timedelta(days))
    calendar = WorkingCalendar(
        ZoneInfo(zone),
        draw(st.dictionaries(st.integers(0, 6), windows)),
        draw(st.dictionaries(near, windows, max_size=4)),
    )
    start = datetime.combine(odd, time(), UTC) + draw(st.integers(-2880, 1440)) * MINUTE
    return calendar, start, draw(st.integers(0, 4 * 1440)) * MINUTE


def open_minutes(calendar: WorkingCalendar, begin: datetime, end: datetime) -> list[bool]:
    """For each minute in [begin, end): is it open, by the latest reading the clock has shown?

    Begins two days early: a clock gone back shows again what it has shown before.
    """
    early = begin - timedelta(days=2)
    count = int((end - early) / MINUTE)
    readings = (
        (early + number * MINUTE).astimezone(calendar.timezone).replace(tzinfo=None)
        for number in range(count)
    )
    shown = list(accumulate(readings, max))
    return [is_within(calendar, reading) for reading in shown[2880:]]


def is_within(calendar: WorkingCalendar, reading: datetime) -> bool:
    def of(day: date) -> list[tuple[time, time]]:
        return list(calendar.exceptions.get(day, calendar.weekly.get(day.weekday(), [])))

    at, day = reading.time(), reading.date()
    own = any(o <= at and (at < c or c <= o) for o, c in of(day))
    return own or any(c <= o and at < c for o, c in of(day - timedelta(1)))


@settings(max_examples=80, deadline=None, database=None)
@given(situations())
def test_between_add_and_is_open_agree_with_watching_the_clock(
    situation: tuple[WorkingCalendar, datetime, timedelta],
) -> None:
    calendar, start, length = situation
    end = start + length
    minutes = open_minutes(calendar, start, end + MINUTE)
    assert calendar.is_open(end) is minutes[-1]
    used = sum(minutes[:-1])
    assert calendar.between(start, end) == used * MINUTE
    if used:
        reached = list(accumulate(minutes)).index(used) + 1
        assert calendar.add(start, used * MINUTE) == start + reached * MINUTE


@settings(max_examples=80, deadline=None, database=None)
@given(
    situations(),
    st.timedeltas(timedelta(0), timedelta(days=9000)),
    st.timedeltas(timedelta(0), timedelta(days=9000)),
)
def test_adding_and_measuring_undo_each_other_at_any_distance(
    situation: tuple[WorkingCalendar, datetime, timedelta], near: timedelta, far: timedelta
) -> None:
    calendar, start, _ = situation
    middle, end = start + near, start + near + far
    first, second = calendar.between(start, middle), calendar.between(middle, end)
    assert timedelta(0) <= first <= near
    assert calendar.between(start, end) == first + second
    assert calendar.between(end, start) == -(first + second)
    reached = calendar.add(start, first)
    assert start <= reached <= middle
    assert calendar.between(start, reached) == first
