"""What a list page was asked for: filters, words, period, order, place in the list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.db import models
from django.http import QueryDict
from django.utils.http import urlencode

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.inputs import Input
from quartermaster.base.core.reading import read_inputs
from quartermaster.base.core.screen import Screen, field_of

LONGEST_SAVED = 500


class ListQuery:
    """The query of one screen's page. Unknown names are dropped, typed record names resolved."""

    def __init__(self, screen: type[Screen], actor: Actor, raw: QueryDict | Mapping[str, str]):
        self.screen = screen
        self.actor = actor
        wanted = {*screen.filters, "q", "need", "sort", "page"}
        wanted |= {"since", "until"} if screen.since_until else set()
        self.given = {name: str(raw[name]).strip() for name in raw if name in wanted and raw[name]}

    @cached_property
    def values(self) -> dict[str, str]:
        """As `Screen.rows` reads it. Raises Invalid where a typed name is not known."""
        resolved = dict(self.given)
        for name in self.screen.filters:
            typed = resolved.get(name)
            if typed and self.is_record(name) and not _is_key(typed):
                resolved[name] = str(self._named(name, typed).pk)
        return resolved

    @cached_property
    def narrowing(self) -> dict[str, str]:
        """The part that leaves rows out: what a saved filter keeps, with the order."""
        return {name: value for name, value in self.values.items() if name not in {"page", "sort"}}

    @property
    def order(self) -> str:
        return self.screen.ordering(self.given.get("sort"))

    @property
    def page(self) -> str:
        return self.given.get("page", "")

    def rows(self) -> models.QuerySet:
        return self.screen.rows(self.actor, self.values)

    def is_record(self, name: str) -> bool:
        return isinstance(field_of(self.screen.model(), name), models.ForeignKey)

    def address(self, **changes: str | None) -> str:
        """The query string with some values changed or (None) taken away, on its first page."""
        merged = {**self.values, "page": None, **changes}
        return f"?{urlencode({name: value for name, value in merged.items() if value})}"

    def saved(self) -> str:
        """What is kept under a name: without the place in the list."""
        kept = {name: value for name, value in self.values.items() if name != "page"}
        return urlencode(kept)[:LONGEST_SAVED]

    def label_of_record(self, name: str, rows: list[models.Model]) -> str:
        """The name of the record a filter is set to; from the rows shown when they have it."""
        wanted = self.values.get(name, "").rpartition(":")[2]
        field = field_of(self.screen.model(), name)
        for row in rows:
            if str(getattr(row, field.attname)) == wanted and field.is_cached(row):
                return str(getattr(row, name))
        if not wanted.isdigit():
            return self.given.get(name, "")
        return str(self._named(name, f"{field.related_model._meta.label_lower}:{wanted}"))

    def _named(self, name: str, typed: str) -> models.Model:
        field = field_of(self.screen.model(), name)
        asked = Input(name, "record", field.verbose_name, True, model=field.related_model)
        return read_inputs((asked,), {name: typed}, self.actor, self.screen.sees)[name]


def _is_key(typed: str) -> bool:
    """12, work.order:12 or several of them with commas."""
    return all(part.rpartition(":")[2].isdigit() for part in typed.split(",") if part)
