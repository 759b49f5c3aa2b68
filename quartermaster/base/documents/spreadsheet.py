"""Spreadsheets out and in: real typed cells out, whatever people send in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from quartermaster.base.core.errors import Invalid

from .content import printable
from .delimited import read_delimited
from .head_row import Merged, fill_down, find_head, is_section
from .sheet import Cell, Problem, Row, Sheet, Value, address, day_order, typed
from .workbook import read_workbook

__all__ = [
    "Cell",
    "Column",
    "Kind",
    "Problem",
    "Row",
    "Sheet",
    "address",
    "day_order",
    "read_table",
    "to_xlsx",
]

LARGEST_FILE = 100 * 1024 * 1024  # bytes
_ROWS_PER_SHEET = 1_048_575  # a sheet has one more, for the head
_LONGEST_TEXT = 32_767  # characters in a cell
_FORBIDDEN_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_EARLIEST_YEAR = 1900
_WEB_PAGE = (b"<html", b"<!doctype html", b"<table", b"<?xml")


class Kind(StrEnum):
    """What a column holds; money is in yuan with two decimals."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"


_NUMBER_FORMATS: dict[Kind, str | int] = {
    # the numbers are formats every spreadsheet has built in: text, general, #,##0.00
    Kind.TEXT: 49,
    Kind.NUMBER: 0,
    Kind.MONEY: 4,
    Kind.DATE: "yyyy-mm-dd",
    Kind.DATETIME: "yyyy-mm-dd hh:mm",
}


@dataclass(frozen=True)
class Column:
    """A column of an export; `width` in characters of a spreadsheet's standard font."""

    label: str
    kind: Kind = Kind.TEXT
    width: float = 14.0


def to_xlsx(
    title: str,
    columns: Sequence[Column | tuple[str, str, float]],
    rows: Iterable[Sequence[Any]],
    *,
    timezone: tzinfo | None = None,
) -> bytes:
    """A workbook with typed cells, frozen head and filter; rows are written as they come.

    A text is never a formula, a link or a number, whatever it begins with. Times of day are
    written as they are in `timezone` (a workbook knows none), or in their own zone without it.
    What does not fit the kind of its column is written as text rather than lost. Rows beyond
    what a sheet holds go on in the next one.
    """
    kinds = [column if isinstance(column, Column) else Column(*column) for column in columns]
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
    _Export(book, title, kinds, timezone).write(rows)
    book.close()
    return stream.getvalue()


