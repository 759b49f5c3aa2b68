"""Workbooks people send: xlsx, xls, ods; messy heads, merged cells, and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from quartermaster.base.core.errors import Invalid
from quartermaster.base.documents.spreadsheet import read_table
from tests.base.documents.old_workbook import old_workbook
from tests.base.documents.workbooks import new_workbook, open_document, rows_of, values


def test_titles_blanks_and_a_nameless_last_column():
    cells = rows_of(
        ["附件2："],
        ["某校资产清单\n（截至2026年6月）"],
        [None],
        ["序号", "名称", None, "数量"],
        [1, "电脑", "旧", 3, "已报废"],
        [2, "桌子", None, 40],
    )
    sheet = read_table(new_workbook(("清单", cells, [(1, 0, 1, 3)], False)))
    assert sheet.titles == ("附件2：", "某校资产清单\n（截至2026年6月）")
    assert sheet.head == ("序号", "名称", "C", "数量", "E")
    assert sheet.head_row == 4
    assert values(sheet)[0] == (Decimal(1), "电脑", "旧", Decimal(3), "已报废")
    assert sheet.rows[0][4].address == "E5"


def test_group_heads_are_put_before_the_names_below_them():
    cells = rows_of(
        ["班级", "早餐", None, "午餐", None],
        [None, "份数", "金额", "份数", "金额"],
        ["一班", 30, 90, 32, 256],
    )
    merged = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]
    sheet = read_table(new_workbook(("餐", cells, merged, False)))
    assert sheet.head == ("班级", "早餐/份数", "早餐/金额", "午餐/份数", "午餐/金额")
    assert sheet.head_row == 2
    assert len(sheet.rows) == 1


def test_heading_lines_within_the_table_become_sections_and_merged_cells_fill_down():
    cells = rows_of(
        ["部门", "物品", "数量"],
        ["东院区"],
        ["总务科", "扳手", 1],
        [None, "灯管", 2],
        ["西院区"],
        ["库房", "水管", 3],
    )
    merged = [(1, 0, 1, 2), (2, 0, 3, 0), (4, 0, 4, 2)]
    sheet = read_table(new_workbook(("物品", cells, merged, False)))
    assert [(row.section, *row.values) for row in sheet.rows] == [
        ("东院区", "总务科", "扳手", Decimal(1)),
        ("东院区", "总务科", "灯管", Decimal(2)),
        ("西院区", "库房", "水管", Decimal(3)),
    ]


def test_a_row_with_one_filled_cell_is_data_when_nothing_is_merged():
    cells = rows_of(["部门", "物品", "数量"], ["总务科"], ["库房", "水管", 3])
    assert len(read_table(new_workbook(("物品", cells, [], False))).rows) == 2


def test_the_first_visible_sheet_with_content_is_read_or_the_one_asked_for():
    content = new_workbook(
        ("字典", rows_of(["隐藏"]), [], True),
        ("空", {}, [], False),
        ("数据", rows_of(["a", "b"], ["x", 1]), [], False),
    )
    sheet = read_table(content)
    assert (sheet.name, sheet.other_sheets) == ("数据", ("字典", "空"))
    assert read_table(content, sheet="字典").head == ("隐藏",)
    with pytest.raises(Invalid, match="没有"):
        read_table(content, sheet="没有")


def test_numbers_of_a_workbook_are_exact_to_fifteen_digits():
    cells = rows_of(["a", "b"], [0.1 + 0.2, 420101199001011234])
    sheet = read_table(new_workbook(("数", cells, [], False)))
    assert sheet.rows[0].values[0] == Decimal("0.3")
    assert [problem.row for problem in sheet.problems] == [2]
    assert sheet.problems[0].message.startswith("B2: ")


def test_a_table_that_does_not_begin_at_a1_keeps_its_addresses():
    cells = {(3, 2): "名称", (3, 3): "数量", (4, 2): "扳手", (4, 3): 2}
    sheet = read_table(new_workbook(("偏", cells, [], False)))
    assert sheet.head == ("A", "B", "名称", "数量")
    assert sheet.rows[0][3].address == "D5"


def test_old_workbooks_with_dates_and_merged_titles():
    cells = {
        (0, 0): "资产清单",
        (1, 0): "名称",
        (1, 1): "取得日期",
        (1, 2): "价值",
        (2, 0): "功放",
        (2, 1): date(2012, 12, 25),
        (2, 2): 2180.5,
    }
    sheet = read_table(old_workbook("校产", cells, ((0, 0, 0, 2),)), "asset.xls")
    assert sheet.name == "校产"
    assert sheet.titles == ("资产清单",)
    assert sheet.head == ("名称", "取得日期", "价值")
    assert values(sheet) == [("功放", date(2012, 12, 25), Decimal("2180.5"))]


def test_open_documents():
    def cell(kind, value, text):
        attribute = {"float": "value", "date": "date-value"}.get(kind)
        extra = f' office:{attribute}="{value}"' if attribute else ""
        return (
            f'<table:table-cell office:value-type="{kind}"{extra}><text:p>{text}</text:p>'
            "</table:table-cell>"
        )

    head = "".join(cell("string", "", name) for name in ("名称", "数量", "日期"))
    row = cell("string", "", "扳手") + cell("float", "2.5", "2.5")
    row += cell("date", "2026-06-30", "30.06.26")
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
    content = f"<table:table-row>{head}</table:table-row><table:table-row>{row}</table:table-row>"
    sheet = read_table(open_document(content + blank + "</table:table-row>"))
    assert sheet.head == ("名称", "数量", "日期")
    assert values(sheet) == [("扳手", Decimal("2.5"), date(2026, 6, 30))]


def test_two_cells_in_far_corners_do_not_fill_the_memory():
    far = {(0, 0): "a", (1_048_575, 16_383): "b"}
    with pytest.raises(Invalid, match="too large"):
        read_table(new_workbook(("远", far, [], False)))


def test_a_cell_repeated_a_million_times_does_not_fill_the_memory():
    cell = '<table:table-cell table:number-columns-repeated="90" office:value-type="string"/>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    with pytest.raises(Invalid, match="too large"):
        read_table(open_document(row))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"PK\x03\x04 not really", "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "damaged"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "web page"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content, reason):
    with pytest.raises(Invalid, match=reason):
        read_table(content, "file.xls")


def test_a_workbook_cut_short_is_refused():
    whole = new_workbook(("数", rows_of(["a", "b"], ["x", 1]), [], False))
    with pytest.raises(Invalid, match="damaged"):
        read_table(whole[: len(whole) // 2])
    with pytest.raises(Invalid, match="damaged"):
        read_table(old_workbook("数", {(0, 0): "a"})[:1024])


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='XFD1048576'><v>1</v></c>",
        '<x:c s="1" r = "XFD1048576" t="n"><x:v>1</x:v></x:c>',
        '<c s="1" t="n" r="xfd1048576"><v>1</v></c>',
    ],
)
def test_a_far_cell_is_found_however_it_is_written(cell):
    stream = io.BytesIO()
    near = new_workbook(("近", rows_of(["a", "b"]), [], False))
    with zipfile.ZipFile(io.BytesIO(near)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            target.writestr(name, content.replace("</row>", f"{cell}</row>"))
    with pytest.raises(Invalid, match="too large"):
        read_table(stream.getvalue())


def test_formats_without_content_down_to_the_last_row_are_no_reason_to_refuse():
    near = new_workbook(("近", rows_of(["a", "b"], ["x", 1]), [], False))
    stream = io.BytesIO()
    blank = '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    with zipfile.ZipFile(io.BytesIO(near)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            target.writestr(name, content.replace("</sheetData>", blank))
    assert values(read_table(stream.getvalue())) == [("x", Decimal(1))]
