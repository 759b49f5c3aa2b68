"""The records behind a figure, kept with a frozen report."""

from __future__ import annotations

import hashlib
import zlib
from array import array

from django.db.models import QuerySet

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.measure import measure

from .models import Figure


def live(actor: Actor, figure: Figure) -> QuerySet:
    """The rows the figure counts now."""
    where = {**figure.where, "institution": figure.institution_id}
    return measure(figure.measure).evidence(
        actor, since=figure.since, until=figure.until, where=where
    )


def pack(ids: list[int]) -> tuple[bytes, str]:
    """Record ids as compressed bytes, and their digest."""
    raw = array("q", sorted(ids)).tobytes()
    return zlib.compress(raw, 6), hashlib.sha256(raw).hexdigest()


def unpack(packed: bytes) -> list[int]:
    ids = array("q")
    ids.frombytes(zlib.decompress(bytes(packed)))
    return ids.tolist()


def rows(actor: Actor, figure: Figure) -> QuerySet:
    """The rows counted: as frozen if the report is, else as they are now; scoped either way."""
    if figure.evidence is None:
        return live(actor, figure)
    of = measure(figure.measure)
    kept = of.evidence_source().visible_to(actor, of.permits)
    return kept.filter(pk__in=unpack(figure.evidence))
