"""Putting uploads to a record, inside whichever command received them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as text

from .actor import Actor
from .errors import Refused
from .files import keep
from .models import Attachment
from .plain_text import clean_text
from .queries import home_of
from .refs import ref
from .uploads import Upload

MOST_AT_ONCE = 30


def attach(
    actor: Actor, record: models.Model, uploads: Iterable[Upload], kind: str | None = None
) -> list[Attachment]:
    """Store the uploads with `record`; the same picture twice is kept once."""
    uploads = list(uploads)
    if len(uploads) > MOST_AT_ONCE:
        raise Refused(
            text("At most %(most)d files at once. Please send the rest afterwards.")
            % {"most": MOST_AT_ONCE}
        )
    institution_id, unit_id = home_of(record)
    kept = []
    for upload in uploads:
        blob = keep(upload)
        if Attachment.objects.filter(subject=ref(record), blob=blob).exists():
            continue
        wanted = kind or upload.kind
        known = wanted in Attachment.Kind.values
        kept.append(
            Attachment.objects.create(
                institution_id=institution_id,
                unit_id=unit_id,
                subject=ref(record),
                blob=blob,
                kind=wanted if known else Attachment.Kind.FILE,
                name=clean_text(upload.name, multiline=False)[-120:] or "file",
                taken_at=upload.taken_at,
                added_at=actor.at,
                added_by=actor.name[:60],
            )
        )
    return kept
