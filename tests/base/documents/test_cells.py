"""Cells: their addresses, what they are, and what they are read as when asked."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from quartermaster.base.core.errors import Invalid
from quartermaster.base.documents.spreadsheet import Cell, day_order, read_table


def test_cells_know_their_address_and_rows_their_number():
    sheet = read_table(b"a,b\n\n\nx,1\n", "a.csv")
    row = sheet.rows[0]
    assert row.number == 4
    assert row[1] == Cell(Decimal(1), "1", "B4")
    assert row[7] == Cell(None, "", "H4")
    assert [record["b"].address for record in sheet.records()] == ["B4"]


def test_columns_beyond_z_have_two_letters():
    head = ",".join(f"c{number}" for number in range(53))
    sheet = read_table((head + "\n" + ",".join("1" * 53)).encode(), "wide.csv")
    assert sheet.rows[0][51].address == "AZ2"
    assert sheet.rows[0][52].address == "BA2"


def test_only_what_is_beyond_doubt_becomes_a_number_or_a_date():
    text = (
        "a\n007\n420101199001011234\n01/02/2026\n1,5\n-3.20\n2026-13-01\n2026/6/30 08:05\n1E5\nNA\n"
    )
    sheet = read_table(text.replace("1,5", '"1,5"').encode(), "a.csv")
    assert [row.values[0] for row in sheet.rows] == [
        "007",
        "420101199001011234",
        "01/02/2026",
        "1,5",
        Decimal("-3.20"),
        "2026-13-01",
        datetime(2026, 6, 30, 8, 5),  # noqa: DTZ001 - the file knows no zone
        "1E5",
        "NA",
    ]


def test_a_cell_is_read_as_the_number_or_date_that_is_asked_for():
    assert Cell("1,286.50", "1,286.50", "B2").number() == Decimal("1286.50")
    assert Cell("¥ １２", "¥ １２", "B2").number() == Decimal(12)
    assert Cell(None, "", "B2").number() is None
    assert Cell("30/06/2026", "30/06/2026", "C2").day("dmy") == date(2026, 6, 30)
    assert Cell("06/30/2026", "06/30/2026", "C2").day("mdy") == date(2026, 6, 30)
    assert Cell(Decimal(41268), "41268", "C2").day() == date(2012, 12, 25)
    assert Cell(Decimal(20260630), "20260630", "C2").day() == date(2026, 6, 30)
    assert Cell(None, "", "C2").day() is None


@pytest.mark.parametrize("text", ["30/06/2026", "2026-02-30", "昨天"])
def test_what_is_no_date_is_refused_with_its_address(text):
    with pytest.raises(Invalid, match="C2: .*" + text):
        Cell(text, text, "C2").day()


def test_what_is_no_number_is_refused_with_its_address():
    with pytest.raises(Invalid, match="B7: .*NA"):
        Cell("NA", "NA", "B7").number()
    with pytest.raises(Invalid):
        Cell(date(2026, 1, 1), "2026-01-01", "B7").number()


def test_the_order_of_day_and_month_is_told_from_the_whole_column():
    def column(*texts):
        return [Cell(text, text, "A2") for text in texts]

    assert day_order(column("01/02/2026", "30/06/2026")) == "dmy"
    assert day_order(column("01/02/2026", "06/30/2026", "NA")) == "mdy"
    assert day_order(column("01/02/2026")) is None
    assert day_order(column("30/06/2026", "06/30/2026")) is None
    assert day_order([]) is None
