"""How a value reads on a page, whatever it is: numbers, days, instants, yes and no."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as text

from quartermaster.base.core.reading import LOCAL_ZONE

NOTHING = "–"


def shown(value: Any, kind: str = "text") -> str:
    """The value as plain words; a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if kind == "money":
        return f"{value:,.2f}"
    for types, words in _WORDS:
        if isinstance(value, types):
            return words(value)
    return str(value)


def capital(label: object) -> str:
    """A label as it begins a line; names in models are written small."""
    words = str(label)
    return words[:1].upper() + words[1:]


def shown_instant(value: datetime | None) -> str:
    """2026-03-02 14:30, in the house's zone."""
    if value is None:
        return NOTHING
    local = value.astimezone(LOCAL_ZONE)
    return f"{local.year}-{local.month:02d}-{local.day:02d} {local.hour:02d}:{local.minute:02d}"


def shown_number(value: Decimal | float | int) -> str:
    """12.500 → 12.5, 1234567 → 1,234,567; nothing is rounded."""
    if isinstance(value, Decimal):
        plain = f"{value:,f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return f"{value:,}"


def shown_plain(model: type[models.Model], name: str, value: Any) -> str:
    """A column's value as the audit keeps it (JSON), read like on the page."""
    field = next((f for f in model._meta.concrete_fields if f.attname == name), None)
    if field is None or value is None or value == "":
        return shown(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField) and isinstance(value, str):
        return shown_instant(datetime.fromisoformat(value))
    if isinstance(field, models.DecimalField) and isinstance(value, str):
        return shown_number(Decimal(value))
    return shown(value)


def _pairs(value: dict) -> str:
    return "; ".join(f"{name}: {shown(item)}" for name, item in value.items()) or NOTHING


def _list(value: list | tuple) -> str:
    return ", ".join(shown(item) for item in value) or NOTHING


_WORDS = (
    (bool, lambda value: text("yes") if value else text("no")),
    (datetime, shown_instant),
    (date, date.isoformat),
    ((Decimal, float, int), shown_number),
    (dict, _pairs),
    ((list, tuple), _list),
)
