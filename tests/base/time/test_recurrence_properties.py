"""Recurrence against a slow model that asks of every single day whether the rule names it."""

from __future__ import annotations

import json
from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartermaster.base.time import (
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
    next_after,
    occasions,
    rule_from_dict,
    rule_to_dict,
)

pytestmark = pytest.mark.once

ONE = timedelta(days=1)
OPEN = [(time(8), time(18))]

weekdays = st.integers(0, 6)
dates = st.dates(date(2024, 1, 1), date(2027, 12, 31))
month_days = st.one_of(
    st.integers(1, 31),
    st.just(LAST),
    st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, LAST]), weekdays),
)
some_days = st.lists(month_days, max_size=3).map(tuple)
every = st.integers(1, 5)
patterns: st.SearchStrategy[Pattern] = st.one_of(
    st.builds(Daily, st.integers(1, 12)),
    st.builds(Weekly, st.lists(weekdays, max_size=4).map(tuple), every),
    st.builds(Monthly, some_days, every),
    st.builds(Yearly, st.lists(st.integers(1, 12), max_size=3).map(tuple), some_days, every),
    st.builds(AfterRest, st.integers(1, 5)),
    st.builds(Listed, st.lists(dates, max_size=5).map(tuple)),
)
leap_days = st.dates(date(2024, 1, 1), date(2024, 12, 31))
seasons = st.builds(lambda a, b: Season((a.month, a.day), (b.month, b.day)), leap_days, leap_days)
calendars = st.builds(
    lambda open_days, closed, extra: WorkingCalendar(
        UTC,
        dict.fromkeys(open_days, OPEN),
        {**dict.fromkeys(extra, OPEN), **dict.fromkeys(closed, [])},
    ),
    st.sets(weekdays, min_size=1),
    st.lists(dates, max_size=10),
    st.lists(dates, max_size=5),
)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    pattern, since = draw(patterns), draw(dates)
    return Rule(
        pattern,
        since,
        draw(st.none() | st.integers(1, 700).map(lambda length: since + length * ONE)),
        tuple(draw(st.lists(seasons, max_size=2))),
        draw(st.sampled_from(OnHoliday)),
        draw(st.sampled_from(Anchor)) if pattern.is_interval else Anchor.FROM_DUE,
        frozenset(draw(st.lists(dates, max_size=5))),
    )


def is_named(pattern: Pattern, anchor: date, day: date, calendar: WorkingCalendar) -> bool:
    match pattern:
        case Daily():
            return (day.toordinal() - anchor.toordinal()) % pattern.every == 0
        case Weekly():
            # Day 1 of the proleptic calendar is a Monday.
            weeks = (day.toordinal() - 1) // 7 - (anchor.toordinal() - 1) // 7
            named = day.weekday() in (pattern.weekdays or [anchor.weekday()])
            return weeks % pattern.every == 0 and named
        case Monthly():
            months = (day.year - anchor.year) * 12 + day.month - anchor.month
            return months % pattern.every == 0 and is_day_of_month(pattern.on, anchor, day)
        case Yearly():
            named = day.month in (pattern.months or [anchor.month])
            years = (day.year - anchor.year) % pattern.every
            return years == 0 and named and is_day_of_month(pattern.on, anchor, day)
        case AfterRest():
            rest = (calendar.is_workday(day - n * ONE) for n in range(1, pattern.rest + 1))
            return calendar.is_workday(day) and not any(rest)
        case Listed():
            return day in pattern.dates


def is_day_of_month(on: tuple[int | NthWeekday, ...], anchor: date, day: date) -> bool:
    is_last = (day + ONE).month != day.month
    for meant in on or (anchor.day,):
        if isinstance(meant, NthWeekday):
            in_last_week = (day + 7 * ONE).month != day.month
            nth = in_last_week if meant.nth == LAST else (day.day + 6) // 7 == meant.nth
            if nth and day.weekday() == meant.weekday:
                return True
        elif day.day == meant or (is_last and (meant == LAST or meant > day.day)):
            return True
    return False


