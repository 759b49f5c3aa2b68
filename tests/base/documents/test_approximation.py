"""Approximate wording: the style is free, the value is not, and no wording claims too much."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quartermaster.base.documents.approximation import Style, approximate


def zh(value, style, unit=""):
    return approximate(value, style, language="zh-Hans", unit=unit)


def en(value, style, unit=""):
    return approximate(value, style, language="en", unit=unit)


@pytest.mark.parametrize(
    ("value", "style", "unit", "wording"),
    [
        (983, Style.OVER, "户", "980多户"),
        (34, Style.OVER_IN_WORDS, "天", "三十多天"),
        (430, Style.SEVERAL, "米", "几百米"),
        (Decimal("158.6"), Style.ABOUT, "人", "约160人"),
        (158.6, Style.AROUND, "人", "160人左右"),
        (6_032_400, Style.OVER, "元", "600多万元"),
        (1503, Style.OVER, "平方米", "1500多平方米"),
        (983, Style.NEARLY, "户", "近1000户"),
        (356_000, Style.OVER, "元", "35万多元"),
        (983, Style.EXACT, "户", "983户"),
        (15, Style.SEVERAL, "人", "十几人"),
        (7, Style.SEVERAL, "次", "几次"),
        (Decimal("20.4"), Style.ABOUT, "人", "约20人"),
        (128, Style.ABOUT, "人", "约130人"),
    ],
)
def test_the_wording_of_the_reports(value, style, unit, wording):
    assert zh(value, style, unit) == wording


@pytest.mark.parametrize(
    ("value", "style", "wording"),
    [
        (983, "over", "more than 980 households"),
        (6_032_400, "over", "more than 6 million households"),
        (430, "several", "several hundred households"),
        (158.6, "about", "about 160 households"),
        (983, "nearly", "nearly 1,000 households"),
    ],
)
def test_the_same_in_english(value, style, wording):
    assert en(value, style, "households") == wording


@pytest.mark.parametrize("style", [Style.OVER, Style.ABOUT, Style.AROUND])
def test_a_number_that_is_already_round_is_not_called_approximate(style):
    assert zh(980, style, "户") == "980户"


def test_one_hundred_and_something_is_never_several_hundred():
    assert zh(199, Style.SEVERAL, "米") == "一百多米"
    assert zh(200, Style.SEVERAL, "米") == "几百米"
    assert en(150, Style.SEVERAL) == "more than 100"


def test_nearly_needs_the_next_round_number_to_be_near():
    assert zh(910, Style.NEARLY) == "近1000"
    assert zh(890, Style.NEARLY) == "近900"
    assert zh(1020, Style.NEARLY) == "1000多"


def test_duo_stands_only_behind_a_round_number():
    assert zh(12_345, Style.OVER) == "超过1.2万"
    assert approximate(34.5, Style.OVER, language="zh-Hans", digits=2) == "超过34"


@pytest.mark.parametrize("style", list(Style))
def test_nothing_and_less_than_nothing_are_printed_exactly(style):
    assert zh(0, style, "件") == "0件"
    assert zh(-5, style, "度") == "-5度"


def test_two_of_something_is_liang():
    assert zh(2, Style.OVER_IN_WORDS, "次") == "两次"


def test_an_unknown_style_is_refused():
    with pytest.raises(ValueError, match="roughly"):
        zh(983, "roughly")
