"""A record's story: who did what to it and what changed, from the audit trail."""

from __future__ import annotations

from typing import Any

from django.db import models

from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.models import Audit
from quartermaster.base.core.queries import story

from .values import NEVER_SHOWN, plain

LONGEST_STORY = 500


def story_of(reference: str, model: type[models.Model]) -> list[dict]:
    """The newest entries, oldest first."""
    newest = story(reference).order_by("-id")[:LONGEST_STORY]
    return [_entry(row, model) for row in reversed(newest)]


def _entry(row: Audit, model: type[models.Model]) -> dict[str, Any]:
    spec = COMMANDS.get(row.command)
    return {
        "at": plain(row.at),
        "device_at": plain(row.device_at),
        "who": row.actor,
        "channel": row.channel,
        "command": row.command,
        "label": str(spec.label) if spec else row.command,
        "from": row.source,
        "to": row.target,
        "changes": _changes(row.changes, model),
    }


def _changes(changes: dict[str, list], model: type[models.Model]) -> list[dict]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return [
        {
            "field": name,
            "label": str(fields[name].verbose_name) if name in fields else name,
            "old": _readable(fields.get(name), old),
            "new": _readable(fields.get(name), new),
        }
        for name, (old, new) in changes.items()
        if name not in NEVER_SHOWN
    ]


def _readable(field: models.Field | None, value: Any) -> Any:
    """A choice by its label; a foreign key as the reference of its record."""
    if field is None or value is None:
        return value
    if isinstance(field, models.ForeignKey):
        return f"{field.related_model._meta.label_lower}:{value}"
    for code, label in field.flatchoices:
        if code == value:
            return str(label)
    return value
