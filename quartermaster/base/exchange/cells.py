"""What a cell says: nothing, a text, a number; and the same said in two files."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

NOTHING = {"", "na", "n/a", "-", "--", "—", "——", "/", "\\", "无", "null", "none", "nil"}
# What a formula that failed leaves behind; workbooks give such a cell as empty, CSV files as text.
FAILED = {"#n/a", "#name?", "#ref!", "#div/0!", "#value!", "#num!", "#null!"}
FLOAT_DIGITS = 12
LONGEST_NUMBER = 25


def is_empty(cell: Any) -> bool:
    """Whether people write this where they have nothing to write."""
    return cell is None or (isinstance(cell, str) and folded(cell) in NOTHING | FAILED)


def folded(word: str) -> str:
    """A word for comparing: full-width as ASCII, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", word).lower().split())


def written(cell: Any) -> Any:
    """The cell as a person would have typed it; dates and times stay what they are.

    A spreadsheet keeps 0.3 as 0.30000000000000004 and a room number 301 as 301.0.
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int | Decimal):
        return _number(Decimal(f"{cell:.{FLOAT_DIGITS}g}" if isinstance(cell, float) else cell))
    return cell


def _number(value: Decimal) -> str:
    if not value.is_finite():
        return str(value)
    return f"{value.normalize():f}" if value else "0"


def canonical(cell: Any) -> str:
    """The same text for the same content, whether it came from a CSV or from a workbook."""
    if is_empty(cell):
        return ""
    if isinstance(cell, datetime):
        plain = cell.replace(tzinfo=None)
        return plain.date().isoformat() if plain.time() == time() else plain.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    word = folded(str(written(cell)))
    try:
        value = Decimal(word) if len(word) <= LONGEST_NUMBER else None
    except InvalidOperation:
        value = None
    if value is not None and value.is_finite() and abs(value.adjusted()) < LONGEST_NUMBER:
        return _number(value)
    return word
