"""What `qm verify` proves about reports: frozen ones are as they were frozen."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.proofs import APPEND_ONLY, proof

from .commands import content_digest
from .models import Figure, Report

APPEND_ONLY.add("reports_reportsignature")


@proof("reports.frozen", _("Frozen reports stand as they were frozen"))
def frozen(institution_id: int | None) -> Iterator[str]:
    rows = Report.objects.filter(state__in=["frozen", "signed"])
    if institution_id is not None:
        rows = rows.filter(institution_id=institution_id)
    for report in rows:
        if content_digest(report) != report.digest:
            yield f"reports.report:{report.pk} {report.number} was changed after freezing"
        for figure in report.figures.all():
            if not _as_kept(figure):
                yield f"reports.figure:{figure.pk} of {report.number}: its evidence was changed"
        for signature in report.signatures.all():
            if signature.digest != report.digest:
                yield f"{report.number}: {signature.name} signed another text"


def _as_kept(figure: Figure) -> bool:
    try:
        raw = zlib.decompress(bytes(figure.evidence))
    except (TypeError, zlib.error):
        return False
    return hashlib.sha256(raw).hexdigest() == figure.evidence_digest
