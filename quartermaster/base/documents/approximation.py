"""Approximate wording of exact figures: 983 is printed 980多, and stays 983.

The author of a report picks the style, never the value. The wording never claims more than the
value holds: a number that is already round is printed as it is, and 近 needs a value near by.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

from .language import is_chinese
from .numerals import chinese_numeral

Number = int | float | Decimal

_WAN = Decimal(10_000)
_YI = Decimal(100_000_000)
_NEAR = Decimal("0.9")
_SEVERAL = (
    # from this value on, up to the next power of ten
    (2 * 10**8, "几亿", "several hundred million"),
    (2 * 10**7, "几千万", "tens of millions of"),
    (2 * 10**6, "几百万", "several million"),
    (2 * 10**5, "几十万", "several hundred thousand"),
    (2 * 10**4, "几万", "tens of thousands of"),
    (2 * 10**3, "几千", "several thousand"),
    (2 * 10**2, "几百", "several hundred"),
    (2 * 10, "几十", "dozens of"),
    (3, "几", "several"),
)


class Style(StrEnum):
    """How near to the value the wording stays."""

    EXACT = "exact"  # 983
    OVER = "over"  # 980多 · more than 980
    OVER_IN_WORDS = "over_in_words"  # 三十多 · more than 30
    SEVERAL = "several"  # 几百 · several hundred
    ABOUT = "about"  # 约160 · about 160
    AROUND = "around"  # 160左右 · around 160
    NEARLY = "nearly"  # 近1000 · nearly 1,000


def as_decimal(value: Number) -> Decimal:
    """The number as it is written: 158.6 is 158.6 and not its nearest binary fraction."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def approximate(
    value: Number, style: Style | str, *, language: str, unit: str = "", digits: int | None = None
) -> str:
    """`value` worded in a style: 983 → 980多户, 6032400 → 600多万元.

    `unit` follows where the language wants it. `digits` is how many leading digits survive; by
    default two from a hundred on, one below (约: the nearest five below a hundred). Values of
    zero and less are always printed exactly.
    """
    exact = as_decimal(value)
    style = Style(style)
    chinese = is_chinese(language)
    if exact <= 0 or style is Style.EXACT:
        return _with_unit(_plain(exact, chinese), unit, chinese)
    if style is Style.SEVERAL:
        return _several(exact, unit, chinese)
    if style in (Style.ABOUT, Style.AROUND):
        return _about(exact, style, unit, chinese, digits)
    if style is Style.NEARLY:
        return _nearly(exact, unit, chinese, digits)
    return _over(exact, style, unit, chinese, digits)


def _over(exact: Decimal, style: Style, unit: str, chinese: bool, digits: int | None) -> str:
    floor = _leading(exact, digits or _default_digits(exact), ROUND_FLOOR)
    in_words = chinese and style is Style.OVER_IN_WORDS
    if floor == exact:
        return _with_unit(_plain(exact, chinese, in_words), unit, chinese)
    if not chinese:
        return _with_unit(f"more than {_plain(floor, chinese)}", unit, chinese)
    mantissa, scale = _scaled(floor)
    number = _numeral(mantissa, in_words)
    if mantissa % 10 == 0:
        return f"{number}多{scale}{unit}"
    if scale and mantissa == mantissa.to_integral_value():
        return f"{number}{scale}多{unit}"
    return f"超过{number}{scale}{unit}"


def _several(exact: Decimal, unit: str, chinese: bool) -> str:
    """几百 begins at two hundred: one hundred and something is 一百多, never 几百."""
    if 10 < exact < 20 and chinese:
        return f"十几{unit}"
    for least, word, phrase in _SEVERAL:
        step = 10 ** Decimal(least).adjusted()
        if exact >= step:
            if exact < least or exact >= 10 * step:
                break
            english = phrase if unit else phrase.removesuffix(" of")
            return _with_unit(word if chinese else english, unit, chinese)
    return _over(exact, Style.OVER_IN_WORDS, unit, chinese, 1)


def _about(exact: Decimal, style: Style, unit: str, chinese: bool, digits: int | None) -> str:
    if digits is None and 10 <= exact < 100:
        rounded = (exact / 5).quantize(Decimal(1), ROUND_HALF_UP) * 5
    else:
        rounded = _leading(exact, digits or _default_digits(exact), ROUND_HALF_UP)
    text = _plain(rounded, chinese)
    if rounded == exact:
        return _with_unit(text, unit, chinese)
    if style is Style.AROUND:
        return f"{text}{unit}左右" if chinese else _with_unit(f"around {text}", unit, chinese)
    return _with_unit(f"约{text}" if chinese else f"about {text}", unit, chinese)


def _nearly(exact: Decimal, unit: str, chinese: bool, digits: int | None) -> str:
    ceiling = _leading(exact, digits or 1, ROUND_CEILING)
    if exact < ceiling * _NEAR:
        return _over(exact, Style.OVER, unit, chinese, None)
    text = _plain(ceiling, chinese)
    if ceiling == exact:
        return _with_unit(text, unit, chinese)
    return _with_unit(f"近{text}" if chinese else f"nearly {text}", unit, chinese)


def _default_digits(exact: Decimal) -> int:
    return 2 if exact >= 100 else 1


def _leading(exact: Decimal, digits: int, rounding: str) -> Decimal:
    """`exact` with only its first digits kept."""
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), rounding)


def _scaled(number: Decimal) -> tuple[Decimal, str]:
    """Large numbers are counted in 万 and 亿: 6 000 000 is 600 万."""
    if number >= _YI:
        return number / _YI, "亿"
    if number >= _WAN:
        return number / _WAN, "万"
    return number, ""


def _plain(number: Decimal, chinese: bool, in_words: bool = False) -> str:
    """A round number as it is read: 600万, "6 million", 5,870."""
    if not chinese:
        return _plain_english(number)
    mantissa, scale = _scaled(number)
    if len(_shortest(mantissa)) > 6:
        mantissa, scale = number, ""
    return _numeral(mantissa, in_words) + scale


def _plain_english(number: Decimal) -> str:
    for step, name in ((10**9, "billion"), (10**6, "million")):
        mantissa = _shortest(number / step)
        if number >= step and len(mantissa) <= 6:
            return f"{mantissa} {name}"
    return _shortest(number, grouped=True)


def _numeral(number: Decimal, in_words: bool) -> str:
    if in_words and number == number.to_integral_value():
        return chinese_numeral(int(number), counting=True)
    return _shortest(number)


def _shortest(number: Decimal, grouped: bool = False) -> str:
    """Without exponent and without zeros that say nothing."""
    text = f"{number:,f}" if grouped else f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_unit(text: str, unit: str, chinese: bool) -> str:
    return f"{text}{unit}" if chinese or not unit else f"{text} {unit}"
