"""What a document refuses to be, and how its marks read on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from quartermaster.base.documents.content import (
    Footer,
    Heading,
    Signature,
    Span,
    Table,
    figures,
    printable,
    visible_text,
)
from quartermaster.base.documents.layout import (
    closing_indents,
    column_shares,
    data_line,
    signature_line,
    text_width,
)


@pytest.mark.parametrize("level", [0, 5])
def test_headings_have_four_levels(level):
    with pytest.raises(ValueError, match="1 to 4"):
        Heading(level, "标题")


def test_tables_are_rectangular():
    with pytest.raises(ValueError, match="row 2 has 1 cells"):
        Table(head=("甲", "乙"), rows=(("1", "2"), ("3",)))
    with pytest.raises(ValueError, match="1 units for 2 columns"):
        Table(head=("甲", "乙"), rows=(), units=("元",))
    with pytest.raises(ValueError, match="no column 2"):
        Table(head=("甲", "乙"), rows=(), numeric=(2,))
    with pytest.raises(ValueError, match="at least one column"):
        Table(head=(), rows=())


def test_a_footer_needs_a_period_and_a_moment_with_a_zone(footer):
    with pytest.raises(ValueError, match="is empty"):
        Footer(date(2026, 7, 1), date(2026, 7, 1), footer.generated_at)
    naive = datetime(2026, 7, 1, 9, 30)  # noqa: DTZ001 - that is what must be refused
    with pytest.raises(ValueError, match="time zone"):
        Footer(date(2026, 1, 1), date(2026, 7, 1), naive)
    with pytest.raises(ValueError, match="time zone"):
        Signature("处长", "林建国", naive)


def test_a_document_is_in_chinese_or_english(report):
    with pytest.raises(ValueError, match="not in 'fr'"):
        replace(report, language="fr")


def test_pending_figures_say_so_in_words_once():
    assert visible_text(Span("980多", pending=True), "zh-Hans") == "980多（待核）"
    assert visible_text(Span("", pending=True), "zh-Hans") == "待核"
    assert visible_text(Span("待核", pending=True), "zh-Hans") == "待核"
    assert visible_text(Span("980", pending=True), "en") == "980 (to be verified)"
    assert visible_text(Span("980"), "zh-Hans") == "980"


def test_all_figures_of_a_document_are_known_tables_included(report):
    assert figures(report) == ("repairs.reported", "accidents", "households", "repairs.water")


def test_units_stand_in_the_head():
    table = Table(head=("类别", "费用"), rows=(), units=("", "万元"))
    assert table.labels("zh-Hans") == ("类别", "费用（万元）")
    assert table.labels("en") == ("类别", "费用 (万元)")


def test_the_data_line_names_period_time_and_number(footer):
    assert data_line(footer, "zh-Hans") == (
        "数据期间：2026年1月1日至6月30日　生成时间：2026年7月1日 09:30　编号：后勤-2026-0017"
    )
    without_number = replace(footer, reference="")
    assert data_line(without_number, "en") == (
        "Data period: 1 January to 30 June 2026   Generated: 1 July 2026, 09:30"
    )


def test_a_name_stands_on_the_line_only_when_signed(report):
    signed, open_one = report.signatures
    assert signature_line(signed, "zh-Hans") == ("处长：", "林建国", "2026年7月1日 17:02")
    assert signature_line(open_one, "zh-Hans") == ("分管院长：", "", "陈志平（未签）")


def test_chinese_letters_are_twice_as_wide_as_latin_ones():
    assert text_width("后勤 2026") == 4.5


def test_the_date_begins_two_characters_right_of_a_short_issuer_and_ends_two_from_the_edge():
    # 总务科 is 3 wide; 2026年7月1日 is 6 wide and has 5 seams of a quarter: 7.25
    assert closing_indents("总务科", "2026年7月1日", sealed=False) == (8.25, 2.0)
    # an issuer longer than the date: it ends two from the edge, the date two right of its start
    assert closing_indents("某某省人民医院后勤管理处", "2026年7月1日", sealed=False) == (2.0, 4.75)
    assert closing_indents("总务科", "2026年7月1日", sealed=True) == (6.125, 4.0)


def test_columns_of_figures_get_all_they_need_and_long_texts_give_way():
    long_text = "含夜间抢修，部分工单因待料挂起，已按规定扣除" * 4
    table = Table(head=("费用", "说明"), rows=(("120960.50", long_text), ("3", "短")), numeric=(0,))
    cost, remark = column_shares(table, "zh-Hans", 442.2)
    # 9 half characters with a quarter for wide digits, and 1.2 of padding, at 12 pt
    assert cost * 442.2 == pytest.approx((9 * 0.5 * 1.25 + 1.2) * 12)
    assert cost + remark == pytest.approx(1)


def test_control_characters_are_not_printed():
    assert printable("电\x00梯\x07 \ufeff1\t号\n") == "电梯 1\t号\n"
