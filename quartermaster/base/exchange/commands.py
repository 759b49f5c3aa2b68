"""Keeping the record of an import, and the names given to columns."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Conflict

from .models import ColumnMapping, ImportBatch, ImportedRow


@command("exchange.save_mapping", permits="core.import", label=_("Save the column mapping"))
def save_mapping(actor: Actor, *, screen: str, name: str, columns: dict) -> ColumnMapping:
    """Keep a mapping under its name; the same name again replaces it."""
    saved, _made = ColumnMapping.objects.update_or_create(
        institution_id=actor.institution_id,
        screen=screen,
        name=name,
        defaults={"unit_id": actor.unit_id, "columns": columns},
    )
    return saved


@command(
    "exchange.begin_import",
    permits="core.import",
    label=_("Import a spreadsheet"),
    labels={"operation": _("operation")},
)
def begin_import(
    actor: Actor,
    *,
    screen: str,
    operation: str,
    file_name: str,
    sha256: str,
    columns: dict,
    rows_read: int,
) -> ImportBatch:
    """Open the record of an import; its rows follow, each by the screen's own command."""
    return ImportBatch.objects.create(
        institution_id=actor.institution_id,
        unit_id=actor.unit_id,
        screen=screen,
        command=operation,
        file_name=file_name[-120:],
        sha256=sha256,
        columns=columns,
        rows_read=rows_read,
        user_id=actor.user_id,
        by=actor.name[:60],
        begun_at=actor.at,
    )


@command(
    "exchange.close_import", on=ImportBatch, permits="core.import", label=_("Close the import")
)
def close_import(
    actor: Actor, batch: ImportBatch, *, rows_in: int, rows_known: int, rows_rejected: int
) -> None:
    batch.rows_in = rows_in
    batch.rows_known = rows_known
    batch.rows_rejected = rows_rejected
    batch.ended_at = actor.at


def remember_rows(batch: ImportBatch, rows: Iterable[tuple[str, int, str]]) -> None:
    """Keep (fingerprint, row number, record) of rows taken in, in the same transaction as they.

    Not a command of its own: each row's command has written its audit entry already.
    """
    try:
        with transaction.atomic():
            ImportedRow.objects.bulk_create(
                [
                    ImportedRow(
                        batch=batch,
                        institution_id=batch.institution_id,
                        screen=batch.screen,
                        fingerprint=fingerprint,
                        number=number,
                        result=result,
                    )
                    for fingerprint, number, result in rows
                ],
                batch_size=100,
            )
    except IntegrityError:
        raise Conflict(
            text("Somebody is importing the same rows just now. Try again when that is done.")
        ) from None
