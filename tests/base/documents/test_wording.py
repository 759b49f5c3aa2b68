"""Print rules for numbers, money, rates and comparisons; figures of the acceptance scenarios."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quartermaster.base.documents import wording
from quartermaster.base.documents.wording import (
    Thresholds,
    change,
    money,
    number,
    percent,
    signed_change,
    ten_thousands,
    tendency,
)

ZH, EN = wording.CHINESE, wording.ENGLISH
HOUSE = Thresholds(marked=Decimal(5), large=Decimal(20))


def test_numbers_and_money():
    assert number(1286, ZH) == "1286"
    assert number(1286, EN) == "1,286"
    assert number(Decimal("4.7776"), ZH, places=2) == "4.78"
    assert number(Decimal("2.5"), ZH, places=0) == "3"
    assert money(Decimal("1005.05"), ZH) == "1005.05元"
    assert money(Decimal("1005.05"), EN) == "CNY 1,005.05"
    assert ten_thousands(6_032_400, ZH) == "603.24万元"
    assert ten_thousands(Decimal("120960.50"), ZH) == "12.10万元"
    assert ten_thousands(6_032_400, EN) == "CNY 6.03 million"
    assert ten_thousands(120_960, EN) == "CNY 120,960.00"


def test_rates_have_two_decimals_unless_others_are_wanted():
    assert percent(Decimal(1221) / 1250, ZH) == "97.68%"
    assert percent(Decimal("0.9768"), ZH, places=1) == "97.7%"
    assert percent(1, ZH) == "100.00%"
    assert percent(0, ZH) == "0.00%"


def test_rounding_never_turns_nearly_all_into_all_nor_few_into_none():
    assert percent(Decimal("0.99999"), ZH) == "99.99%"
    assert percent(Decimal("0.00001"), ZH) == "低于0.01%"
    assert percent(Decimal("0.00001"), EN) == "less than 0.01%"
    assert percent(Decimal("0.999"), ZH, places=0) == "99%"


def test_a_quantity_changes_by_per_cent():
    assert change(1286, 1190, ZH, against="previous") == "环比上升8.07%"
    assert change(1286, 1342, ZH) == "同比下降4.17%"
    assert change(1286, 1342, ZH, direction="amount") == "同比减少4.17%"
    assert signed_change(1286, 1190, ZH) == "+8.07%"
    assert signed_change(1286, 1342, ZH) == "−4.17%"
    assert change(1286, 1342, EN) == "down 4.17% on the same period last year"


def test_a_rate_changes_by_percentage_points_and_never_by_per_cent():
    now, before = Decimal("0.9768"), Decimal("0.9648")
    assert change(now, before, ZH, kind="rate") == "同比上升1.20个百分点"
    assert signed_change(now, before, ZH, kind="rate") == "+1.20个百分点"
    english = change(now, before, EN, kind="rate", against="previous")
    assert english == "up 1.20 percentage points on the previous period"


@pytest.mark.parametrize("base", [0, None])
def test_without_a_base_nothing_is_compared(base):
    assert change(5, base, ZH) == "上年同期无数据"
    assert change(5, base, ZH, against="previous") == "上期无数据"
    assert signed_change(5, base, ZH) == "上年同期无数据"
    assert tendency(5, base, ZH, thresholds=HOUSE) == "上年同期无数据"
    assert change(5, base, EN) == "no data for the same period last year"


def test_a_rate_of_zero_is_a_base():
    assert change(Decimal("0.02"), 0, ZH, kind="rate") == "同比上升2.00个百分点"


@pytest.mark.parametrize(
    ("now", "words"),
    [("100.049", "同比持平"), ("99.951", "同比持平"), ("100.05", "同比上升0.05%")],
)
def test_changes_below_a_twentieth_are_level(now, words):
    assert change(Decimal(now), 100, ZH) == words


def test_a_change_that_rounds_to_nothing_has_no_sign():
    assert signed_change(Decimal("99.999"), 100, ZH) == "0.00%"


@pytest.mark.parametrize(
    ("now", "chinese", "english"),
    [
        (100, "持平", "level"),
        (101, "略有上升", "slightly up"),
        (105, "明显上升", "markedly up"),
        (120, "大幅上升", "sharply up"),
        (96, "略有下降", "slightly down"),
        (60, "大幅下降", "sharply down"),
    ],
)
def test_the_adverb_comes_from_the_callers_thresholds(now, chinese, english):
    assert tendency(now, 100, ZH, thresholds=HOUSE) == chinese
    assert tendency(now, 100, EN, thresholds=HOUSE) == english


def test_other_pairs_of_words():
    assert tendency(130, 100, ZH, thresholds=HOUSE, direction="quality") == "大幅提高"
    assert tendency(90, 100, ZH, thresholds=HOUSE, direction="time") == "明显缩短"


def test_thresholds_must_rise():
    with pytest.raises(ValueError, match="rise"):
        Thresholds(marked=Decimal(20), large=Decimal(5))


def test_languages_are_recognised_however_spelled_and_others_refused():
    assert money(1, "zh_CN") == money(1, "zh-hans") == "1.00元"
    assert money(1, "en-GB") == "CNY 1.00"
    with pytest.raises(ValueError, match="fr"):
        money(1, "fr")
