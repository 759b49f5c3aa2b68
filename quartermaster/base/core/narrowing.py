"""Narrowing a list by what stands in its address: filters, a stretch of time, words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import models
from django.utils.translation import gettext as text

from .actor import Actor
from .errors import Invalid
from .models import SearchEntry
from .reading import LOCAL_ZONE, Mistake, read_date, read_instant
from .search import matching
from .tokens import query_terms


def filter_of(model: type[models.Model], name: str, value: str) -> dict[str, Any]:
    """Several values of a choice are separated by commas; records come as ids."""
    found = model._meta.get_field(name)
    values = [part for part in str(value).split(",") if part]
    if isinstance(found, models.ForeignKey):
        ids = [_whole(part.rpartition(":")[2], name) for part in values]
        return {f"{name}_id__in": ids} if len(ids) > 1 else {f"{name}_id": ids[0]}
    if isinstance(found, models.BooleanField):
        return {name: values[0].lower() in {"1", "true", "yes", "on", "是"}}
    if isinstance(found, models.IntegerField):
        values = [_whole(part, name) for part in values]
    return {f"{name}__in": values} if len(values) > 1 else {name: values[0]}


def _whole(word: str, name: str) -> int:
    if word.isascii() and word.isdigit() and len(word) < 19:
        return int(word)
    raise Invalid(
        text("“%(word)s” does not fit the filter “%(name)s”; choose from the list.")
        % {"word": word[:40], "name": name}
    )


def in_period(rows: models.QuerySet, on: str, query: Mapping[str, str]) -> models.QuerySet:
    from_until = {"since": "gte", "until": "lt"}
    for name, comparison in from_until.items():
        if value := query.get(name):
            rows = rows.filter(**{f"{on}__{comparison}": read_moment(value)})
    return rows


def read_moment(value: str):
    """A date or an instant from a query string, aware; raises Invalid."""
    try:
        if len(str(value)) <= 10:
            return datetime.combine(read_date(value), time(), LOCAL_ZONE)
        return read_instant(value)
    except Mistake as mistake:
        raise Invalid(str(mistake)) from None


def with_words(rows: models.QuerySet, words: str, actor: Actor) -> models.QuerySet:
    terms = query_terms(words)
    if not terms:
        return rows.none()
    entries = SearchEntry.objects.filter(kind=rows.model._meta.label_lower)
    found = matching(entries, terms, actor).values("record_id")
    return rows.filter(pk__in=found)
