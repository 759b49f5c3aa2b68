"""Dates, periods and durations as they are printed: 2026年6月30日, 2026年上半年, 3分30秒."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol

from .language import is_chinese
from .numerals import chinese_numeral

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth")


class PeriodLike(Protocol):
    """What wording needs to know of a period [since, until): see base.time.period."""

    @property
    def kind(self) -> str:
        """month, quarter, half_year, year, term or custom."""

    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date: ...

    @property
    def code(self) -> str: ...


def day(on: date, language: str) -> str:
    """2026年6月30日 · 30 June 2026."""
    if is_chinese(language):
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def instant(at: datetime, language: str) -> str:
    """A moment to the minute, in the zone it carries: 2026年6月30日 17:02."""
    return f"{day(at, language)}{' ' if is_chinese(language) else ', '}{at:%H:%M}"


def day_range(since: date, until: date, language: str) -> str:
    """The days of [since, until) from the first to the last: 2026年1月1日至6月30日."""
    latest = until - timedelta(days=1)
    if latest < since:
        raise ValueError(f"the period from {since} to {until} is empty")
    if latest == since:
        return day(since, language)
    same_year = since.year == latest.year
    if is_chinese(language):
        end = f"{latest.month}月{latest.day}日" if same_year else day(latest, language)
        return f"{day(since, language)}至{end}"
    start = f"{since.day} {_MONTHS[since.month - 1]}" if same_year else day(since, language)
    return f"{start} to {day(latest, language)}"


def month_name(month: int, language: str) -> str:
    """三月 · March."""
    return f"{chinese_numeral(month)}月" if is_chinese(language) else _MONTHS[month - 1]


def period_label(period: PeriodLike, language: str, *, short: bool = False) -> str:
    """2026年上半年 · the first half of 2026; `short` leaves the year out: 上半年, 三月."""
    writer = _PERIODS.get(str(period.kind))
    if writer is None:
        return day_range(period.since, period.until, language)
    return writer(period, is_chinese(language), short)


def duration(length: timedelta, language: str, *, days: bool = False) -> str:
    """3分30秒, 19分钟, 47小时55分钟 · 3 min 30 s. Rounded to the second.

    Whole days are counted as 24 hours unless `days` is wanted: limits are given in hours, and a
    48-hour limit is read against hours. Raises ValueError when negative: say late or early.
    """
    seconds = round(length.total_seconds())
    if seconds < 0:
        raise ValueError(f"a duration is not negative: {length}")
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    whole_days, hours = divmod(hours, 24) if days else (0, hours)
    amounts = (whole_days, hours, minutes, seconds)
    if is_chinese(language):
        names = ("天", "小时", "分" if seconds else "分钟", "秒")
        return "".join(f"{a}{n}" for a, n in zip(amounts, names, strict=True) if a) or "0秒"
    names = (" d", " h", " min", " s")
    return " ".join(f"{a}{n}" for a, n in zip(amounts, names, strict=True) if a) or "0 s"


def _month(period: PeriodLike, chinese: bool, short: bool) -> str:
    year, month = period.since.year, period.since.month
    if chinese:
        return month_name(month, "zh") if short else f"{year}年{month}月"
    return _MONTHS[month - 1] + ("" if short else f" {year}")


def _quarter(period: PeriodLike, chinese: bool, short: bool) -> str:
    number = (period.since.month + 2) // 3
    if chinese:
        return _year_of(period, short) + f"第{chinese_numeral(number)}季度"
    return f"the {_ORDINALS[number]} quarter" + ("" if short else f" of {period.since.year}")


def _half_year(period: PeriodLike, chinese: bool, short: bool) -> str:
    second = period.since.month > 6
    if chinese:
        return _year_of(period, short) + ("下半年" if second else "上半年")
    half = "second" if second else "first"
    return f"the {half} half" + ("" if short else f" of {period.since.year}")


def _year(period: PeriodLike, chinese: bool, short: bool) -> str:
    if chinese:
        return "全年" if short else f"{period.since.year}年"
    return "the year" if short else str(period.since.year)


def _term(period: PeriodLike, chinese: bool, short: bool) -> str:
    """A term's code is the two years it lies in and its number: 2025-2026-2."""
    try:
        first, second, number = (int(part) for part in period.code.split("-"))
    except ValueError:
        return day_range(period.since, period.until, "zh" if chinese else "en")
    if chinese:
        years = "" if short else f"{first}—{second}学年"
        return f"{years}第{chinese_numeral(number)}学期"
    ordinal = _ORDINALS[number] if number < len(_ORDINALS) else str(number)
    return f"the {ordinal} term" + ("" if short else f" of {first}–{second}")


def _year_of(period: PeriodLike, short: bool) -> str:
    return "" if short else f"{period.since.year}年"


_PERIODS = {
    "month": _month,
    "quarter": _quarter,
    "half_year": _half_year,
    "year": _year,
    "term": _term,
}
