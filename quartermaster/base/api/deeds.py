"""`GET /commands`, `POST /commands/{name}` and `POST /batch`: doing things."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as text
from ninja import Schema
from pydantic import ConfigDict

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import COMMANDS, Command
from quartermaster.base.core.errors import Forbidden, Invalid
from quartermaster.base.core.reading import Mistake, read_instant
from quartermaster.base.core.refs import ref

from .answers import failure
from .records import found, in_full, in_short, kind_and_key, shown_by

LONGEST_KEY = 80
MOST_AT_ONCE = 500
CLOCK_TOLERANCE = timedelta(hours=24)


class Deed(Schema):
    """What to do: the record, the answers, a key against doing it twice, the phone's clock."""

    model_config = ConfigDict(extra="forbid")

    subject: str | int | None = None
    inputs: dict[str, Any] = {}
    key: str | None = None
    device_time: str | None = None


class NamedDeed(Deed):
    """The same with the command's name, for many at once."""

    command: str


def described(actor: Actor) -> list[dict[str, Any]]:
    """Every command the actor may use somewhere."""
    return [_described(spec) for spec in COMMANDS.values() if actor.may(spec.permits)]


def _described(spec: Command) -> dict[str, Any]:
    return {
        "name": spec.name,
        "label": str(spec.label),
        "subject": spec.on._meta.label_lower if spec.on else None,
        "gives": spec.model._meta.label_lower,
        "confirm": spec.confirm,
        "inputs": spec.schema(),
        "url": f"/api/v1/commands/{spec.name}",
    }


def do(actor: Actor, name: str, deed: Deed, *, full: bool = True) -> dict[str, Any]:
    """Carry out one command in its own transaction and tell what came of it."""
    spec = COMMANDS.get(name)
    if spec is None or not actor.may(spec.permits):
        raise Forbidden(name)
    _refuse_bad_key(deed.key)
    device_at, notes = _device_time(actor, deed.device_time)
    actor = actor.with_device_time(device_at)
    subject = _subject(actor, spec, deed.subject)
    values = spec.read(deed.inputs, actor)
    record = _function(spec)(actor, subject, key=deed.key, **values)
    answer = {"ref": ref(record), "record": _told(actor, record, full=full)}
    return {**answer, "notes": notes} if notes else answer


def _told(actor: Actor, record: models.Model, *, full: bool) -> dict[str, Any]:
    """The record as it stands now; what the actor may no longer see is told in short."""
    screen = shown_by(actor, record)
    if screen is not None:
        record, screen = found(actor, ref(record))
    else:
        record.refresh_from_db()
    return (in_full if full and screen else in_short)(actor, record, screen)


def do_each(actor: Actor, deeds: list[NamedDeed]) -> list[dict[str, Any]]:
    """Each on its own: what fails is told in its place and does not stop the others."""
    if len(deeds) > MOST_AT_ONCE:
        raise Invalid(text("At most %(most)d commands at once.") % {"most": MOST_AT_ONCE})
    return [_do_safely(actor, deed) for deed in deeds]


def _do_safely(actor: Actor, deed: NamedDeed) -> dict[str, Any]:
    try:
        return {"status": 200, **do(actor, deed.command, deed, full=False)}
    except Exception as problem:
        status, body = failure(problem)
        return {"status": status, **body}


def _function(spec: Command) -> Callable:
    """The decorated function: the name the command's module knows it by."""
    return getattr(sys.modules[spec.function.__module__], spec.function.__name__)


def _refuse_bad_key(key: str | None) -> None:
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        message = text("A key has 1 to %(most)d printable characters.") % {"most": LONGEST_KEY}
        raise Invalid(message, field_errors={"key": message})


def _device_time(actor: Actor, given: str | None) -> tuple[datetime | None, list[str]]:
    """The phone's clock, kept beside ours; far off it is kept all the same, and said."""
    if given is None:
        return None, []
    try:
        device_at = read_instant(given)
    except Mistake as mistake:
        raise Invalid(str(mistake), field_errors={"device_time": str(mistake)}) from None
    off = abs(device_at - actor.at)
    if off <= CLOCK_TOLERANCE:
        return device_at, []
    hours = int(off.total_seconds() // 3600)
    note = text("The device's clock differs from ours by %(hours)d hours; ours counts.")
    return device_at, [note % {"hours": hours}]


def _subject(actor: Actor, spec: Command, given: str | int | None) -> models.Model | None:
    """The record to act on, among those the actor may use for this command."""
    if spec.on is None:
        if given is not None:
            raise _wrong_subject(text("This command makes a record; it takes none."))
        return None
    if given is None or given == "":
        raise _wrong_subject(
            text("Say which record: %(kind)s:<id>.") % {"kind": spec.on._meta.label_lower}
        )
    reference = f"{spec.on._meta.label_lower}:{given}" if ":" not in str(given) else str(given)
    model, key = kind_and_key(reference)
    if model is not spec.on:
        raise _wrong_subject(
            text("Say which record: %(kind)s:<id>.") % {"kind": spec.on._meta.label_lower}
        )
    rows = model._default_manager.all()
    if hasattr(rows, "visible_to"):
        return rows.get_for(actor, spec.permits, pk=key)
    record = rows.filter(pk=key).first()
    if record is None:
        raise Forbidden(reference)
    actor.must(spec.permits, record)
    return record


def _wrong_subject(message: str) -> Invalid:
    return Invalid(message, field_errors={"subject": message})
