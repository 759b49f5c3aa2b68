"""A report as files: Word, PDF, page, JSON."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from quartermaster.base.core.actor import Actor
from quartermaster.base.documents.page import to_html
from quartermaster.base.documents.pdf import to_pdf
from quartermaster.base.documents.word import to_word
from quartermaster.kernels.reports.assembling import as_data, document_of
from quartermaster.kernels.reports.models import Figure, Report

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


def evidence_path(figure: Figure) -> str:
    """Where the interface lists the records a figure counted."""
    query = {
        "since": timezone.localtime(figure.since).date().isoformat(),
        "until": timezone.localtime(figure.until).date().isoformat(),
        "institution": figure.institution_id,
        **figure.where,
    }
    return f"/api/v1/measures/{figure.measure}/evidence?{urlencode(query)}"


def page_of_figure(key: str) -> str | None:
    """The page that opens a figure, from its key in a document."""
    kind, _colon, pk = key.partition(":")
    return f"/figures/{pk}/" if kind == "figure" else None


def published(actor: Actor, report: Report, form: str, address: str = "") -> bytes:
    """The report in one of the TYPES. `address` is put before links that leave the program."""
    if form == "json":
        data = as_data(report, evidence_path)
        return json.dumps(data, ensure_ascii=False, indent=1).encode()
    document = document_of(actor, report)

    def link(key: str) -> str | None:
        return f"{address}{page_of_figure(key)}" if address else None

    if form == "docx":
        return to_word(document, link if address else None)
    if form == "pdf":
        return to_pdf(document, settings.QM_FONTS, link if address else None)
    return to_html(document, page_of_figure).encode()
