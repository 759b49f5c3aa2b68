"""Time limits as clocks: what started, paused and stopped them is known, everything else is
computed.

A clock is built from the events of a record whenever somebody looks; its due time is never stored,
so a late entry, a changed calendar or a longer pause is right at once, everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .calendar import NOTHING, WorkingCalendar
from .instant import as_utc

LADDER = (80, 100, 150)
"""Percent of the limit at which the next person up is told, unless the caller says otherwise."""

Pause = tuple[datetime, datetime | None]


class ClockState(StrEnum):
    """Where a clock stands: still counting (the first three), or stopped in time or too late."""

    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    MET = "met"
    MISSED = "missed"


class PauseRefusal(StrEnum):
    """Why a further pause cannot begin."""

    STOPPED = "stopped"
    PAUSED = "paused"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Clock:
    """A limit counted in the working time of `calendar` from `starts` until `stops`.

    `pauses` are (from, to) with `to` None while a pause lasts. Only a clock that `excludes_pauses`
    stands still meanwhile: a finish clock does, an arrival clock does not. `most_pauses` None is
    no limit. Raises ValueError for a limit that is not positive or a pause that ends before it
    begins.
    """

    limit: timedelta
    calendar: WorkingCalendar
    starts: datetime
    stops: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    excludes_pauses: bool = False
    most_pauses: int | None = None

    def __post_init__(self) -> None:
        if self.limit <= NOTHING:
            raise ValueError("a time limit is longer than nothing")
        for paused, resumed in self.pauses:
            if resumed is not None and as_utc(resumed) < as_utc(paused):
                raise ValueError("a pause ends before it begins")

    @property
    def due_at(self) -> datetime | None:
        """The last instant in time; None while an open pause keeps it unknown."""
        return self.reaches(100)

    def reaches(self, percent: int) -> datetime | None:
        """The instant at which `percent` of the limit is used up, by what is known of the pauses.

        None if a pause without an end comes first. In the zone of `starts`.
        """
        rest = self.limit * percent / 100
        for begins, ends in self._runs():
            reached = self.calendar.add(begins, rest)
            if ends is None or reached <= ends:
                return reached.astimezone(self.starts.tzinfo)
            rest -= self.calendar.between(begins, ends)
        return None

    def elapsed(self, now: datetime) -> timedelta:
        """The working time counted up to `now`, or up to the stop; never negative."""
        until = as_utc(now) if self.stops is None else min(as_utc(now), as_utc(self.stops))
        return sum(
            (
                self.calendar.between(begins, until if ends is None else min(ends, until))
                for begins, ends in self._runs()
                if begins < until
            ),
            NOTHING,
        )

    def state(self, now: datetime) -> ClockState:
        """Where the clock stands at `now`. Due exactly now is still in time."""
        due = self.due_at
        latest = None if due is None else as_utc(due)
        instant = as_utc(now)
        if self.stops is not None and as_utc(self.stops) <= instant:
            in_time = latest is None or as_utc(self.stops) <= latest
            return ClockState.MET if in_time else ClockState.MISSED
        if latest is not None and instant > latest:
            return ClockState.OVERDUE
        return ClockState.PAUSED if self._stands_still(instant) else ClockState.RUNNING

    def share(self, now: datetime) -> float:
        """The part of the limit used up at `now`: 0.8 is 80 %, 1.5 is half as long again."""
        return self.elapsed(now) / self.limit

    def ladder(self, now: datetime, steps: Iterable[int] = LADDER) -> tuple[int, ...]:
        """The steps of the escalation ladder, in percent of the limit, reached by `now`; exact."""
        elapsed = self.elapsed(now)
        return tuple(step for step in sorted(steps) if elapsed * 100 >= self.limit * step)

    def overdue_by(self, now: datetime) -> timedelta:
        """How much working time beyond the limit has been used; zero when in time."""
        return max(self.elapsed(now) - self.limit, NOTHING)

    def remaining(self, now: datetime) -> timedelta:
        """How much working time is left; negative when the limit has been passed."""
        return self.limit - self.elapsed(now)

    def pause_refusal(self, at: datetime) -> PauseRefusal | None:
        """Why no further pause may begin at `at`, or None if it may."""
        instant = as_utc(at)
        if self.stops is not None and as_utc(self.stops) <= instant:
            return PauseRefusal.STOPPED
        if self._in_pause(instant):
            return PauseRefusal.PAUSED
        if self.most_pauses is not None and len(self.pauses) >= self.most_pauses:
            return PauseRefusal.TOO_MANY
        return None

    def _runs(self) -> Iterator[tuple[datetime, datetime | None]]:
        """The stretches (in UTC) during which the clock counts; only the last has no end."""
        begins = as_utc(self.starts)
        for paused, resumed in self._counted_pauses():
            if begins < paused:
                yield begins, paused
            if resumed is None:
                return
            begins = max(begins, resumed)
        yield begins, None

    def _counted_pauses(self) -> list[Pause]:
        """The pauses (in UTC, in order) which make this clock stand still before it stops."""
        if not self.excludes_pauses:
            return []
        pauses = [(as_utc(paused), resumed and as_utc(resumed)) for paused, resumed in self.pauses]
        stops = None if self.stops is None else as_utc(self.stops)
        return sorted(
            (pause for pause in pauses if stops is None or pause[0] < stops),
            key=lambda pause: pause[0],
        )

    def _in_pause(self, instant: datetime) -> bool:
        return any(
            as_utc(paused) <= instant and (resumed is None or instant < as_utc(resumed))
            for paused, resumed in self.pauses
        )

    def _stands_still(self, instant: datetime) -> bool:
        return self.excludes_pauses and self._in_pause(instant)


@dataclass(frozen=True)
class ClockRule:
    """Which events of a record start, stop and pause a clock, and how long it may run.

    The same events read by two rules answer two questions: minutes from the report to the arrival,
    and minutes from the dispatch to the arrival.
    """

    limit: timedelta
    calendar: WorkingCalendar
    starts: str
    stops: str
    pauses: str = "paused"
    resumes: str = "resumed"
    excludes_pauses: bool = False
    most_pauses: int | None = None

    def clock(self, events: Iterable[tuple[str, datetime]]) -> Clock | None:
        """The clock which (name, instant) events add up to, or None before it has started.

        The first start and the first stop count. A pause within a pause and a resumption without a
        pause change nothing. Events may come in any order, as from several devices.
        """
        ordered = sorted(events, key=lambda event: as_utc(event[1]))
        starts = next((at for name, at in ordered if name == self.starts), None)
        stops = next((at for name, at in ordered if name == self.stops), None)
        if starts is None:
            return None
        pauses: list[Pause] = []
        for name, at in ordered:
            lasting = bool(pauses) and pauses[-1][1] is None
            if name == self.pauses and not lasting:
                pauses.append((at, None))
            elif name == self.resumes and lasting:
                pauses[-1] = (pauses[-1][0], at)
        return Clock(
            self.limit,
            self.calendar,
            starts,
            stops,
            tuple(pauses),
            self.excludes_pauses,
            self.most_pauses,
        )
