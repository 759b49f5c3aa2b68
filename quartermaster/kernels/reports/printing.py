"""How a figure is worded: the value stays what it is."""

from __future__ import annotations

from decimal import Decimal

from quartermaster.base.core.measure import Measure, Ratio
from quartermaster.base.documents import wording

HUNDRED = Decimal(100)
QUANTITY_DECIMALS = 3
"""Measures kept with three decimals are quantities: 132 tubes, 6.5 square metres."""


def spoken(language: str) -> str:
    """Django's language code as the documents know it."""
    return "en" if language == "en" else "zh-Hans"


def printed(
    of: Measure | Ratio, value: Decimal | None, language: str, *, style: str = "exact"
) -> str:
    """The value without its unit, in the measure's own precision; — when there is none."""
    tongue = spoken(language)
    if value is None:
        return "—"
    if of.is_rate:
        return wording.percent(value / HUNDRED, tongue)
    if style != "exact":
        return wording.approximate(value, style, language=tongue)
    if of.decimals == QUANTITY_DECIMALS:
        value = value.normalize()
        return wording.number(value, tongue, places=max(0, -value.as_tuple().exponent))
    return wording.number(value, tongue, places=of.decimals)


def printed_change(
    of: Measure | Ratio,
    value: Decimal | None,
    base: Decimal | None,
    language: str,
    *,
    against: str,
    direction: str,
) -> str:
    """同比上升8.07%, or 同比下降1.20个百分点 for a rate."""
    tongue = spoken(language)
    if value is None:
        return "—"
    rate = of.is_rate
    return wording.change(
        value / HUNDRED if rate else value,
        base / HUNDRED if rate and base is not None else base,
        tongue,
        kind="rate" if rate else "quantity",
        against=against,
        direction=direction,
    )
