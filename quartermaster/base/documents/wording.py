"""The print rules: how exact values are worded. Values are never changed here, only written.

Rates are given as fractions (0.9768 is 97.68 %), money in yuan. Every function takes the language
of the document. Rounding is half up, as people round by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from .approximation import Number, Style, approximate, as_decimal
from .dates import day, day_range, duration, instant, month_name, period_label
from .language import CHINESE, ENGLISH, is_chinese
from .numerals import capital_money, chinese_numeral, english_numeral, heading_number

__all__ = [
    "CHINESE",
    "ENGLISH",
    "Against",
    "Direction",
    "Kind",
    "Style",
    "Thresholds",
    "approximate",
    "capital_money",
    "change",
    "chinese_numeral",
    "day",
    "day_range",
    "difference",
    "duration",
    "english_numeral",
    "heading_number",
    "instant",
    "money",
    "month_name",
    "number",
    "percent",
    "period_label",
    "signed_change",
    "ten_thousands",
    "tendency",
]

_HUNDRED = Decimal(100)
_FLAT = Decimal("0.05")
"""Changes nearer to nothing than this, in % or percentage points, are called level (持平)."""


class Kind(StrEnum):
    """What is compared: a quantity changes by per cent, a rate by percentage points."""

    QUANTITY = "quantity"
    RATE = "rate"


class Against(StrEnum):
    """同比: the same period of last year. 环比: the period before."""

    LAST_YEAR = "last_year"
    PREVIOUS = "previous"


class Direction(StrEnum):
    """The pair of words for more and less."""

    LEVEL = "level"
    QUALITY = "quality"
    AMOUNT = "amount"
    TIME = "time"


_WORDS = {
    (Direction.LEVEL, True): ("上升", "up"),
    (Direction.LEVEL, False): ("下降", "down"),
    (Direction.QUALITY, True): ("提高", "better"),
    (Direction.QUALITY, False): ("降低", "worse"),
    (Direction.AMOUNT, True): ("增加", "more"),
    (Direction.AMOUNT, False): ("减少", "less"),
    (Direction.TIME, True): ("延长", "longer"),
    (Direction.TIME, False): ("缩短", "shorter"),
}
_AGAINST = {
    Against.LAST_YEAR: ("同比", "on the same period last year"),
    Against.PREVIOUS: ("环比", "on the previous period"),
}
_NO_BASE = {
    Against.LAST_YEAR: ("上年同期无数据", "no data for the same period last year"),
    Against.PREVIOUS: ("上期无数据", "no data for the previous period"),
}


@dataclass(frozen=True)
class Thresholds:
    """From which change on (in %, or percentage points for a rate) it is marked, and large.

    Below `marked` a change is slight (略有), from `large` on it is large (大幅); both come from
    the caller, since what is much differs from figure to figure.
    """

    marked: Decimal
    large: Decimal
    flat: Decimal = _FLAT

    def __post_init__(self) -> None:
        if not self.flat <= self.marked <= self.large:
            raise ValueError("thresholds must rise: flat, marked, large")

    def adverb(self, size: Decimal, language: str) -> str:
        """略有, 明显 or 大幅 for a change of `size` without its sign."""
        pair = ("大幅", "sharply") if size >= self.large else ("明显", "markedly")
        if size < self.marked:
            pair = ("略有", "slightly")
        return pair[0] if is_chinese(language) else pair[1]


def number(value: Number, language: str, *, places: int | None = None) -> str:
    """1286 · 1,286. `places` rounds to that many decimals; without it all digits are kept."""
    exact = as_decimal(value)
    if places is not None:
        exact = _rounded(exact, places)
    return f"{exact:f}" if is_chinese(language) else f"{exact:,f}"


def money(amount: Number, language: str) -> str:
    """1005.05元 · CNY 1,005.05."""
    text = number(amount, language, places=2)
    return f"{text}元" if is_chinese(language) else f"CNY {text}"


def ten_thousands(amount: Number, language: str, *, places: int = 2) -> str:
    """An amount in yuan, printed in 万元: 6032400 → 603.24万元 · CNY 6.03 million.

    English has no word for 万: amounts from a million on are given in millions, others in yuan.
    """
    exact = as_decimal(amount)
    if is_chinese(language):
        return f"{number(exact / 10_000, language, places=places)}万元"
    if abs(exact) >= 1_000_000:
        return f"CNY {number(exact / 1_000_000, language, places=places)} million"
    return money(exact, language)


def percent(rate: Number, language: str, *, places: int = 2) -> str:
    """0.9768 → 97.68%. Rounding never makes "all" or "none" of what is not.

    0.99999 is printed 99.99% and 0.00001 低于0.01%: 100 % and 0 % are claims of their own.
    """
    exact = as_decimal(rate) * _HUNDRED
    shown = _rounded(exact, places)
    if exact < _HUNDRED <= shown:
        shown = exact.quantize(_step(places), ROUND_DOWN)
    if exact > 0 and shown == 0:
        return f"{'低于' if is_chinese(language) else 'less than '}{_step(places)}%"
    return f"{shown:f}%"


def change(
    now: Number,
    before: Number | None,
    language: str,
    *,
    kind: Kind | str = Kind.QUANTITY,
    against: Against | str = Against.LAST_YEAR,
    direction: Direction | str = Direction.LEVEL,
    places: int = 2,
) -> str:
    """同比上升8.07%, or 同比下降1.20个百分点 for a rate; 上年同期无数据 when there is no base."""
    chinese = is_chinese(language)
    against = Against(against)
    size = difference(now, before, kind)
    if size is None:
        return _NO_BASE[against][0 if chinese else 1]
    prefix, suffix = _AGAINST[against]
    if abs(size) < _FLAT:
        return f"{prefix}持平" if chinese else f"level {suffix}"
    amount = _size(abs(size), Kind(kind), places, chinese)
    word, english = _WORDS[Direction(direction), size > 0]
    return f"{prefix}{word}{amount}" if chinese else f"{english} {amount} {suffix}"


def signed_change(
    now: Number,
    before: Number | None,
    language: str,
    *,
    kind: Kind | str = Kind.QUANTITY,
    against: Against | str = Against.LAST_YEAR,
    places: int = 2,
) -> str:
    """The change for a table cell: +8.07%, −4.17%, +1.20个百分点."""
    size = difference(now, before, kind)
    chinese = is_chinese(language)
    if size is None:
        return _NO_BASE[Against(against)][0 if chinese else 1]
    shown = _rounded(size, places)
    sign = "+" if shown > 0 else "−" if shown < 0 else ""
    return sign + _size(abs(size), Kind(kind), places, chinese)


def tendency(
    now: Number,
    before: Number | None,
    language: str,
    *,
    thresholds: Thresholds,
    kind: Kind | str = Kind.QUANTITY,
    against: Against | str = Against.LAST_YEAR,
    direction: Direction | str = Direction.LEVEL,
) -> str:
    """The change in words only: 略有上升, 明显提高, 大幅下降, 持平."""
    chinese = is_chinese(language)
    size = difference(now, before, kind)
    if size is None:
        return _NO_BASE[Against(against)][0 if chinese else 1]
    if abs(size) < thresholds.flat:
        return "持平" if chinese else "level"
    adverb = thresholds.adverb(abs(size), language)
    word, english = _WORDS[Direction(direction), size > 0]
    return f"{adverb}{word}" if chinese else f"{adverb} {english}"


def difference(now: Number, before: Number | None, kind: Kind | str) -> Decimal | None:
    """The exact change: in % of the base for a quantity, in percentage points for a rate.

    None where there is nothing to compare with: no base, or for a quantity a base of zero.
    """
    if before is None:
        return None
    after, base = as_decimal(now), as_decimal(before)
    if Kind(kind) is Kind.RATE:
        return (after - base) * _HUNDRED
    if base == 0:
        return None
    return (after - base) / abs(base) * _HUNDRED


def _size(size: Decimal, kind: Kind, places: int, chinese: bool) -> str:
    unit = "%"
    if kind is Kind.RATE:
        unit = "个百分点" if chinese else " percentage points"
    return f"{_rounded(size, places)}{unit}"


def _rounded(exact: Decimal, places: int) -> Decimal:
    return exact.quantize(_step(places), ROUND_HALF_UP)


def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)
