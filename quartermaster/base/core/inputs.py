"""What a command asks for, read off its signature; and how an answer is read.

Web forms, JSON, spreadsheets and the offline queue all hand raw values to `read_inputs`, so the
same mistake gets the same sentence everywhere. A parameter named like a field of the command's
model takes that field's label, choices and length; any other takes its type's.

Parameter types: str, int, Decimal, bool, date, datetime, a TextChoices class, a model,
`list[Upload]`, and `list[SomeLine]` where SomeLine is a frozen dataclass of these (a form with
lines).
"""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from .uploads import Upload

DEFAULT_TEXT_LENGTH = 200
DEFAULT_LONG_TEXT_LENGTH = 4000


@dataclass(frozen=True)
class Input:
    """One thing a command asks for."""

    name: str
    kind: str
    label: str
    required: bool
    default: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    model: type[models.Model] | None = None
    max_length: int | None = None
    max_digits: int | None = None
    decimal_places: int | None = None
    lines: tuple[Input, ...] = ()
    line_type: type | None = None

    @property
    def many(self) -> bool:
        return self.kind in {"lines", "uploads"}

    def as_schema(self) -> dict:
        """The JSON schema of this input."""
        schema = dict(_SCHEMAS[self.kind])
        schema["title"] = str(self.label)
        if self.kind == "choice":
            schema["enum"] = [code for code, _label in self.choices]
        if self.max_length:
            schema["maxLength"] = self.max_length
        if self.kind == "record":
            schema["description"] = f"{self.model._meta.label_lower}:<id>"
        if self.kind == "lines":
            schema["items"] = object_schema(self.lines)
        return schema


_SCHEMAS: dict[str, dict] = {
    "text": {"type": "string"},
    "long_text": {"type": "string"},
    "whole": {"type": "integer"},
    "decimal": {"type": ["number", "string"]},
    "yes_no": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
    "choice": {"type": "string"},
    "record": {"type": ["string", "integer"]},
    "uploads": {"type": "array", "items": {"type": "object"}},
    "lines": {"type": "array"},
    "mapping": {"type": "object"},
}

_BY_TYPE = {
    str: "text",
    int: "whole",
    Decimal: "decimal",
    bool: "yes_no",
    date: "date",
    datetime: "instant",
    dict: "mapping",
}


def object_schema(inputs: tuple[Input, ...]) -> dict:
    return {
        "type": "object",
        "properties": {each.name: each.as_schema() for each in inputs},
        "required": [each.name for each in inputs if each.required],
        "additionalProperties": False,
    }


def inputs_of(function, model: type[models.Model] | None, labels: Mapping[str, str]):
    """The inputs of a command: its keyword-only parameters."""
    hints = typing.get_type_hints(function)
    parameters = inspect.signature(function).parameters.values()
    return tuple(
        _input(
            p.name,
            hints[p.name],
            p.default is inspect.Parameter.empty,
            None if p.default is inspect.Parameter.empty else p.default,
            model,
            labels,
        )
        for p in parameters
        if p.kind is p.KEYWORD_ONLY
    )


def _input(name, hint, required, default, model, labels) -> Input:
    kind_type = _without_none(hint)
    field = _model_field(model, name)
    label = labels.get(name) or (field.verbose_name if field is not None else None)
    if typing.get_origin(kind_type) is list:
        return _list_input(name, typing.get_args(kind_type)[0], required, label, labels)
    if isinstance(kind_type, type) and issubclass(kind_type, models.Model):
        label = label or kind_type._meta.verbose_name
        return Input(name, "record", label, required, default, model=kind_type)
    label = label or name.replace("_", " ")
    if isinstance(kind_type, type) and issubclass(kind_type, models.Choices):
        return Input(name, "choice", label, required, default, choices=tuple(kind_type.choices))
    return _plain_input(name, kind_type, required, default, label, field)


def _plain_input(name, kind_type, required, default, label, field) -> Input:
    kind = _BY_TYPE[kind_type]
    choices = tuple(field.choices) if field is not None and field.choices else ()
    if kind == "text" and choices:
        return Input(name, "choice", label, required, default, choices=choices)
    if kind == "text":
        long = isinstance(field, models.TextField)
        length = getattr(field, "max_length", None) if field is not None else None
        length = length or (DEFAULT_LONG_TEXT_LENGTH if long else DEFAULT_TEXT_LENGTH)
        kind = "long_text" if long else "text"
        return Input(name, kind, label, required, default, max_length=length)
    if kind == "decimal":
        digits = getattr(field, "max_digits", None) or 14
        places = getattr(field, "decimal_places", None)
        places = 3 if places is None else places
        return Input(name, kind, label, required, default, max_digits=digits, decimal_places=places)
    return Input(name, kind, label, required, default)


def _list_input(name, item, required, label, labels) -> Input:
    if item is Upload:
        return Input(name, "uploads", label or name, required, [])
    if not dataclasses.is_dataclass(item):
        raise TypeError(f"{name}: a list input holds uploads or lines of a dataclass")
    hints = typing.get_type_hints(item)
    line_model = getattr(item, "model", None)
    line_labels = getattr(item, "labels", {})
    lines = tuple(
        _input(
            f.name,
            hints[f.name],
            f.default is dataclasses.MISSING,
            None if f.default is dataclasses.MISSING else f.default,
            line_model() if callable(line_model) else None,
            line_labels,
        )
        for f in dataclasses.fields(item)
    )
    return Input(name, "lines", label or name, required, [], lines=lines, line_type=item)


def _without_none(hint):
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        return next(part for part in typing.get_args(hint) if part is not type(None))
    return hint


def _model_field(model: type[models.Model] | None, name: str) -> models.Field | None:
    if model is None:
        return None
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


class HasInputs:
    """Anything with a function, a model and labels has inputs (see `Command`)."""

    function: Any
    labels: Mapping[str, str]

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return inputs_of(self.function, self.model, self.labels)
