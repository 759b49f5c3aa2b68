"""One record: its fields, its story, its files and words, and what may be done with it now."""

from __future__ import annotations

import re
from typing import Any

from django.db import models

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import COMMANDS, Command
from quartermaster.base.core.errors import Forbidden
from quartermaster.base.core.queries import attachments, comments
from quartermaster.base.core.refs import key_of, model_of, ref
from quartermaster.base.core.scope import InUnit, Scoped
from quartermaster.base.core.screen import SCREENS, Column, Screen, label_of, name_of

from .story import story_of
from .values import NEVER_SHOWN, cells, plain, row_of

REFERENCE = re.compile(r"[a-z_]+\.[a-z_]+:[0-9]{1,18}", re.ASCII)
MOST_PART_ROWS = 500


def found(actor: Actor, reference: str) -> tuple[models.Model, type[Screen] | None]:
    """The record a reference names and the screen that shows it to this actor, or Forbidden."""
    model, key = kind_and_key(reference)
    shown_somewhere = False
    for screen in SCREENS.values():
        if screen.model() is not model:
            continue
        shown_somewhere = True
        record = screen.visible(actor).filter(pk=key).first()
        if record is not None:
            return record, screen
    if shown_somewhere or not _declares_who_sees(model):
        raise Forbidden(reference)
    return model._default_manager.get_for(actor, model.sees, pk=key), None


def kind_and_key(reference: str) -> tuple[type[models.Model], int]:
    if not REFERENCE.fullmatch(reference):
        raise Forbidden(reference)
    return model_of(reference), key_of(reference)


def _declares_who_sees(model: type[models.Model]) -> bool:
    """Whether somebody has thought about who may look: the inherited default is not enough."""
    own = model.__mro__[: model.__mro__.index(Scoped)] if issubclass(model, Scoped) else ()
    return any("sees" in vars(each) for each in own if each is not InUnit)


def shown_by(actor: Actor, record: models.Model) -> type[Screen] | None:
    try:
        return found(actor, ref(record))[1]
    except Forbidden:
        return None


def in_short(actor: Actor, record: models.Model, screen: type[Screen] | None) -> dict[str, Any]:
    """The record's fields and what may be done with it."""
    columns = columns_of(type(record), screen)
    return {
        "ref": ref(record),
        "kind": record._meta.label_lower,
        "kind_label": str(record._meta.verbose_name),
        "label": str(record),
        "screen": screen.name if screen else None,
        "fields": cells(record, columns),
        "labels": {name_of(each): str(label_of(type(record), each)) for each in columns},
        "commands": [_offer(spec) for spec in offered(actor, record)],
    }


def in_full(actor: Actor, record: models.Model, screen: type[Screen] | None) -> dict[str, Any]:
    """The same with everything that belongs to the record."""
    reference = ref(record)
    return {
        **in_short(actor, record, screen),
        "parts": _parts(record, screen),
        "story": story_of(reference, type(record)),
        "comments": [
            {"at": plain(each.at), "by": each.by, "text": each.text} for each in comments(reference)
        ],
        "attachments": [_attachment(each) for each in attachments(reference)],
    }


def columns_of(model: type[models.Model], screen: type[Screen] | None) -> list[str | Column]:
    """What the screen shows of one record and in its list, and always the state."""
    if screen is None:
        names = [field.name for field in model._meta.concrete_fields]
        return [name for name in names if name not in NEVER_SHOWN]
    columns = {name_of(each): each for each in [*screen.shown(), *screen.columns]}
    fields = {field.name for field in model._meta.concrete_fields}
    if "state" in fields:
        columns.setdefault("state", "state")
    return [each for name, each in columns.items() if name not in NEVER_SHOWN]


def offered(actor: Actor, record: models.Model) -> list[Command]:
    """The screens' buttons in their order, then whatever else this kind of record allows."""
    model = type(record)
    buttons = [
        bound.spec.name
        for screen in SCREENS.values()
        if screen.model() is model
        for bound in screen.actions
    ]
    others = [spec.name for spec in COMMANDS.values() if spec.on is model]
    names = dict.fromkeys([*buttons, *others])
    return [COMMANDS[name] for name in names if COMMANDS[name].offered_to(actor, record)]


def _offer(spec: Command) -> dict[str, Any]:
    return {
        "name": spec.name,
        "label": str(spec.label),
        "confirm": spec.confirm,
        "inputs": spec.schema(),
    }


def _parts(record: models.Model, screen: type[Screen] | None) -> list[dict[str, Any]]:
    return [
        {
            "title": str(part.title),
            "rows": [row_of(row, part.columns) for row in part.rows(record)[:MOST_PART_ROWS]],
        }
        for part in (screen.parts if screen else ())
    ]


def _attachment(attachment) -> dict[str, Any]:
    return {
        "id": attachment.pk,
        "name": attachment.name,
        "kind": attachment.kind,
        "type": attachment.blob.content_type,
        "bytes": attachment.blob.size,
        "sha256": attachment.blob.sha256,
        "taken_at": plain(attachment.taken_at),
        "added_at": plain(attachment.added_at),
        "added_by": attachment.added_by,
    }
