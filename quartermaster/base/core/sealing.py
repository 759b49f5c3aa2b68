"""Binding audit rows to each other in batches, so that writers never queue; and proving it."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from .models import Audit, AuditHorizon, AuditSeal

BATCH = 5_000
LEAF = struct.Struct(">Q8s")
BEGINNING = "0" * 64


def seal(at: datetime, *, everything: bool = False) -> int:
    """Seal the rows that can no longer be preceded by a late commit; returns how many.

    `everything` is for a quiet database (a backup, a proof, the demo builder): it trusts that
    nobody is writing.
    """
    sealed = 0
    with transaction.atomic():
        horizon = _horizon(everything)
        latest = AuditSeal.objects.select_for_update().order_by("-number").first()
        after = latest.last_id if latest else 0
        while rows := list(
            Audit.objects.filter(id__gt=after, id__lte=horizon)
            .order_by("id")
            .values_list("id", "digest")[:BATCH]
        ):
            latest = _append(latest, rows, at)
            after = latest.last_id
            sealed += len(rows)
    return sealed


def _append(previous: AuditSeal | None, rows: list[tuple[int, str]], at: datetime) -> AuditSeal:
    leaves = b"".join(LEAF.pack(pk, bytes.fromhex(digest)[:8]) for pk, digest in rows)
    before = previous.digest if previous else BEGINNING
    return AuditSeal.objects.create(
        number=previous.number + 1 if previous else 1,
        first_id=rows[0][0],
        last_id=rows[-1][0],
        leaves=leaves,
        previous=before,
        digest=_chained(before, leaves),
        sealed_at=at,
    )


def _chained(previous: str, leaves: bytes) -> str:
    return hashlib.sha256(previous.encode() + leaves).hexdigest()


def _horizon(everything: bool) -> int:
    """The largest id below which no row can appear any more."""
    largest = Audit.objects.aggregate(largest=Max("id"))["largest"] or 0
    if connection.vendor != "postgresql" or everything:
        return largest
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM core_audit_id_seq")
        handed_out = cursor.fetchone()[0]
        cursor.execute(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, "
            "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        )
        oldest, newest = cursor.fetchone()
    waiting = AuditHorizon.objects.select_for_update().order_by("pk").first()
    settled = 0
    if waiting is not None and oldest >= waiting.transaction_id:
        settled = waiting.last_id
        waiting.delete()
        waiting = None
    if waiting is None:
        AuditHorizon.objects.create(last_id=handed_out, transaction_id=newest)
    return settled


def proof() -> Iterator[str]:
    """Every audit row and seal that is not as it was written, one sentence each."""
    previous, sealed_up_to = BEGINNING, 0
    for bond in AuditSeal.objects.order_by("number").iterator():
        leaves = bytes(bond.leaves)
        if bond.previous != previous or bond.digest != _chained(previous, leaves):
            yield f"audit seal {bond.number} does not follow from the one before it"
        yield from _proof_of_batch(bond, leaves, sealed_up_to)
        previous, sealed_up_to = bond.digest, bond.last_id
    for row in Audit.objects.filter(id__gt=sealed_up_to).order_by("id").iterator(BATCH):
        if row.digest != row.own_digest():
            yield f"audit row {row.pk} ({row}) was changed"


def _proof_of_batch(bond: AuditSeal, leaves: bytes, sealed_up_to: int) -> Iterator[str]:
    expected = dict(LEAF.iter_unpack(leaves))
    rows = Audit.objects.filter(id__gt=sealed_up_to, id__lte=bond.last_id).order_by("id")
    for row in rows.iterator(BATCH):
        leaf = expected.pop(row.pk, None)
        if leaf is None:
            yield f"audit row {row.pk} ({row}) was slipped in after sealing"
        elif row.digest != row.own_digest() or bytes.fromhex(row.digest)[:8] != leaf:
            yield f"audit row {row.pk} ({row}) was changed"
    for pk in sorted(expected):
        yield f"audit row {pk} was removed"
