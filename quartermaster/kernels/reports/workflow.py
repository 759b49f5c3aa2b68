"""The life of a report (W-RPT): words free, then figures locked for good, then signed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.workflow import State, Workflow, go

REPORT = Workflow(
    "reports.report",
    start="draft",
    states={
        "draft": State(_("draft"), "moving"),
        "frozen": State(_("figures frozen"), "waiting"),
        "signed": State(_("signed"), "done"),
        "withdrawn": State(_("withdrawn"), "void"),
    },
    transitions={
        "refresh": go("draft"),
        "rewrite": go("draft"),
        "restyle": go("draft"),
        "freeze": go("draft", "frozen"),
        "thaw": go("frozen", "draft"),
        "sign": go("frozen | signed", "signed"),
        "withdraw": go("draft | frozen", "withdrawn"),
    },
)
