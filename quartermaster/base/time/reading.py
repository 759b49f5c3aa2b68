"""Triggers by reading: something is due every so many hours, kilometres or cubic metres."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class ReadingDue:
    """`steps` passed since the last trigger; `trigger` is the one to remember for the next call."""

    steps: int
    trigger: Decimal

    @property
    def due(self) -> bool:
        """Is something due? Once, however many steps were passed at a leap."""
        return self.steps > 0


def reading_due(last_trigger: Decimal, last_reading: Decimal, every: Decimal) -> ReadingDue:
    """Has the meter passed another step of `every` units since `last_trigger`?

    Steps are counted from `last_trigger`: from 0 every 250 they are 250, 500, …; give the reading
    at the last service to count from there. Asking again with the answer's trigger does not fire
    twice. A reading below the trigger means the meter was replaced or began anew: steps count from
    0. All three in the meter's unit. Raises ValueError unless `every` is positive.
    """
    if every <= 0:
        raise ValueError("a step is longer than nothing")
    begin = Decimal(0) if last_reading < last_trigger else last_trigger
    steps = max(int((last_reading - begin) // every), 0)
    return ReadingDue(steps, begin + steps * every)
