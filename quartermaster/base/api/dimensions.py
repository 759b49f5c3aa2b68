"""A measure's dimensions: reading the words they are filtered by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Invalid
from quartermaster.base.core.inputs import Input
from quartermaster.base.core.measure import Measure, Ratio
from quartermaster.base.core.queries import institutions_of
from quartermaster.base.core.reading import NO, YES, read_inputs


def field_at(measure: Measure | Ratio, dimension: str) -> models.Field | None:
    """The field at the end of a dimension's lookup, None for a transform such as __month."""
    counted = measure.whole if isinstance(measure, Ratio) else measure
    model, field = counted.of().model, None
    for step in counted.by[dimension].split("__"):
        if model is None:
            return None
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return None
        model = field.related_model
    return field if isinstance(field, models.Field) else None


def value_at(actor: Actor, measure: Measure | Ratio, dimension: str, word: str) -> Any:
    """What a word of the address stands for: a record by reference, id or code; yes or no."""
    if dimension == "institution":
        return _institution_id(actor, word)
    field = field_at(measure, dimension)
    if isinstance(field, models.ForeignKey):
        return _record(actor, measure, dimension, field, word)
    if isinstance(field, models.BooleanField) and word.lower() in YES | NO:
        return word.lower() in YES
    if field is not None and field.choices:
        codes = {str(code): code for code, _label in field.flatchoices}
        if word not in codes:
            raise _not_offered(dimension, word, codes)
        return codes[word]
    return word


def _record(actor, measure, dimension: str, field: models.ForeignKey, word: str) -> models.Model:
    """Found like any record in a form, among those the actor may see."""
    model = field.related_model
    asked = Input(dimension, "record", str(field.verbose_name), True, model=model)
    raw = int(word) if word.isascii() and word.isdigit() and len(word) < 19 else word
    permission = getattr(model, "sees", measure.permits)
    return read_inputs((asked,), {dimension: raw}, actor, permission)[dimension]


def _institution_id(actor: Actor, word: str) -> int:
    """By code or id, among those the actor may see."""
    offered = {each.code: each.pk for each in institutions_of(actor)}
    found = offered.get(word, int(word) if word.isascii() and word.isdigit() else None)
    if found not in offered.values():
        raise _not_offered("institution", word, offered)
    return found


def _not_offered(name: str, word: str, offered: Iterable[str]) -> Invalid:
    return Invalid(
        text("“%(word)s” is not offered for “%(name)s”. Choose from: %(offered)s.")
        % {"word": word[:40], "name": name, "offered": ", ".join(sorted(offered))},
        field_errors={name: text("not offered")},
    )
