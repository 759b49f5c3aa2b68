"""Writing the audit trail: what happened, as canonical text under a digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import models

from .actor import Actor, place_of
from .models import Audit
from .refs import ref
from .uploads import Upload

HIDDEN = "•••"


def snapshot(record: models.Model) -> dict[str, Any]:
    return {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields}


def changes_between(before: Mapping, after: Mapping) -> dict[str, list]:
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value and not (name not in before and value in (None, ""))
    }


def as_plain(value: Any) -> Any:
    """A value as JSON keeps it: records by reference, decimals and instants as text."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, models.Model):
        return ref(value)
    if isinstance(value, Upload):
        return f"{value.name} ({len(value.content)} bytes)"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return _plain_group(value)


def _plain_group(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): as_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: as_plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return str(value)


def canonical(value: Any) -> str:
    return json.dumps(as_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_audit(
    command: str,
    actor: Actor,
    subject: models.Model,
    *,
    inputs: Mapping[str, Any],
    before: Mapping[str, Any],
    secret: frozenset[str] = frozenset(),
) -> Audit:
    """Append one row. Inputs and columns named in `secret` are kept as dots only."""
    institution_id, unit_id, _path = place_of(subject)
    after = snapshot(subject)
    changes = changes_between(before, after)
    shown = {name: HIDDEN if name in secret else value for name, value in inputs.items()}
    hidden = {name: [HIDDEN, HIDDEN] for name in changes if name in secret}
    row = Audit(
        institution_id=institution_id,
        unit_id=unit_id,
        at=actor.at,
        device_at=actor.device_at,
        command=command,
        user_id=actor.user_id,
        actor=actor.name[:60],
        channel=actor.channel,
        subject=ref(subject),
        source=str(before.get("state", ""))[:20],
        target=str(after.get("state", ""))[:20],
        details=canonical({"inputs": shown, "changes": {**changes, **hidden}}),
    )
    row.digest = row.own_digest()
    row.save(force_insert=True)
    return row
