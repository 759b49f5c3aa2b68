"""CSV and TSV as people send them: any encoding and separator, broken lines and all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from quartermaster.base.documents.spreadsheet import read_table
from tests.base.documents.workbooks import values

CSV = "名称,数量,日期,编号\n扳手,12.5,2026-06-30,007\n灯管,3,2026年7月1日,18位\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_text_files_of_every_encoding_and_separator(encoding, separator):
    sheet = read_table(CSV.replace(",", separator).encode(encoding), "库存.csv")
    assert sheet.name == "库存"
    assert sheet.head == ("名称", "数量", "日期", "编号")
    assert values(sheet) == [
        ("扳手", Decimal("12.5"), date(2026, 6, 30), "007"),
        ("灯管", Decimal("3"), date(2026, 7, 1), "18位"),
    ]
    assert sheet.problems == ()


def test_a_file_is_read_from_its_path_too(tmp_path):
    (tmp_path / "库存.csv").write_text(CSV, encoding="gb18030")
    assert read_table(tmp_path / "库存.csv").name == "库存"


def test_broken_lines_are_kept_and_pointed_out():
    text = "名称,数量,备注\n扳手,1\n灯管,2,走廊,东侧,二楼\n\n水龙头,3,\n"
    sheet = read_table(text.encode(), "a.csv")
    assert [row.number for row in sheet.rows] == [2, 3, 5]
    assert sheet.rows[0][2].is_blank
    assert [(problem.row, problem.message) for problem in sheet.problems] == [
        (3, "The row has 2 cells more than the head.")
    ]


def test_a_quote_that_is_never_closed_does_not_eat_the_file():
    lines = "".join(f"第{number}行,{number}\n" for number in range(200))
    sheet = read_table(f'名称,数量\n"未闭合,1\n{lines}'.encode(), "a.csv")
    assert len(sheet.rows) == 201
    assert sheet.rows[0].values == ('"未闭合', Decimal(1))
    assert [problem.row for problem in sheet.problems] == [0]


def test_quoted_line_ends_and_separators_belong_to_the_cell():
    sheet = read_table(b'a,b\n"x\ny, ""z""",2\n', "a.csv")
    assert values(sheet) == [('x\ny, "z"', Decimal(2))]


def test_damaged_characters_are_shown_and_pointed_out():
    sheet = read_table(CSV.encode() + "坏".encode() + b"\xff,1,,\n", "a.csv")
    assert sheet.rows[2][0].text == "坏\ufffd"
    assert len(sheet.problems) == 1


def test_a_line_that_only_names_the_separator_is_not_data():
    sheet = read_table(b"sep=;\na;b\n1;2\n", "a.csv")
    assert sheet.head == ("a", "b")
    assert sheet.rows[0].number == 3


def test_a_table_without_a_head_gets_letters():
    sheet = read_table("1,扳手,2.5\n2,灯管,3\n".encode(), "a.csv")
    assert sheet.head == ("A", "B", "C")
    assert sheet.head_row == 0
    assert len(sheet.rows) == 2


def test_columns_of_the_same_name_stay_apart():
    assert read_table(b"a,b,a\n1,2,3\n", "a.csv").head == ("a", "b", "a (2)")


def test_years_may_be_names_of_columns():
    sheet = read_table("项目,2024,2025\n用水,10,11\n".encode(), "a.csv")
    assert sheet.head == ("项目", "2024", "2025")
