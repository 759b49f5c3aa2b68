"""Reading CSV and TSV as they come: any usual encoding and separator, broken lines and all."""

from __future__ import annotations

import csv
import io
from collections import Counter

from django.utils.translation import gettext as _

from .sheet import Problem

_SEPARATORS = (",", ";", "\t", "|")
_LOOK_AT = 64 * 1024  # characters
_LONGEST_CELL = 32_767  # as in a spreadsheet
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_delimited(content: bytes) -> tuple[list[list[str]], list[Problem]]:
    """The rows of the file as text, blank lines included, and what was wrong with it.

    Row n of the result is row n + 1 of the file as a spreadsheet would show it.
    """
    text, problems = _decoded(content)
    text = text.replace("\x00", "")
    separator, text = _separator(text)
    rows = _parsed(text, separator)
    if _quote_swallowed(rows):
        rows = [line.split(separator) for line in text.splitlines()]
        problems.append(Problem(0, _("A quotation mark is not closed; marks were read as text.")))
    return rows, problems


def _decoded(content: bytes) -> tuple[str, list[Problem]]:
    """The text, in the first encoding it is valid in; Chinese Windows writes GB 18030."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _with_replacement(content, encoding)
    for encoding in (_silent_utf_16(content), "utf-8", "gb18030"):
        if encoding:
            try:
                return content.decode(encoding), []
            except UnicodeDecodeError:
                continue
    if _is_mostly_utf_8(content):
        return _with_replacement(content, "utf-8")
    return _with_replacement(content, "gb18030")


def _with_replacement(content: bytes, encoding: str) -> tuple[str, list[Problem]]:
    try:
        return content.decode(encoding), []
    except UnicodeDecodeError:
        damaged = content.decode(encoding, errors="replace")
        message = _("Some characters could not be read; they are shown as “\ufffd”.")
        return damaged, [Problem(0, message)]


def _silent_utf_16(content: bytes) -> str | None:
    """UTF-16 without its mark shows in zero bytes at every second place."""
    sample = content[:2000]
    if len(sample) < 4 or sample.count(0) * 4 < len(sample):
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"


def _is_mostly_utf_8(content: bytes) -> bool:
    decoded = content.decode("utf-8", errors="replace")
    return decoded.count("\ufffd") * 50 < len(decoded)


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the text without a line that only says so ("sep=;", as Excel writes)."""
    first, _newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], "\n" + rest
    sample = text[:_LOOK_AT]
    return max(_SEPARATORS, key=lambda separator: _regularity(sample, separator)), text


def _regularity(sample: str, separator: str) -> float:
    """How well a separator explains a text: columns times the share of lines that agree."""
    widths = Counter(len(row) for row in _parsed(sample, separator)[:200] if row)
    if not widths:
        return 0.0
    width, lines = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return 0.0 if width == 1 else lines / widths.total() + min(width, 50) / 1000


def _parsed(text: str, separator: str) -> list[list[str]]:
    # The limit is the whole process's: it may grow, it must never shrink for other readers.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _quote_swallowed(rows: list[list[str]]) -> bool:
    """Whether a quotation mark that was never closed ate a part of the file."""
    return any(len(cell) > _LONGEST_CELL or cell.count("\n") > 100 for row in rows for cell in row)
