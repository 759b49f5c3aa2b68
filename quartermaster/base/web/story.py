"""The story of a record: who did what, when, what changed by it, and what was said about it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as text

from quartermaster.base.core.audit import HIDDEN
from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.models import Audit, Comment, SearchEntry
from quartermaster.base.core.refs import ref

from .cells import badge, tone_of, workflow_of
from .values import shown_plain

MOST_EVENTS = 300
SAID = "said"
UNTOLD = {"id", "institution_id", "path", "digest", "state"}
COLUMNS = ("at", "who", "what", "body", "after", "row")


@dataclass(frozen=True)
class Event:
    """One line of the story; `words` is a comment, `changes` are (label, before, after)."""

    at: datetime
    who: str
    what: str
    words: str
    changes: tuple[tuple[str, str, str], ...]
    state: str


def story_of(record: models.Model) -> list[Event]:
    """The latest events first, in one statement; names of other records in one more if needed."""
    subject = ref(record)
    deeds = Audit.objects.filter(subject=subject).annotate(
        who=_as_text("actor"),
        what=_as_text("command"),
        body=_as_text("details"),
        after=_as_text("target"),
        row=F("id"),
    )
    words = Comment.objects.filter(subject=subject).annotate(
        who=_as_text("by"),
        what=Value(SAID, TextField()),
        body=_as_text("text"),
        after=Value("", TextField()),
        row=F("id"),
    )
    both = deeds.values_list(*COLUMNS).union(words.values_list(*COLUMNS), all=True)
    rows = list(both.order_by("-at", "-row")[:MOST_EVENTS])
    names = _Names(record)
    for _at, _who, what, body, _after, _row in rows:
        if what != SAID:
            names.note(json.loads(body))
    return [_event(record, row, names) for row in rows]


def _as_text(column: str) -> Cast:
    return Cast(column, TextField())


def _event(record: models.Model, row: tuple, names: _Names) -> Event:
    at, who, what, body, after, _row = row
    who = text("the system") if who == "system" else who
    if what == SAID:
        return Event(at, who, "", body, (), "")
    details = json.loads(body)
    spec = COMMANDS.get(what)
    label = str(spec.label) if spec else what
    return Event(at, who, label, "", tuple(_changes(record, details, names)), _badge(record, after))


def _badge(record: models.Model, state: str) -> str:
    if not state or not hasattr(record, "get_state_display"):
        return ""
    label = dict(record._meta.get_field("state").flatchoices).get(state, state)
    return badge(label, tone_of(workflow_of(type(record)), state))


def _changes(record: models.Model, details: dict[str, Any], names: _Names):
    """The changed columns by label. At a beginning only what was asked for is told."""
    model = type(record)
    changes = details.get("changes", {})
    asked = set(details.get("inputs", {}))
    beginning = "id" in changes
    for name, (before, after) in changes.items():
        field = next((f for f in model._meta.concrete_fields if f.attname == name), None)
        if field is None or name in UNTOLD or _is_stamp(record, name):
            continue
        if beginning and field.name not in asked:
            continue
        label = str(field.verbose_name)
        if after == HIDDEN:
            yield label, "", text("changed")
            continue
        yield label, _told(model, names, field, before), _told(model, names, field, after)


def _is_stamp(record: models.Model, name: str) -> bool:
    """The time stamp of a state repeats the time of the event."""
    flow = workflow_of(type(record))
    return flow is not None and name.endswith("_at") and name[:-3] in flow.states


def _told(model: type[models.Model], names: _Names, field: models.Field, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return names.of(field, value)
    return shown_plain(model, field.attname, value)


class _Names:
    """What the records behind the ids in a story are called, asked for all at once."""

    def __init__(self, record: models.Model):
        self.record = record
        self.wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        self.known: dict[tuple[type[models.Model], int], str] = {}
        self.fields = {
            f.attname: f
            for f in record._meta.concrete_fields
            if isinstance(f, models.ForeignKey) and f.attname not in UNTOLD
        }
        for attname, field in self.fields.items():
            if field.is_cached(record) and getattr(record, field.name) is not None:
                key = (field.related_model, getattr(record, attname))
                self.known[key] = str(getattr(record, field.name))

    def note(self, details: dict[str, Any]) -> None:
        for name, pair in details.get("changes", {}).items():
            if field := self.fields.get(name):
                ids = (value for value in pair if isinstance(value, int))
                self.wanted[field.related_model].update(ids)

    def of(self, field: models.ForeignKey, value: Any) -> str:
        if self.wanted:
            self._ask()
        return self.known.get((field.related_model, value), f"#{value}")

    def _ask(self) -> None:
        """Searched kinds by their search entries in one statement, the others each by theirs."""
        missing = {
            model: {pk for pk in ids if (model, pk) not in self.known}
            for model, ids in self.wanted.items()
        }
        self.wanted.clear()
        missing = {model: ids for model, ids in missing.items() if ids}
        searched = {m: ids for m, ids in missing.items() if hasattr(m, "search_terms")}
        if searched:
            self._from_entries(searched)
        for model in missing:
            still = {pk for pk in missing[model] if (model, pk) not in self.known}
            for other in model._default_manager.filter(pk__in=still) if still else ():
                self.known[model, other.pk] = str(other)

    def _from_entries(self, searched: dict[type[models.Model], Iterable[int]]) -> None:
        condition = models.Q(pk__in=[])
        for model, ids in searched.items():
            condition |= models.Q(kind=model._meta.label_lower, record_id__in=ids)
        entries = SearchEntry.objects.filter(condition).values_list("kind", "record_id", "label")
        for kind, pk, label in entries:
            self.known[apps.get_model(kind), pk] = label
