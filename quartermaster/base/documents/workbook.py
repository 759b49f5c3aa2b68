"""Reading workbooks (xlsx, xls, ods) without trusting them: a few bytes may claim a huge table."""

from __future__ import annotations

import io
import zipfile
import zlib
from decimal import Decimal
from typing import Any

import python_calamine as calamine
from django.utils.translation import gettext as _

from quartermaster.base.core.errors import Invalid

from . import extent
from .head_row import Merged
from .sheet import Problem, Value, address

MOST_CELLS = 5_000_000
_MOST_UNPACKED = 400 * 1024 * 1024  # bytes
_LARGEST_EXACT = 10**15
_BROKEN_PACKAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def read_workbook(
    content: bytes, wanted: str | None
) -> tuple[str, tuple[str, ...], list[list[Value]], list[Merged], list[Problem]]:
    """Name, names of the other sheets, rows, merged ranges and problems of one sheet.

    `wanted` names the sheet; without it the first visible one that holds anything is read. Raises
    Invalid when the file cannot be read, is locked, or is too large.
    """
    _check_size(content)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = _chosen(book, wanted)
        rows, problems = _rows(sheet)
        merged = _merged(sheet)
    except calamine.PasswordError as error:
        raise Invalid(_("The file is protected by a password.")) from error
    except calamine.CalamineError as error:
        raise Invalid(_("The file is damaged or not a workbook.")) from error
    except Invalid:
        raise
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Invalid(_("The file is damaged or not a workbook.")) from error
    others = tuple(name for name in book.sheet_names if name != sheet.name)
    return sheet.name, others, rows, merged, problems


def _chosen(book: calamine.CalamineWorkbook, wanted: str | None) -> calamine.CalamineSheet:
    if wanted is not None:
        if wanted not in book.sheet_names:
            raise Invalid(_("There is no sheet “%(name)s” in the file.") % {"name": wanted})
        return book.get_sheet_by_name(wanted)
    visible = [
        entry.name
        for entry in book.sheets_metadata
        if entry.visible == calamine.SheetVisibleEnum.Visible
        and entry.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    if not visible:
        raise Invalid(_("The file has no visible sheet."))
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            return sheet
    return book.get_sheet_by_name(visible[0])


def _rows(sheet: calamine.CalamineSheet) -> tuple[list[list[Value]], list[Problem]]:
    if sheet.height * sheet.width > MOST_CELLS:
        raise _too_large()
    left = sheet.start[1] if sheet.start else 0
    rows: list[list[Value]] = []
    problems: list[Problem] = []
    for number, raw in enumerate(sheet.iter_rows() if sheet.height else (), start=1):
        row: list[Value] = [None] * left
        for position, value in enumerate(raw, start=left):
            row.append(_value(value))
            if isinstance(value, float) and abs(value) >= _LARGEST_EXACT:
                problems.append(_rounded_number(number, position))
        rows.append(row)
    return rows, problems


def _rounded_number(row: int, position: int) -> Problem:
    message = _("%(cell)s: a number this long has lost its last digits; keep it as text.")
    return Problem(row, message % {"cell": address(row, position)})


def _value(raw: Any) -> Value:
    """What calamine read, numbers as decimals with the 15 digits a spreadsheet vouches for."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float):
        number = Decimal(f"{raw:.15g}")
        whole = number == number.to_integral_value()
        return Decimal(int(number)) if whole else number
    if isinstance(raw, str):
        return raw.strip() or None
    return raw


def _merged(sheet: calamine.CalamineSheet) -> list[Merged]:
    """Merged ranges; formats that do not tell have none."""
    return list(sheet.merged_cell_ranges or ())


def _check_size(content: bytes) -> None:
    """Refuse what would not fit into memory, before it is unpacked."""
    if not content.startswith(b"PK"):
        return
    try:
        if extent.unpacked_size(content) > _MOST_UNPACKED:
            raise _too_large()
        if "xl/workbook.bin" in extent.names(content):
            raise Invalid(_("Binary workbooks (.xlsb) are not read: save the file as .xlsx."))
        if extent.claimed_cells(content, MOST_CELLS) > MOST_CELLS:
            raise _too_large()
    except _BROKEN_PACKAGE as error:
        raise Invalid(_("The file is damaged or not a workbook.")) from error


def _too_large() -> Invalid:
    message = _("The file is too large: at most %(count)d cells are read at a time.")
    return Invalid(message % {"count": MOST_CELLS})
