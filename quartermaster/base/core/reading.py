"""Raw answers → typed inputs, with every mistake named at once."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as text

from .actor import Actor
from .errors import Forbidden, Invalid
from .inputs import Input
from .plain_text import clean_text, plain_digits
from .refs import key_of, model_of
from .scope import ScopedQuerySet
from .uploads import Upload

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")
YES = {"true", "1", "on", "yes", "是", "y"}
NO = {"false", "0", "off", "no", "否", "n", ""}
MAX_LINES = 500
YEARS = range(1900, 2200)


class Mistake(ValueError):
    """One input that cannot be read; the text says what to do."""


def read_inputs(
    inputs: tuple[Input, ...], raw: Mapping[str, Any], actor: Actor, permission: str
) -> dict[str, Any]:
    """The typed values for `inputs`; raises Invalid naming every field that is wrong.

    Records are looked up among those the actor may use under `permission`.
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    unknown = set(raw) - {each.name for each in inputs}
    for name in sorted(unknown):
        errors[name] = text("This command does not ask for “%(name)s”.") % {"name": name}
    for each in inputs:
        try:
            values[each.name] = _read(each, raw.get(each.name), actor, permission, errors)
        except Mistake as mistake:
            errors[each.name] = str(mistake)
    if errors:
        raise Invalid(text("Please correct the marked fields."), field_errors=errors)
    return {name: value for name, value in values.items() if value is not None or name in raw}


def _read(each: Input, raw: Any, actor: Actor, permission: str, errors: dict[str, str]) -> Any:
    if raw is None or raw == "" or raw == []:
        if each.required:
            raise Mistake(text("Please fill in “%(label)s”.") % {"label": each.label})
        return [] if each.many else each.default
    if each.kind == "lines":
        return _read_lines(each, raw, actor, permission, errors)
    if each.kind == "record":
        return _read_record(each, raw, actor, permission)
    return _READERS[each.kind](each, raw)


def _read_text(each: Input, raw: Any) -> str:
    value = clean_text(str(raw), multiline=each.kind == "long_text")
    if each.required and not value:
        raise Mistake(text("Please fill in “%(label)s”.") % {"label": each.label})
    if each.max_length and len(value) > each.max_length:
        raise Mistake(
            text("“%(label)s” has %(length)d characters; at most %(most)d fit. Please shorten it.")
            % {"label": each.label, "length": len(value), "most": each.max_length}
        )
    return value


def _read_decimal(each: Input, raw: Any) -> Decimal:
    value = _number(raw)
    if value is None:
        raise Mistake(
            text("“%(raw)s” is not a number. Write it like 12.5.") % {"raw": str(raw)[:40]}
        )
    if abs(value) >= Decimal(10) ** (each.max_digits - each.decimal_places):
        raise Mistake(text("“%(raw)s” is too large.") % {"raw": str(raw)[:40]})
    if -value.as_tuple().exponent > each.decimal_places and value != round(
        value, each.decimal_places
    ):
        raise Mistake(
            text("At most %(places)d decimals are kept here.") % {"places": each.decimal_places}
        )
    return value


def _read_whole(each: Input, raw: Any) -> int:
    value = _number(raw)
    if value is not None and abs(value) >= 2**31:
        raise Mistake(text("“%(raw)s” is too large.") % {"raw": str(raw)[:40]})
    if value is None or value % 1:
        raise Mistake(text("“%(raw)s” is not a whole number.") % {"raw": str(raw)[:40]})
    return int(value)


def _number(raw: Any) -> Decimal | None:
    """The finite number that was written, or None. Python's 1_000 is not how people write."""
    word = plain_digits(str(raw))
    if isinstance(raw, bool) or "_" in word:
        return None
    try:
        value = Decimal(word)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _read_yes_no(each: Input, raw: Any) -> bool:
    word = str(raw).strip().lower()
    if word in YES | NO:
        return word in YES
    raise Mistake(text("Answer yes or no."))