def is_in_season(rule: Rule, day: date) -> bool:
    for season in rule.seasons:
        walk = date(2024, *season.begins)
        while (walk.month, walk.day) != season.ends:
            if (walk.month, walk.day) == (day.month, day.day):
                return True
            walk = walk + ONE if walk < date(2024, 12, 31) else date(2024, 1, 1)
        if season.ends == (day.month, day.day):
            return True
    return not rule.seasons


def day_by_day(rule: Rule, since: date, until: date, calendar: WorkingCalendar) -> list[date]:
    """Walk from the beginning of the rule to well beyond the range, moving one day at a time."""
    found, day = set(), rule.since
    while day < (rule.until or until + 60 * ONE) and day < until + 60 * ONE:
        if is_named(rule.pattern, rule.since, day, calendar) and is_in_season(rule, day):
            moved: date | None = day
            while moved is not None and not calendar.is_workday(moved):
                if rule.on_holiday is OnHoliday.KEEP:
                    break
                step = {OnHoliday.BEFORE: -ONE, OnHoliday.AFTER: ONE}.get(rule.on_holiday)
                moved = moved + step if step else None
            if moved is not None and not {day, moved} & rule.skips and since <= moved < until:
                found.add(moved)
        day += ONE
    return sorted(found)


@settings(max_examples=250, deadline=None, database=None)
@given(rules(), calendars, dates, st.integers(0, 400))
def test_occasions_agree_with_asking_every_day(
    rule: Rule, calendar: WorkingCalendar, since: date, length: int
) -> None:
    until = since + length * ONE
    assert occasions(rule, since, until, calendar) == day_by_day(rule, since, until, calendar)


@settings(max_examples=60, deadline=None, database=None)
@given(rules(), calendars, dates)
def test_the_next_occasion_is_the_first_of_those_expected_later(
    rule: Rule, calendar: WorkingCalendar, last_due: date
) -> None:
    following = next_after(rule, last_due, None, calendar)
    later = day_by_day(rule, last_due + ONE, last_due + 800 * ONE, calendar)
    if later or following is None:
        assert [following] == (later[:1] or [None])
    else:
        assert following >= last_due + 800 * ONE


@settings(max_examples=60, deadline=None, database=None)
@given(rules(), calendars, dates, st.integers(0, 300), st.integers(0, 300))
def test_a_range_has_the_occasions_of_its_parts(
    rule: Rule, calendar: WorkingCalendar, since: date, first: int, second: int
) -> None:
    middle, until = since + first * ONE, since + (first + second) * ONE
    parts = occasions(rule, since, middle, calendar) + occasions(rule, middle, until, calendar)
    assert occasions(rule, since, until, calendar) == parts


@settings(max_examples=60, deadline=None, database=None)
@given(st.integers(1, 30), st.lists(dates, min_size=1, max_size=12), dates, dates)
def test_from_done_to_done_the_missed_intervals_are_what_fits_between(
    interval: int, done: list[date], since: date, until: date
) -> None:
    begins = date(2024, 1, 1)
    rule = Rule(Daily(interval), begins, anchor=Anchor.FROM_DONE)
    # The beginning is itself due; afterwards at least one, and one more per full interval passed.
    expected = {
        begins + n * interval * ONE for n in range((min(done) - begins).days // interval + 1)
    }
    ordered = [*sorted(set(done)), date(2030, 1, 1)]
    for begin, end in zip(ordered, ordered[1:], strict=False):
        count = max((end - begin).days // interval, 1)
        expected |= {begin + (n + 1) * interval * ONE for n in range(count)}
    assert occasions(rule, since, until, rule_calendar, done) == sorted(
        day for day in expected if since <= day < until
    )


rule_calendar = WorkingCalendar(UTC, dict.fromkeys(range(7), OPEN))


@settings(max_examples=100, deadline=None, database=None)
@given(rules())
def test_a_rule_survives_json(rule: Rule) -> None:
    assert rule_from_dict(json.loads(json.dumps(rule_to_dict(rule)))) == rule
