"""What cells say, and when two of them say the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from quartermaster.base.exchange.cells import canonical, is_empty, written


@pytest.mark.parametrize(
    "word", ["", "  ", "NA", "n/a", "#N/A", "#NAME?", "-", "—", "/", "无", None]
)
def test_people_write_nothing_in_many_ways(word):
    assert is_empty(word)
    assert canonical(word) == ""


@pytest.mark.parametrize("cell", [0, Decimal(0), "0", "无锡", "NAS", False, "-5"])
def test_nought_and_words_that_only_begin_so_are_something(cell):
    assert not is_empty(cell)


def test_numbers_are_written_as_a_person_would_have_typed_them():
    assert written(301.0) == "301"
    assert written(0.1 + 0.2) == "0.3"
    assert written(13800138000.0) == "13800138000"
    assert written(Decimal("25.00")) == "25"
    assert written(Decimal("1E+3")) == "1000"
    assert written("007") == "007"


def test_the_same_content_is_the_same_in_csv_and_workbook():
    assert canonical("183.50") == canonical(183.5) == canonical(Decimal("183.5")) == "183.5"
    assert canonical(date(2026, 3, 2)) == canonical(datetime(2026, 3, 2))  # noqa: DTZ001
    assert canonical(" Swap  BUCKET ") == canonical("swap bucket")
    assert canonical("７") == canonical(7)


def test_different_content_stays_different():
    assert canonical("1e400") != canonical("1e500")
    assert canonical(datetime(2026, 3, 2, 8)) != canonical(date(2026, 3, 2))  # noqa: DTZ001
    assert canonical("12a") != canonical("12")
