"""Finding the head of a table that a person laid out: titles above, blanks, merged group heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .sheet import Value, column_letters, shown

Merged = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of a merged range, (row, column) from 0."""

_LOOK_AT = 60  # rows
_WIDE_ENOUGH = 0.6  # of the widest row
_NAMES_ENOUGH = 0.8  # of the filled cells


@dataclass(frozen=True)
class Head:
    """Where the head lies (rows from 0, `end` exclusive) and what it calls the columns."""

    start: int
    end: int
    names: tuple[str, ...]


def find_head(rows: Sequence[Sequence[Value]], merged: Sequence[Merged] = ()) -> Head:
    """The head of the table in `rows`; an empty one (start equal to end) where there is none.

    The first row that is about as wide as the table is either the head, when it is made of names,
    or already data. What stands above it are titles.
    """
    sample = rows[:_LOOK_AT]
    widest = max((_filled(row) for row in sample), default=0)
    width = max((_reach(row) for row in rows), default=0)
    for number, row in enumerate(sample):
        grouped = _spans_groups(number, merged)
        if not grouped and _filled(row) < max(1, _WIDE_ENOUGH * widest):
            continue
        if not _is_names(row):
            return Head(number, number, _named([""] * width))
        end = number + 1
        if grouped and end < len(rows) and _is_names(rows[end]):
            end += 1
        names = _joined(rows[number:end], number, merged, width)
        return Head(number, end, _named(names))
    return Head(0, 0, _named([""] * width))


def is_section(row: int, values: Sequence[Value], merged: Sequence[Merged], width: int) -> bool:
    """Whether a row is a heading within the table: one text across at least half of the columns."""
    if _filled(values) != 1 or not isinstance(_first(values), str):
        return False
    return any(
        top == bottom == row and 2 * (right - left + 1) >= width and right > left
        for (top, left), (bottom, right) in merged
    )


def fill_down(rows: list[list[Value]], merged: Sequence[Merged], start: int) -> None:
    """Give every row of a cell merged downwards its value, as the reader of the sheet sees it."""
    for (top, left), (bottom, right) in merged:
        if left != right or top < start or bottom == top:
            continue
        value = rows[top][left] if left < len(rows[top]) else None
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] is None:
                row[left] = value


def _spans_groups(row: int, merged: Sequence[Merged]) -> bool:
    """Whether a row carries a group head: a merged range over some, but not the first, columns.

    A title is merged from the first column on; a group head stands over later columns too.
    """
    return any(top == bottom == row and right > left > 0 for (top, left), (bottom, right) in merged)


def _joined(
    heads: Sequence[Sequence[Value]], start: int, merged: Sequence[Merged], width: int
) -> list[str]:
    """The names of the columns; a group head is put before the names below it."""
    lines = [[_name(row[i]) if i < len(row) else "" for i in range(width)] for row in heads]
    if len(lines) == 1:
        return lines[0]
    for (top, left), (bottom, right) in merged:
        if top == bottom == start:
            for column in range(left + 1, min(right + 1, width)):
                lines[0][column] = lines[0][left]
    return [
        f"{group}/{name}" if group and name and group != name else group or name
        for group, name in zip(*lines, strict=True)
    ]


def _named(names: list[str]) -> tuple[str, ...]:
    """Names without gaps and doubles: a nameless column is called by its letter."""
    taken: dict[str, int] = {}
    unique = []
    for position, name in enumerate(names):
        name = name or column_letters(position)
        taken[name] = taken.get(name, 0) + 1
        unique.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return tuple(unique)


def _is_names(row: Sequence[Value]) -> bool:
    filled = [value for value in row if value is not None]
    named = sum(isinstance(value, str) or _is_year(value) for value in filled)
    return named > 0 and named >= _NAMES_ENOUGH * len(filled)


def _is_year(value: Value) -> bool:
    return isinstance(value, Decimal) and value == int(value) and 1900 <= value <= 2100


def _name(value: Value) -> str:
    return " ".join(shown(value).split())


def _first(row: Sequence[Value]) -> Value:
    return next((value for value in row if value is not None), None)


def _filled(row: Sequence[Value]) -> int:
    return sum(value is not None for value in row)


def _reach(row: Sequence[Value]) -> int:
    """How many columns a row reaches, trailing blanks left out."""
    return max((position for position, value in enumerate(row, 1) if value is not None), default=0)
