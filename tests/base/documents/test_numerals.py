"""Numbers in words; the amounts are the printed examples of the rules for bills and vouchers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quartermaster.base.documents.numerals import (
    capital_money,
    chinese_numeral,
    english_numeral,
    heading_number,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (15, "十五"),
        (30, "三十"),
        (101, "一百零一"),
        (115, "一百一十五"),
        (1005, "一千零五"),
        (10_000, "一万"),
        (107_000, "十万七千"),
        (100_050_000, "一亿零五万"),
        (1_200_000_000_000, "一万二千亿"),
        (-7, "负七"),
    ],
)
def test_whole_numbers_are_read_as_chinese_reads_them(number, words):
    assert chinese_numeral(number) == words


def test_a_bare_two_before_a_classifier_is_liang_and_others_are_not_touched():
    assert chinese_numeral(2, counting=True) == "两"
    assert chinese_numeral(12, counting=True) == "十二"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (21, "twenty-one"),
        (105, "one hundred and five"),
        (1005, "one thousand and five"),
        (20_001_000, "twenty million one thousand"),
        (-3, "minus three"),
    ],
)
def test_whole_numbers_are_read_as_english_reads_them(number, words):
    assert english_numeral(number) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1005.05", "壹仟零伍元零伍分"),
        ("100000000", "壹亿元整"),
        ("0.05", "伍分"),
        ("0", "零元整"),
        ("-3.20", "负叁元贰角"),
        ("9.995", "壹拾元整"),
    ],
)
def test_amounts_in_capitals_follow_the_rules_for_vouchers(amount, words):
    assert capital_money(Decimal(amount), "zh-Hans") == words


def test_amounts_in_english_give_the_fen_as_hundredths():
    assert capital_money(Decimal("1005.05"), "en") == "one thousand and five and 05/100 yuan only"
    assert capital_money(100, "en") == "one hundred yuan only"


def test_an_amount_beyond_all_words_is_refused_rather_than_miswritten():
    with pytest.raises(ValueError, match="too large"):
        capital_money(Decimal(10) ** 16, "zh-Hans")


@pytest.mark.parametrize(
    ("level", "chinese", "english"),
    [(1, "十二、", "12. "), (2, "（十二）", "(12) "), (3, "12.", "12) "), (4, "（12）", "(12) ")],
)
def test_headings_are_numbered_by_level(level, chinese, english):
    assert heading_number(level, 12, "zh-Hans") == chinese
    assert heading_number(level, 12, "en") == english
