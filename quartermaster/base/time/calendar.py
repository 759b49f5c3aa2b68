"""Working time: when a service is open, and how much open time lies between two instants."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate
from typing import TypeVar

from .instant import as_utc, day_of, first_instant, transition_days

Window = tuple[time, time]
Stretch = tuple[timedelta, timedelta]
Moment = TypeVar("Moment", timedelta, datetime)

DAY = timedelta(days=1)
NOTHING = timedelta(0)


class NeverOpenError(ValueError):
    """The calendar has no working time left in the direction asked for."""


def _stretch(window: Window) -> Stretch:
    """A window as distances from midnight; an end not after its start lies on the next day."""
    opens, closes = (
        timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
        for at in window
    )
    return (opens, closes) if opens < closes else (opens, closes + DAY)


def _merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same time without overlaps, in order."""
    merged: list[Stretch] = []
    for opens, closes in sorted(stretches):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _length(stretches: Iterable[tuple[Moment, Moment]]) -> timedelta:
    return sum((closes - opens for opens, closes in stretches), NOTHING)


@dataclass(frozen=True)
class WorkingCalendar:
    """Opening windows by weekday (Monday is 0), and the dates that differ from their weekday.

    Windows are readings of the clock in `timezone`: open at the first, closed at the second. A
    window whose end is not after its start runs into the next day, so (00:00, 00:00) is a whole
    day. An exception replaces the windows that *begin* on its date; an empty list is a day off.
    """

    timezone: tzinfo
    weekly: Mapping[int, Sequence[Window]]
    exceptions: Mapping[date, Sequence[Window]] = field(default_factory=dict)
    _week: tuple[timedelta, ...] = field(init=False, repr=False, compare=False)
    _changed: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _changes: tuple[timedelta, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if unknown := set(self.weekly) - set(range(7)):
            raise ValueError(f"weekdays are 0 (Monday) to 6 (Sunday), not {sorted(unknown)}")
        # An exception also changes the day after it: the evening before may have run into it.
        days = sorted({day + after for day in self.exceptions for after in (NOTHING, DAY)})
        week = tuple(_length(self._usual(weekday)) for weekday in range(7))
        changes = (_length(self._stretches(day)) - week[day.weekday()] for day in days)
        object.__setattr__(self, "_week", week)
        object.__setattr__(self, "_changed", tuple(days))
        object.__setattr__(self, "_changes", tuple(accumulate(changes, initial=NOTHING)))

    def with_holidays(
        self,
        holidays: Iterable[date],
        makeup_workdays: Iterable[date] = (),
        makeup_windows: Sequence[Window] | None = None,
    ) -> WorkingCalendar:
        """This calendar closed on `holidays` and open on `makeup_workdays`.

        A make-up workday has `makeup_windows`, or else those of the week's first working weekday.
        Exceptions that stand already are kept: what the house decided goes before the nation's
        list.
        """
        if makeup_windows is None:
            makeup_windows = next(
                (self.weekly[day] for day in range(7) if self.weekly.get(day)), []
            )
        days: dict[date, Sequence[Window]] = dict.fromkeys(holidays, ())
        days |= dict.fromkeys(makeup_workdays, makeup_windows)
        return replace(self, exceptions={**days, **self.exceptions})

    def is_open(self, at: datetime) -> bool:
        """Is this instant working time? Open at the opening minute, closed at the closing one."""
        instant = as_utc(at)
        spans = self._spans(day_of(instant, self.timezone))
        return any(opens <= instant < closes for opens, closes in spans)

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """The earliest instant by which `duration` of working time has passed since `start`.

        Nothing added is `start` itself, even when closed. The answer is in the zone of `start`.
        Raises ValueError for a negative duration, NeverOpenError where too little time is left.
        """
        if duration < NOTHING:
            raise ValueError("working time can only be added, not taken away")
        if not duration:
            return start
        instant = as_utc(start)
        first = day_of(instant, self.timezone)
        needed = duration + self._before(first, instant)
        day = self._day_reaching(first, needed)
        rest = needed - self._whole_days(first, day)
        for opens, closes in self._spans(day):
            if rest <= closes - opens:
                return (opens + rest).astimezone(start.tzinfo)
            rest -= closes - opens
        raise AssertionError("the day was chosen because it is long enough")

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """The working time elapsed from `begin` to `end`; negative when `end` is earlier."""
        first, last = as_utc(begin), as_utc(end)
        first_day, last_day = day_of(first, self.timezone), day_of(last, self.timezone)
        if first_day > last_day:
            return -self.between(end, begin)
        whole = self._whole_days(first_day, last_day)
        return whole + self._before(last_day, last) - self._before(first_day, first)

    def is_workday(self, day: date) -> bool:
        """Does any working time begin on this date?"""
        return bool(self._windows(day))

    def workdays(self, since: date, until: date) -> list[date]:
        """The workdays from `since` up to, not including, `until`."""
        days = (since + timedelta(number) for number in range((until - since).days))
        return [day for day in days if self.is_workday(day)]

    def next_workday(self, day: date, count: int = 1) -> date:
        """The first workday after `day`, or the `count`-th; never `day` itself."""
        return self._walk(day, DAY, count)

    def previous_workday(self, day: date, count: int = 1) -> date:
        """The first workday before `day`, or the `count`-th; never `day` itself."""
        return self._walk(day, -DAY, count)

    def _walk(self, day: date, step: timedelta, count: int) -> date:
        if count < 1:
            raise ValueError("count workdays from 1")
        forward = step > NOTHING
        # A calendar closed on every weekday has no workdays but those among its exceptions.
        ends = self._changed[-1:] if forward else self._changed[:1]
        for _ in range(count):
            day += step
            while not self.is_workday(day):
                beyond = not ends or (day >= ends[0] if forward else day <= ends[0])
                if beyond and not any(self.weekly.values()):
                    raise NeverOpenError(f"no workday beyond {day}")
                day += step
        return day

    def _windows(self, day: date) -> Sequence[Window]:
        return self.exceptions.get(day, self.weekly.get(day.weekday(), ()))

    def _usual(self, weekday: int) -> tuple[Stretch, ...]:
        return self._joined(self.weekly.get((weekday - 1) % 7, ()), self.weekly.get(weekday, ()))

    def _stretches(self, day: date) -> tuple[Stretch, ...]:
        return self._joined(self._windows(day - DAY), self._windows(day))

    @staticmethod
    def _joined(before: Sequence[Window], own: Sequence[Window]) -> tuple[Stretch, ...]:
        """What is open between two midnights: its own windows and what runs into it."""
        mine = [(opens, min(closes, DAY)) for opens, closes in map(_stretch, own)]
        left = [(NOTHING, closes - DAY) for _, closes in map(_stretch, before) if closes > DAY]
        return _merged(mine + left)

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The open stretches of a day as instants."""
        start = datetime.combine(day, time())
        spans = [
            (
                first_instant(start + opens, self.timezone),
                first_instant(start + closes, self.timezone),
            )
            for opens, closes in self._stretches(day)
        ]
        return [(opens, closes) for opens, closes in spans if opens < closes]

    def _before(self, day: date, instant: datetime) -> timedelta:
        """The working time of `day` that lies before `instant`."""
        return _length(
            (opens, min(closes, instant)) for opens, closes in self._spans(day) if opens < instant
        )

    def _whole_days(self, since: date, until: date) -> timedelta:
        """The working time of all days in [since, until), without walking through them."""
        weeks, days = divmod((until - since).days, 7)
        length = sum(self._week, NOTHING) * weeks
        length += sum((self._week[(since.weekday() + day) % 7] for day in range(days)), NOTHING)
        begin, end = bisect_left(self._changed, since), bisect_left(self._changed, until)
        length += self._changes[end] - self._changes[begin]
        for year in range(since.year, until.year + 1):
            for day in transition_days(self.timezone, year):
                if since <= day < until:
                    length += _length(self._spans(day)) - _length(self._stretches(day))
        return length

    def _day_reaching(self, first: date, needed: timedelta) -> date:
        """The day on which the working time since the beginning of `first` reaches `needed`."""
        days = 7
        while self._whole_days(first, first + timedelta(days)) < needed:
            last = self._changed[-1] if self._changed else first
            if not any(self._week) and first + timedelta(days) > last:
                raise NeverOpenError(f"too little working time after {first}")
            days *= 2

        def elapsed(number: int) -> timedelta:
            return self._whole_days(first, first + timedelta(number + 1))

        return first + timedelta(bisect_left(range(days), needed, key=elapsed))


ALWAYS = WorkingCalendar(UTC, {weekday: [(time(), time())] for weekday in range(7)})
"""Open around the clock, every day of the year."""
