"""Where the readings of a zone's clock lie on the one line of time.

Python compares and subtracts two times of the same zone by their clock readings, which is wrong
across a change of the clocks. Everything in this package therefore goes through UTC, by the
functions below.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache


def as_utc(at: datetime) -> datetime:
    """The same instant in UTC; a time without a zone is no instant and raises ValueError."""
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return at.astimezone(UTC)


def first_instant(wall: datetime, zone: tzinfo) -> datetime:
    """The first instant (in UTC) at which a clock in `zone` shows `wall` or later.

    A reading shown twice, when clocks go back, means its first showing; a reading never shown, when
    clocks go forward, means the moment of the jump. So a later reading is never an earlier instant.
    """
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    other = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if other >= instant:
        return instant
    # The reading lies in a jump forward, which happened between the two, on a full second.
    seconds = range(int((instant - other).total_seconds()) + 1)

    def reading(second: int) -> datetime:
        return (other + timedelta(seconds=second)).astimezone(zone).replace(tzinfo=None)

    return other + timedelta(seconds=bisect_left(seconds, wall, key=reading))


def midnight(day: date, zone: tzinfo) -> datetime:
    """The instant (in UTC) at which `day` begins in `zone`."""
    return first_instant(datetime.combine(day, time()), zone)


def day_of(at: datetime, zone: tzinfo) -> date:
    """The day on which an instant lies in `zone`.

    It is the date the clock shows, except where a clock that went back over midnight shows
    yesterday's date again: a day that has begun stays begun.
    """
    day = at.astimezone(zone).date()
    return day + timedelta(1) if at >= midnight(day + timedelta(1), zone) else day


@lru_cache(maxsize=4096)
def transition_days(zone: tzinfo, year: int) -> tuple[date, ...]:
    """The days of a year which are longer or shorter than 24 hours in `zone`, in order."""
    if isinstance(zone, timezone):
        return ()
    begins = datetime(year, 1, 1, tzinfo=zone)
    days = [
        begins + timedelta(number)
        for number in range((date(year + 1, 1, 1) - begins.date()).days + 1)
    ]
    offsets = [day.utcoffset() for day in days]
    return tuple(
        day.date()
        for day, offset, following in zip(days, offsets, offsets[1:], strict=False)
        if offset != following
    )
