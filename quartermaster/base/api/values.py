"""Values as JSON carries them: exact, typed, in local time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from quartermaster.base.core.refs import ref
from quartermaster.base.core.screen import Column, cell_of, name_of, value_of

NEVER_SHOWN = frozenset({"password", "second_factor", "second_factor_step", "digest", "last_login"})


def number(value: Decimal) -> int | float | str:
    """A decimal as a JSON number; as text where a number would not say exactly the same."""
    if not value.is_finite():
        return str(value)
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)


def plain(value: Any) -> Any:
    """Anything a column may hold, as JSON carries it."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, datetime):
        return (timezone.localtime(value) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return str(value)


def as_json(data: Any) -> str:
    return json.dumps(data, default=plain, ensure_ascii=False, separators=(",", ":"))


def cells(record: models.Model, columns: Iterable[str | Column]) -> dict[str, Any]:
    """The columns by name; beside a choice its `_code`, beside a record its `_ref`."""
    row: dict[str, Any] = {}
    for column in columns:
        name = name_of(column)
        if name in NEVER_SHOWN:
            continue
        value, shown = value_of(record, column), cell_of(record, column)
        if isinstance(value, models.Model):
            row[name], row[f"{name}_ref"] = str(value), ref(value)
        elif isinstance(column, str) and hasattr(record, f"get_{name}_display"):
            row[name], row[f"{name}_code"] = plain(shown), value
        else:
            row[name] = plain(value)
    return row


def row_of(record: models.Model, columns: Iterable[str | Column]) -> dict[str, Any]:
    return {"ref": ref(record), **cells(record, columns)}