class _Export:
    """Writes rows into a workbook, beginning a new sheet when one is full."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        title: str,
        columns: list[Column],
        timezone: tzinfo | None,
    ) -> None:
        self.book, self.title, self.columns, self.timezone = book, title, columns, timezone
        self.head = book.add_format(
            {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.formats = [
            book.add_format({"num_format": _NUMBER_FORMATS[Kind(column.kind)], "valign": "top"})
            for column in columns
        ]
        self.sheets = 0

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        sheet, line = self._new_sheet(), 0
        for row in rows:
            if line == _ROWS_PER_SHEET:
                self._finish(sheet, line)
                sheet, line = self._new_sheet(), 0
            line += 1
            for position, value in enumerate(row):
                self._cell(sheet, line, position, value)
        self._finish(sheet, line)

    def _new_sheet(self) -> Worksheet:
        self.sheets += 1
        sheet = self.book.add_worksheet(sheet_name(self.title, self.sheets))
        for position, column in enumerate(self.columns):
            sheet.set_column(position, position, column.width)
            sheet.write_string(0, position, column.label, self.head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def _finish(self, sheet: Worksheet, lines: int) -> None:
        sheet.autofilter(0, 0, lines, len(self.columns) - 1)

    def _cell(self, sheet: Worksheet, line: int, position: int, value: Any) -> None:
        if value is None or value == "":
            return
        form = self.formats[position]
        kind = Kind(self.columns[position].kind)
        if isinstance(value, bool):
            sheet.write_boolean(line, position, value)
        elif kind in (Kind.NUMBER, Kind.MONEY) and isinstance(value, int | float | Decimal):
            sheet.write_number(line, position, value, form)
        elif kind in (Kind.DATE, Kind.DATETIME) and _is_writable_day(value):
            self._moment(sheet, line, position, value, form)
        else:
            text_form = form if kind is Kind.TEXT else None
            sheet.write_string(line, position, _fitting(printable(str(value))), text_form)

    def _moment(
        self, sheet: Worksheet, line: int, position: int, value: date, form: Format
    ) -> None:
        if isinstance(value, datetime):
            if self.timezone is not None and value.utcoffset() is not None:
                value = value.astimezone(self.timezone)
            value = value.replace(tzinfo=None)
        sheet.write_datetime(line, position, value, form)


def read_table(
    source: Path | str | bytes, filename: str = "", *, sheet: str | None = None
) -> Sheet:
    """The table in a file: xlsx, xls, ods, csv or tsv, told apart by content and not by name.

    `filename` is needed for bytes only to name the sheet of a text file. `sheet` picks one of a
    workbook; by default the first visible one that holds anything. Raises Invalid with a message
    for the person who sent the file.
    """
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = filename or ("" if isinstance(source, bytes) else Path(source).name)
    if len(content) > LARGEST_FILE:
        raise Invalid(_("The file is too large: at most %(size)d MB.") % {"size": 100})
    if not content.strip():
        raise Invalid(_("The file is empty."))
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        title, others, rows, merged, problems = read_workbook(content, sheet)
        return _laid_out(title, rows, merged, problems, others)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_WEB_PAGE):
        raise Invalid(_("The file is a web page, not a workbook: save it as .xlsx first."))
    lines, problems = read_delimited(content)
    rows = [[typed(cell) for cell in line] for line in lines]
    return _laid_out(Path(name).stem, rows, [], problems, ())


def _laid_out(
    name: str,
    rows: list[list[Value]],
    merged: list[Merged],
    problems: list[Problem],
    others: tuple[str, ...],
) -> Sheet:
    """The sheet with its head found and its blank rows left out."""
    head = find_head(rows, merged)
    fill_down(rows, merged, head.end)
    width = len(head.names)
    data, section = [], ""
    for index in range(head.end, len(rows)):
        values = rows[index]
        if all(value is None for value in values):
            continue
        if is_section(index, values, merged, width):
            section = str(next(value for value in values if value is not None))
            continue
        data.append(Row(index + 1, tuple(values), section))
    named = sum(value is not None for value in rows[head.start]) if head.end > head.start else 0
    return Sheet(
        name=name,
        titles=tuple(_titles(rows[: head.start])),
        head=head.names,
        head_row=head.end if head.end > head.start else 0,
        rows=tuple(data),
        problems=(*problems, *_uneven(data, head.names, named)),
        other_sheets=others,
    )


def _titles(rows: list[list[Value]]) -> Iterable[str]:
    for row in rows:
        text = " ".join(str(value) for value in row if value is not None)
        if text:
            yield text


def _uneven(rows: list[Row], names: tuple[str, ...], named: int) -> Iterable[Problem]:
    """Rows that reach beyond the named columns: most often a separator inside a text."""
    if named == 0:
        return
    for row in rows:
        beyond = [cell for cell in row.cells[named:] if not cell.is_blank]
        if len(beyond) > 1 or (beyond and len(names) - named > 1):
            message = _("The row has %(count)d cells more than the head.")
            yield Problem(row.number, message % {"count": len(beyond)})


def sheet_name(title: str, number: int) -> str:
    """A title as the name of a sheet: at most 31 characters, none of []:*?/\\ ."""
    suffix = f" ({number})" if number > 1 else ""
    plain = " ".join(title.translate(_FORBIDDEN_IN_NAME).split()).strip("'") or "Sheet"
    return plain[: 31 - len(suffix)].rstrip("' ") + suffix


def _is_writable_day(value: Any) -> bool:
    """A workbook's calendar begins in 1900."""
    return isinstance(value, date) and value.year >= _EARLIEST_YEAR


def _fitting(text: str) -> str:
    """A text as long as a cell can hold; what is cut is marked."""
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
