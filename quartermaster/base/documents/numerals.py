"""Numbers in words: Chinese numerals, heading numbers, amounts of money in capitals.

The capitals follow the rules of the People's Bank of China for filling in bills and settlement
vouchers (正确填写票据和结算凭证的基本规定, 附一), whose printed examples are the tests.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from .language import is_chinese

_SMALL = "零一二三四五六七八九"
_SMALL_PLACES = ("", "十", "百", "千")
_CAPITAL = "零壹贰叁肆伍陆柒捌玖"
_CAPITAL_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_LIMIT = 10**16

_ENGLISH_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_ENGLISH_TENS = (
    *("zero", "ten", "twenty", "thirty", "forty"),
    *("fifty", "sixty", "seventy", "eighty", "ninety"),
)
_ENGLISH_GROUPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")


def chinese_numeral(number: int, *, counting: bool = False) -> str:
    """30 → 三十, 115 → 一百一十五, 1005 → 一千零五.

    `counting` writes a bare two as it is said before a classifier: 两次, 两个月.
    """
    if counting and number == 2:
        return "两"
    text = _spelled(number, _SMALL, _SMALL_PLACES)
    return text.removeprefix("一") if text.startswith("一十") else text


def english_numeral(number: int) -> str:
    """105 → "one hundred and five"."""
    _check_size(number)
    if number < 0:
        return "minus " + english_numeral(-number)
    if number == 0:
        return "zero"
    parts = []
    for index, group in reversed(list(enumerate(_groups(number, 1000)))):
        if group == 0:
            continue
        words = _english_below_thousand(group)
        if index == 0 and parts and group < 100:
            words = "and " + words
        parts.append(f"{words} {_ENGLISH_GROUPS[index]}".strip())
    return " ".join(parts)


def heading_number(level: int, number: int, language: str) -> str:
    """The number before a heading of an official document: 一、 （一） 1. （1）."""
    if not is_chinese(language):
        return (f"{number}. ", f"({number}) ", f"{number}) ", f"({number}) ")[level - 1]
    word = chinese_numeral(number)
    return (f"{word}、", f"（{word}）", f"{number}.", f"（{number}）")[level - 1]


def capital_money(amount: Decimal | int, language: str) -> str:
    """An amount in yuan as it stands on a voucher: 1005.05 → 壹仟零伍元零伍分.

    Rounded half up to the fen. 整 closes a whole number of yuan only, as in the printed examples
    of the rules. Raises ValueError from ten quadrillion on.
    """
    fen_total = int((Decimal(amount) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    sign, (yuan, fen) = fen_total < 0, divmod(abs(fen_total), 100)
    if not is_chinese(language):
        return _english_money(sign, yuan, fen)
    return ("负" if sign else "") + _chinese_money(yuan, *divmod(fen, 10))


def _chinese_money(yuan: int, jiao: int, fen: int) -> str:
    text = f"{_spelled(yuan, _CAPITAL, _CAPITAL_PLACES)}元" if yuan else ""
    if not jiao and not fen:
        return (text or "零元") + "整"
    if text and (jiao == 0 or yuan % 10 == 0):
        text += "零"
    if jiao:
        text += _CAPITAL[jiao] + "角"
    if fen:
        text += _CAPITAL[fen] + "分"
    return text


def _english_money(negative: bool, yuan: int, fen: int) -> str:
    cents = f" and {fen:02d}/100" if fen else ""
    return f"{'minus ' if negative else ''}{english_numeral(yuan)}{cents} yuan only"


def _spelled(number: int, digits: str, places: tuple[str, ...]) -> str:
    """A whole number in groups of ten thousand, one zero wherever digits are left out."""
    _check_size(number)
    if number < 0:
        return "负" + _spelled(-number, digits, places)
    if number == 0:
        return digits[0]
    text = ""
    skipped = False
    for index, group in reversed(list(enumerate(_groups(number, 10_000)))):
        if group == 0:
            skipped = bool(text)
            continue
        if text and (skipped or group < 1000):
            text += digits[0]
        text += _spelled_below_ten_thousand(group, digits, places)
        text += _group_name(index, number)
        skipped = False
    return text


def _group_name(index: int, number: int) -> str:
    """万亿 keeps its 亿 for the group below it when that group is spoken: 一万二千亿."""
    if index == 3 and number // 10**8 % 10**4:
        return "万"
    return _GROUPS[index]


def _spelled_below_ten_thousand(number: int, digits: str, places: tuple[str, ...]) -> str:
    text = ""
    skipped = False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            skipped = bool(text)
            continue
        text += (digits[0] if skipped else "") + digits[digit] + places[place]
        skipped = False
    return text


def _english_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_ENGLISH_SMALL[hundreds]} hundred"] if hundreds else []
    if rest:
        parts.append(("and " if hundreds else "") + _english_below_hundred(rest))
    return " ".join(parts)


def _english_below_hundred(number: int) -> str:
    if number < 20:
        return _ENGLISH_SMALL[number]
    tens, rest = divmod(number, 10)
    return _ENGLISH_TENS[tens] + (f"-{_ENGLISH_SMALL[rest]}" if rest else "")


def _groups(number: int, size: int) -> list[int]:
    """The digits of `number` to the base `size`, lowest first."""
    groups = []
    while number:
        number, group = divmod(number, size)
        groups.append(group)
    return groups


def _check_size(number: int) -> None:
    if abs(number) >= _LIMIT:
        raise ValueError(f"{number} is too large to be written in words")
