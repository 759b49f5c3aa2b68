"""Reports: the list, the text, freezing and signing."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.screen import Need, Part, Screen, Way, bind
from quartermaster.kernels.reports import commands as reports
from quartermaster.kernels.reports import queries

from . import report_kinds  # noqa: F401  the kinds register themselves
from .proposing import for_draft


class Reports(Screen):
    name, title, sees, group = "reports", _("Reports"), "reports.see", _("Reporting")
    source = queries.reports
    columns = ["number", "title", "period", "state", "author", "drafted_at", "signed_at"]
    phone_columns = ["title", "state"]
    filters = ["state", "kind", "period"]
    sorts = ["-drafted_at"]
    parts = [
        Part(
            _("Sentences"),
            lambda report: report.sentences.order_by("position"),
            ("key", "claim", "text", "verdict", "reason"),
        ),
        Part(
            _("Signatures"),
            lambda report: report.signatures.order_by("pk"),
            ("name", "post", "at"),
        ),
    ]
    record_pages = [Way(_("Open the text"), "/reports/{pk}/")]
    starts = [bind(reports.draft, proposes=for_draft)]
    actions = [
        reports.freeze,
        reports.sign,
        reports.rewrite,
        reports.restyle,
        reports.refresh,
        reports.thaw,
        reports.withdraw,
    ]
    needs = [
        Need(
            "to_sign",
            _("Reports to sign"),
            "reports.sign",
            lambda actor: Q(state="frozen"),
        )
    ]