def read_date(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    word = plain_digits(str(raw)).replace("/", "-").replace(".", "-")
    try:
        value = parse_date(word)
    except ValueError:
        value = None
    if value is None or value.year not in YEARS:
        raise Mistake(
            text("“%(raw)s” is not a date. Write it like 2026-03-02.") % {"raw": str(raw)[:40]}
        )
    return value


def read_instant(raw: Any) -> datetime:
    value = raw if isinstance(raw, datetime) else None
    if value is None:
        try:
            value = parse_datetime(plain_digits(str(raw)).replace("/", "-"))
        except ValueError:
            value = None
    if value is None or value.year not in YEARS:
        raise Mistake(
            text("“%(raw)s” is not a time. Write it like 2026-03-02 14:30.")
            % {"raw": str(raw)[:40]}
        )
    return value if value.tzinfo else value.replace(tzinfo=LOCAL_ZONE)


def _read_choice(each: Input, raw: Any) -> str:
    word = str(raw).strip()
    for code, label in each.choices:
        if word == str(code) or word == str(label):
            return code
    offered = "、".join(str(label) for _code, label in each.choices)
    raise Mistake(
        text("“%(raw)s” is not offered here. Choose one of: %(offered)s.")
        % {"raw": word[:40], "offered": offered}
    )


def _read_uploads(each: Input, raw: Any) -> list[Upload]:
    items = raw if isinstance(raw, list | tuple) else [raw]
    return [item if isinstance(item, Upload) else _upload_from_data(item) for item in items]


def _upload_from_data(item: Any) -> Upload:
    """{"name": …, "content": base64, "kind": …} as JSON sends it."""
    try:
        content = base64.b64decode(item["content"], validate=True)
        name = clean_text(str(item["name"]), multiline=False)
    except (TypeError, KeyError, ValueError):
        raise Mistake(text("A file needs its name and its content in base64.")) from None
    taken = item.get("taken_at")
    return Upload(
        name, content, str(item.get("kind", "photo")), read_instant(taken) if taken else None
    )


def _read_mapping(each: Input, raw: Any) -> dict:
    if isinstance(raw, dict):
        return raw
    raise Mistake(text("A mapping of names to values is needed."))


def _read_record(each: Input, raw: Any, actor: Actor, permission: str) -> models.Model:
    if isinstance(raw, models.Model):
        return raw
    rows = each.model._default_manager.all()
    if isinstance(rows, ScopedQuerySet):
        rows = rows.visible_to(actor, permission)
    found = _find(each.model, rows, raw)
    if found is None:
        raise Mistake(
            text("No %(kind)s “%(raw)s” is known here. Check the spelling or choose from the list.")
            % {"kind": each.label, "raw": str(raw)[:60]}
        )
    return found


def _find(model: type[models.Model], rows: models.QuerySet, raw: Any) -> models.Model | None:
    """By reference, by id when a whole number came, else by one of the model's natural keys."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return rows.filter(pk=raw).first() if raw < 2**63 else None
    word = clean_text(str(raw), multiline=False)
    if ":" in word:
        try:
            if model_of(word) is model:
                return rows.filter(pk=key_of(word)).first()
        except Forbidden:
            pass
    known = {f.name for f in model._meta.concrete_fields}
    for name in [n for n in getattr(model, "natural_keys", ("code", "name")) if n in known]:
        matches = list(rows.filter(**{name: word})[:2])
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise Mistake(
                text("“%(raw)s” names several records. Use its number.") % {"raw": word[:60]}
            )
    return None


def _read_lines(each: Input, raw: Any, actor: Actor, permission: str, errors: dict[str, str]):
    if not isinstance(raw, list | tuple):
        raise Mistake(text("A list of lines is needed."))
    if len(raw) > MAX_LINES:
        raise Mistake(text("At most %(most)d lines fit on one form.") % {"most": MAX_LINES})
    lines = []
    for number, row in enumerate(raw):
        if isinstance(row, each.line_type):
            lines.append(row)
            continue
        if not isinstance(row, Mapping):
            raise Mistake(text("A list of lines is needed."))
        if not any(value not in (None, "", []) for value in row.values()):
            continue
        lines.append(_read_line(each, row, number, actor, permission, errors))
    if each.required and not lines:
        raise Mistake(text("Please fill in “%(label)s”.") % {"label": each.label})
    return lines


def _read_line(each: Input, row: Mapping, number: int, actor: Actor, permission: str, errors):
    try:
        return each.line_type(**read_inputs(each.lines, row, actor, permission))
    except Invalid as invalid:
        for name, message in invalid.field_errors.items():
            errors[f"{each.name}.{number}.{name}"] = message
        return None


_READERS = {
    "text": _read_text,
    "long_text": _read_text,
    "decimal": _read_decimal,
    "whole": _read_whole,
    "yes_no": _read_yes_no,
    "date": lambda _each, raw: read_date(raw),
    "instant": lambda _each, raw: read_instant(raw),
    "choice": _read_choice,
    "uploads": _read_uploads,
    "mapping": _read_mapping,
}
