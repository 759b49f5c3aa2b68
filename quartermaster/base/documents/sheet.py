"""A table somebody sent us: its head, its rows, and cells that know their address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from quartermaster.base.core.errors import Invalid
from quartermaster.base.core.plain_text import plain_digits

Value = str | Decimal | bool | date | datetime | time | timedelta | None

_EXACT_DIGITS = 15  # what a spreadsheet keeps of a number
_PLAIN_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")
_ANY_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?"
    r"(?:[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?:[ T]+[0-9:]+)?")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_SERIAL_START = date(1899, 12, 30)  # so that 61 is 1900-03-01, after the day that never was
_SERIAL_RANGE = (61, 2_958_465)  # 1900-03-01 to 9999-12-31


@dataclass(frozen=True)
class Cell:
    """One cell: what it holds, how it reads, where it stands ("B7")."""

    value: Value
    text: str
    address: str

    @property
    def is_blank(self) -> bool:
        return self.text == ""

    def number(self) -> Decimal | None:
        """The cell as a number, None when blank. Reads 1,286.50, １２．５ and ¥ 30 as well.

        Raises Invalid, naming the cell, when it is something else.
        """
        if self.is_blank:
            return None
        if isinstance(self.value, Decimal):
            return self.value
        digits = plain_digits(self.text).lstrip("¥￥ ").strip()
        if isinstance(self.value, str) and _ANY_NUMBER.fullmatch(digits):
            return Decimal(digits)
        raise self._refuse(_("“%(text)s” is not a number"))

    def day(self, order: str = "ymd") -> date | None:
        """The cell as a date, None when blank.

        A date cell, 2026-06-30, 2026年6月30日 and 20260630 need no `order`; 30/06/2026 does
        ("dmy" or "mdy"). A bare number is a spreadsheet's day count: 41268 is 2012-12-25.
        Raises Invalid, naming the cell, when it is something else.
        """
        if self.is_blank:
            return None
        if isinstance(self.value, datetime):
            return self.value.date()
        if isinstance(self.value, date):
            return self.value
        try:
            found = _serial_day(self.value) or _written_day(self.text, order)
        except ValueError:
            found = None
        if found is None:
            raise self._refuse(_("“%(text)s” is not a date"))
        return found

    def _refuse(self, message: str) -> Invalid:
        return Invalid(f"{self.address}: " + message % {"text": self.text})


@dataclass(frozen=True)
class Problem:
    """Something about the file that a person should look at. `row` counts from 1, 0 is the file."""

    row: int
    message: str


@dataclass(frozen=True)
class Row:
    """A row of data. `section` is the heading line above it, where the table has such lines."""

    number: int
    values: tuple[Value, ...]
    section: str = ""

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(self[position] for position in range(len(self.values)))

    def __getitem__(self, position: int) -> Cell:
        """The cell of a column (from 0); a column the row does not reach is blank."""
        value = self.values[position] if position < len(self.values) else None
        return Cell(value, shown(value), address(self.number, position))

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Sheet:
    """A table as it was read. `titles` are the lines above the head; `head_row` counts from 1 and
    is 0 when the table has no head; nameless columns are called by their letter."""

    name: str
    titles: tuple[str, ...]
    head: tuple[str, ...]
    head_row: int
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    other_sheets: tuple[str, ...] = ()

    def records(self) -> Iterator[dict[str, Cell]]:
        """The rows by the names of their columns."""
        for row in self.rows:
            yield {name: row[position] for position, name in enumerate(self.head)}


def typed(text: str) -> Value:
    """What a cell of a text file holds, where there is no doubt: a number, a date, else the text.

    007 and an 18-digit identity number stay text, and so does 01/02/2026, whose order is unknown.
    """
    stripped = text.strip()
    if not stripped:
        return None
    if _PLAIN_NUMBER.fullmatch(stripped):
        number = Decimal(stripped)
        return number if len(number.as_tuple().digits) <= _EXACT_DIGITS else stripped
    match = _YEAR_FIRST.fullmatch(stripped)
    if match is None:
        return stripped
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return day
        clock = time(int(match[4]), int(match[5]), int(match[6] or 0))
        return datetime.combine(day, clock)
    except ValueError:
        return stripped


def shown(value: Value) -> str:
    """A value as it reads: numbers without superfluous zeros, dates in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def address(row: int, position: int) -> str:
    """The name of a cell: row 7 (from 1), column 1 (from 0) is B7."""
    return f"{column_letters(position)}{row}"


def column_letters(position: int) -> str:
    """A, B … Z, AA: the letters of a column counted from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def day_order(cells: Iterable[Cell]) -> str | None:
    """Whether dates like 30/06/2026 in a column are "dmy" or "mdy"; None when it cannot be told."""
    could_be = {"dmy", "mdy"}
    seen = False
    for cell in cells:
        match = _YEAR_LAST.fullmatch(cell.text)
        if match is None:
            continue
        seen = True
        first, second = int(match[1]), int(match[2])
        could_be -= {"mdy"} if first > 12 else set()
        could_be -= {"dmy"} if second > 12 else set()
    return could_be.pop() if seen and len(could_be) == 1 else None


def _serial_day(value: Value) -> date | None:
    if not isinstance(value, Decimal) or value != value.to_integral_value():
        return None
    first, last = _SERIAL_RANGE
    return _SERIAL_START + timedelta(days=int(value)) if first <= value <= last else None


def _written_day(text: str, order: str) -> date | None:
    plain = plain_digits(text)
    if match := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if (match := _YEAR_LAST.fullmatch(plain)) and order in ("dmy", "mdy"):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        return date(year, second, first) if order == "dmy" else date(year, first, second)
    return None
