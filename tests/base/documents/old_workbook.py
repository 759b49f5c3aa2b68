"""Writes the smallest .xls (BIFF8 in a compound file) a reader accepts; only tests need it.

Layouts: [MS-CFB] for the container, [MS-XLS] for the records.
"""

from __future__ import annotations

import struct
from datetime import date

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST_STREAM = 4096
GENERAL, DAY = 0, 1  # positions among the cell formats written below
DAY_FORMAT = 14  # built in: a date


def old_workbook(name: str, cells: dict, merged: tuple = ()) -> bytes:
    """`cells` by (row, column) from 0; `merged` holds (row, row, column, column)."""
    globals_head = _bof(0x0005) + _format(0) + _format(DAY_FORMAT)
    place = len(globals_head) + 4 + 8 + 2 * len(name) + 4
    sheet_entry = struct.pack("<IHBB", place, 0, len(name), 1) + name.encode("utf-16-le")
    body = b"".join(_cell(row, column, value) for (row, column), value in sorted(cells.items()))
    ranges = b"".join(struct.pack("<4H", *each) for each in merged)
    body += _record(0x00E5, struct.pack("<H", len(merged)) + ranges) if merged else b""
    stream = globals_head + _record(0x0085, sheet_entry) + _record(0x000A)
    return _container(stream + _bof(0x0010) + body + _record(0x000A))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 6))


def _format(number: int) -> bytes:
    return _record(0x00E0, struct.pack("<HH16x", 0, number))


def _cell(row: int, column: int, value) -> bytes:
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHH", row, column, GENERAL) + text)
    form = DAY if isinstance(value, date) else GENERAL
    number = (value - date(1899, 12, 30)).days if form == DAY else value
    return _record(0x0203, struct.pack("<HHHd", row, column, form, number))


def _container(stream: bytes) -> bytes:
    stream = stream.ljust(SMALLEST_STREAM, b"\0")
    stream += b"\0" * (-len(stream) % SECTOR)
    sectors = len(stream) // SECTOR
    table = [TABLE, END, *range(3, 2 + sectors), END]
    table += [FREE] * (SECTOR // 4 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, SMALLEST_STREAM, END, 0, END, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    folder = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    folder += b"\0" * (SECTOR - len(folder))
    return head + struct.pack(f"<{len(table)}I", *table) + folder + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    entry = written.ljust(64, b"\0") + struct.pack(
        "<HBB3I", len(written), kind, 1, FREE, FREE, child
    )
    return entry + b"\0" * 36 + struct.pack("<IQ", start, size)
