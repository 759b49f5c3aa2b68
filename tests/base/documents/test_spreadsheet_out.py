"""Workbooks we write: typed cells, and a text stays a text whatever it begins with."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
import python_calamine as calamine

from quartermaster.base.documents import spreadsheet
from quartermaster.base.documents.spreadsheet import Column, sheet_name, to_xlsx

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COLUMNS = [
    ("名称", "text", 20),
    ("数量", "number", 10),
    ("金额", "money", 12),
    ("日期", "date", 12),
    ("时间", "datetime", 18),
]
ROW = (
    "扳手",
    Decimal("12.5"),
    Decimal("1286.50"),
    date(2026, 6, 30),
    datetime(2026, 6, 30, 9, 30, tzinfo=UTC),
)


def read(workbook: bytes) -> list[list]:
    return calamine.load_workbook(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()


def part(workbook: bytes, name: str):
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return ElementTree.fromstring(package.read(name))  # noqa: S314 - our own output


def test_cells_have_the_type_of_their_column():
    _head, row = read(to_xlsx("领用", COLUMNS, [ROW], timezone=ZoneInfo("Asia/Shanghai")))
    assert row == [
        "扳手",
        12.5,
        1286.5,
        date(2026, 6, 30),
        datetime(2026, 6, 30, 17, 30),  # noqa: DTZ001 - a workbook knows no zone
    ]


def test_a_moment_keeps_its_own_wall_clock_when_no_zone_is_wanted():
    _head, row = read(to_xlsx("领用", COLUMNS, [ROW]))
    assert row[4] == datetime(2026, 6, 30, 9, 30)  # noqa: DTZ001 - a workbook knows no zone


def test_money_shows_two_decimals_and_dates_their_year_first():
    styles = part(to_xlsx("领用", COLUMNS, [ROW]), "xl/styles.xml")
    used = {form.get("numFmtId") for form in styles.find(f"{M}cellXfs")}
    custom = {form.get("formatCode") for form in styles.iter(f"{M}numFmt")}
    assert "4" in used  # built in: #,##0.00
    assert {"yyyy-mm-dd", "yyyy-mm-dd hh:mm"} <= custom


@pytest.mark.parametrize(
    "text",
    ["=1+1", '=HYPERLINK("https://evil.example")', "+1", "-1", "@SUM(A1)", "https://a.example",
     "007", "1e5", "{=1}"],
)  # fmt: skip
def test_a_text_never_becomes_a_formula_a_link_or_a_number(text):
    workbook = to_xlsx("清单", [Column("名称")], [(text,)])
    assert read(workbook) == [["名称"], [text]]
    sheet = part(workbook, "xl/worksheets/sheet1.xml")
    assert sheet.find(f".//{M}f") is None
    assert sheet.find(f".//{M}hyperlink") is None


def test_the_head_is_frozen_filtered_and_repeated_in_print():
    workbook = to_xlsx("领用", COLUMNS, [ROW, ROW])
    sheet = part(workbook, "xl/worksheets/sheet1.xml")
    pane = sheet.find(f".//{M}pane")
    assert (pane.get("state"), pane.get("ySplit"), pane.get("xSplit")) == ("frozen", "1", None)
    assert sheet.find(f"{M}autoFilter").get("ref") == "A1:E3"
    assert sheet.find(f"{M}cols/{M}col").get("width").startswith("20.")
    names = [name.get("name") for name in part(workbook, "xl/workbook.xml").iter(f"{M}definedName")]
    assert "_xlnm.Print_Titles" in names


def test_what_does_not_fit_the_column_is_kept_as_text():
    rows = [("甲", "约三十", None, date(1899, 1, 1), "昨天"), ("乙", True, "", None, None)]
    _head, first, second = read(to_xlsx("杂", COLUMNS, rows))
    assert first == ["甲", "约三十", "", "1899-01-01", "昨天"]
    assert second == ["乙", True, "", "", ""]


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark_and_not_dropped():
    _head, row = read(to_xlsx("长", [Column("正文")], [("长" * 40_000,)]))
    assert len(row[0]) == 32_767
    assert row[0].endswith("长…")


def test_control_characters_do_not_break_the_file():
    _head, row = read(to_xlsx("控", [Column("正文")], [("电\x00梯\x0b完\ud800好",)]))
    assert row == ["电梯完好"]


def test_rows_beyond_one_sheet_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(spreadsheet, "_ROWS_PER_SHEET", 2)
    workbook = to_xlsx("清单", [Column("序号", "number")], ((number,) for number in range(5)))
    book = calamine.load_workbook(io.BytesIO(workbook))
    assert book.sheet_names == ["清单", "清单 (2)", "清单 (3)"]
    assert book.get_sheet_by_name("清单 (3)").to_python() == [["序号"], [4.0]]


def test_an_empty_list_still_has_its_head():
    assert read(to_xlsx("空", COLUMNS, [])) == [["名称", "数量", "金额", "日期", "时间"]]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("维修 [2026/06]: 汇总?", "维修 2026 06 汇总"),
        ("", "Sheet"),
        ("'引号'", "引号"),
        ("很" * 40, "很" * 31),
    ],
)
def test_a_title_becomes_a_lawful_name(title, name):
    assert sheet_name(title, 1) == name


def test_the_same_rows_give_the_same_bytes():
    assert to_xlsx("领用", COLUMNS, [ROW]) == to_xlsx("领用", COLUMNS, [ROW])
