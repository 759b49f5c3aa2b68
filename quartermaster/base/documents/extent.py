"""How large a table a packed workbook claims to be, found without unpacking it into memory.

Two cells in opposite corners of a sheet make a table of 17 thousand million cells out of a few
kilobytes, and the library that reads workbooks would take the whole process with it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

_CHUNK = 1 << 20
_LONGEST_TAG = 1 << 16
_EXCEL_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^>]*?(?<!/)>"""
)
_OPEN_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?![\w-])([^>]*)>")
_COLUMNS_REPEATED = re.compile(rb"""number-columns-repeated\s*=\s*["']([0-9]{1,9})""")
_ROWS_REPEATED = re.compile(rb"""number-rows-repeated\s*=\s*["']([0-9]{1,9})""")


def unpacked_size(content: bytes) -> int:
    """What the package says it unpacks to, in bytes. Raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return sum(entry.file_size for entry in package.infolist())


def names(content: bytes) -> list[str]:
    """The files in the package. Raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.namelist()


def claimed_cells(content: bytes, most: int) -> int:
    """The cells of the largest table in the package; counting ends above `most`.

    Only cells with a content count: spreadsheets carry formats down to the last row.
    """
    largest = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        count = _open_document if "content.xml" in package.namelist() else _excel
        for entry in package.infolist():
            for cells in count(_pieces(package, entry)):
                largest = max(largest, cells)
                if largest > most:
                    return largest
    return largest


def _excel(pieces: Iterator[bytes]) -> Iterator[int]:
    columns = rows = 0
    for piece in pieces:
        for letters, number in _EXCEL_CELL.findall(piece):
            columns, rows = max(columns, _column(letters.upper())), max(rows, int(number))
        yield columns * rows


def _open_document(pieces: Iterator[bytes]) -> Iterator[int]:
    """Rows and cells are numbered by counting; a tag may stand for many of them."""
    row = column = columns = rows = 0
    for piece in pieces:
        for kind, attributes in _OPEN_TAG.findall(piece):
            if kind == b"table":
                row = column = columns = rows = 0
            elif kind == b"table-row":
                row, column = row + _times(_ROWS_REPEATED, attributes), 0
            else:
                column += _times(_COLUMNS_REPEATED, attributes)
                if b"value-type" in attributes:
                    columns, rows = max(columns, column), max(rows, row)
        yield columns * rows


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _pieces(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry in pieces that end where a tag ends."""
    with package.open(entry) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            piece = rest + chunk
            end = piece.rfind(b">") + 1
            yield piece[:end]
            rest = piece[end:][-_LONGEST_TAG:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
