"""Dates, periods and durations in both languages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quartermaster.base.documents.dates import (
    day,
    day_range,
    duration,
    instant,
    month_name,
    period_label,
)
from quartermaster.base.time.period import Period, PeriodKind

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_days_and_moments():
    assert day(date(2026, 6, 30), "zh-Hans") == "2026年6月30日"
    assert day(date(2026, 6, 30), "en") == "30 June 2026"
    at = datetime(2026, 7, 1, 9, 5, tzinfo=SHANGHAI)
    assert instant(at, "zh-Hans") == "2026年7月1日 09:05"
    assert instant(at, "en") == "1 July 2026, 09:05"


def test_ranges_name_their_last_day_and_not_the_day_after():
    assert day_range(date(2026, 1, 1), date(2026, 7, 1), "zh-Hans") == "2026年1月1日至6月30日"
    assert day_range(date(2026, 1, 1), date(2026, 7, 1), "en") == "1 January to 30 June 2026"
    over_the_year = day_range(date(2025, 9, 1), date(2026, 1, 20), "zh-Hans")
    assert over_the_year == "2025年9月1日至2026年1月19日"
    assert day_range(date(2026, 5, 1), date(2026, 5, 2), "zh-Hans") == "2026年5月1日"
    with pytest.raises(ValueError, match="empty"):
        day_range(date(2026, 5, 1), date(2026, 5, 1), "zh-Hans")


PERIODS = [
    (PeriodKind.MONTH, "2026-03", date(2026, 3, 1), date(2026, 4, 1)),
    (PeriodKind.QUARTER, "2026Q2", date(2026, 4, 1), date(2026, 7, 1)),
    (PeriodKind.HALF_YEAR, "2026H1", date(2026, 1, 1), date(2026, 7, 1)),
    (PeriodKind.HALF_YEAR, "2026H2", date(2026, 7, 1), date(2027, 1, 1)),
    (PeriodKind.YEAR, "2026", date(2026, 1, 1), date(2027, 1, 1)),
    (PeriodKind.TERM, "2025-2026-2", date(2026, 2, 23), date(2026, 7, 11)),
    (PeriodKind.CUSTOM, "2026-03-05..2026-04-09", date(2026, 3, 5), date(2026, 4, 10)),
]


@pytest.mark.parametrize(
    ("given", "full", "short", "english", "short_english"),
    [
        (PERIODS[0], "2026年3月", "三月", "March 2026", "March"),
        (
            PERIODS[1],
            "2026年第二季度",
            "第二季度",
            "the second quarter of 2026",
            "the second quarter",
        ),
        (PERIODS[2], "2026年上半年", "上半年", "the first half of 2026", "the first half"),
        (PERIODS[3], "2026年下半年", "下半年", "the second half of 2026", "the second half"),
        (PERIODS[4], "2026年", "全年", "2026", "the year"),
        (
            PERIODS[5],
            "2025—2026学年第二学期",
            "第二学期",
            "the second term of 2025–2026",
            "the second term",
        ),
        (
            PERIODS[6],
            "2026年3月5日至4月9日",
            "2026年3月5日至4月9日",
            "5 March to 9 April 2026",
            "5 March to 9 April 2026",
        ),
    ],
)
def test_periods_have_a_full_and_a_short_name(given, full, short, english, short_english):
    kind, code, since, until = given
    period = Period(kind=kind, since=since, until=until, code=code)
    assert period_label(period, "zh-Hans") == full
    assert period_label(period, "zh-Hans", short=True) == short
    assert period_label(period, "en") == english
    assert period_label(period, "en", short=True) == short_english


def test_months_have_names():
    assert month_name(12, "zh-Hans") == "十二月"
    assert month_name(12, "en") == "December"


@pytest.mark.parametrize(
    ("length", "chinese", "english"),
    [
        (timedelta(minutes=3, seconds=30), "3分30秒", "3 min 30 s"),
        (timedelta(minutes=19), "19分钟", "19 min"),
        (timedelta(minutes=65), "1小时5分钟", "1 h 5 min"),
        (timedelta(hours=47, minutes=55), "47小时55分钟", "47 h 55 min"),
        (timedelta(hours=48, minutes=5), "48小时5分钟", "48 h 5 min"),
        (timedelta(0), "0秒", "0 s"),
    ],
)
def test_durations_are_counted_in_hours(length, chinese, english):
    assert duration(length, "zh-Hans") == chinese
    assert duration(length, "en") == english


def test_durations_count_days_only_when_asked_and_are_never_negative():
    assert duration(timedelta(hours=49), "zh-Hans", days=True) == "2天1小时"
    with pytest.raises(ValueError, match="not negative"):
        duration(timedelta(seconds=-1), "zh-Hans")
