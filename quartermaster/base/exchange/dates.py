"""How a column writes its dates: decided over the whole column, never cell by cell.

01/02/2020 is the first of February or the second of January; a cell cannot tell, its column
usually can. Where even the column cannot, nobody guesses: the person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from .cells import folded, is_empty, written

# Day 60 is the 29 February 1900 that never was, so day 61 is 1900-03-01 when counted from here.
SERIAL_BEGIN = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates know no zone
SERIAL_RANGE = (61, 2_958_465)
CLOCK = (
    r"(?:[ t]+(?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})[\d.]*秒?)?分?)?"
)
YEAR, MONTH, DAY, BETWEEN = (
    r"(?P<year>\d{4})",
    r"(?P<month>\d{1,2})",
    r"(?P<day>\d{1,2})",
    r"[-/. ]",
)
WAYS = {
    "ymd": f"{YEAR}(?:{BETWEEN}|年){MONTH}(?:{BETWEEN}|月){DAY}日?{CLOCK}",
    "dmy": f"{DAY}{BETWEEN}{MONTH}{BETWEEN}{YEAR}{CLOCK}",
    "mdy": f"{MONTH}{BETWEEN}{DAY}{BETWEEN}{YEAR}{CLOCK}",
    "compact": r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
}
PATTERNS = {name: re.compile(way, re.ASCII) for name, way in WAYS.items()}


@dataclass(frozen=True)
class DateColumn:
    """A column's cells as datetimes (None: cannot be read so), and the way they are written.

    `way` is None when two ways fit equally well and give different days.
    """

    way: str | None
    cells: list[datetime | None]


def read_dates(cells: Sequence[Any], wanted: str | None = None) -> DateColumn:
    """Read a column; `wanted` (ymd, dmy, mdy, compact, serial) is what the person has said."""
    words = [cell for cell in cells if not is_empty(cell) and not isinstance(cell, date)]
    ways = [wanted] if wanted else [*PATTERNS, "serial"]
    read = {way: [_reader(way)(word) for word in words] for way in ways}
    fitting = {way: sum(each is not None for each in found) for way, found in read.items()}
    most = max(fitting.values(), default=0)
    best = [way for way, number in fitting.items() if number == most]
    way = best[0]
    if most and any(read[other] != read[way] for other in best[1:]):
        return DateColumn(None, [_as_datetime(c) if isinstance(c, date) else None for c in cells])
    reader = _reader(way)
    return DateColumn(way, [None if is_empty(cell) else _read(cell, reader) for cell in cells])


def _read(cell: Any, reader: Callable[[Any], datetime | None]) -> datetime | None:
    return _as_datetime(cell) if isinstance(cell, date) else reader(cell)


def _as_datetime(cell: date) -> datetime:
    return cell if isinstance(cell, datetime) else datetime.combine(cell, time())


def _reader(way: str) -> Callable[[Any], datetime | None]:
    if way == "serial":
        return _from_serial
    pattern = PATTERNS[way]

    def reader(cell: Any) -> datetime | None:
        found = pattern.fullmatch(folded(str(written(cell))))
        if found is None:
            return None
        parts = {name: int(digits) for name, digits in found.groupdict().items() if digits}
        try:
            return datetime(**parts)  # noqa: DTZ001 - the zone is added where instants are read
        except ValueError:
            return None

    return reader


def _from_serial(cell: Any) -> datetime | None:
    """Days since the spreadsheet's beginning, with the time of day behind the point."""
    try:
        days = float(cell)
    except (TypeError, ValueError):
        return None
    low, high = SERIAL_RANGE
    if not low <= days <= high:
        return None
    return SERIAL_BEGIN + timedelta(seconds=round(days * 86_400))
