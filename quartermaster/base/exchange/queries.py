"""Earlier imports: of the same file, and of the same rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from quartermaster.base.core.actor import Actor

from .models import ColumnMapping, ImportBatch, ImportedRow

AT_ONCE = 500


def batches() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.select_related("unit").order_by("-id")


def mappings(actor: Actor, screen: str) -> QuerySet[ColumnMapping]:
    own = ColumnMapping.objects.filter(institution_id=actor.institution_id, screen=screen)
    return own.order_by("name")


def earlier_import(actor: Actor, screen: str, sha256: str) -> ImportBatch | None:
    """The latest finished import of a file of the very same content."""
    same = ImportBatch.objects.filter(
        institution_id=actor.institution_id, screen=screen, sha256=sha256
    )
    return same.filter(ended_at__isnull=False).order_by("-id").first()


def known_rows(institution_id: int | None, screen: str, prints: Iterable[str]) -> dict[str, str]:
    """{fingerprint: record} of those rows that were taken in before."""
    wanted = list(prints)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = ImportedRow.objects.filter(
            institution_id=institution_id,
            screen=screen,
            fingerprint__in=wanted[start : start + AT_ONCE],
        )
        found.update(rows.values_list("fingerprint", "result"))
    return found
