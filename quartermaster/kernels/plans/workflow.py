"""The lives of a plan and of each of its occasions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.workflow import State, Workflow, go

PLAN = Workflow(
    "plans.plan",
    start="draft",
    states={
        "draft": State(_("Draft"), "waiting"),
        "approved": State(_("Approved"), "waiting"),
        "active": State(_("Active"), "moving"),
        "retired": State(_("Retired"), "void"),
    },
    transitions={
        "approve": go("draft", "approved"),
        "send_back": go("approved", "draft"),
        "activate": go("approved", "active"),
        "retire": go("draft | approved | active", "retired"),
        "describe": go("draft | approved | active"),
        "change": go("draft | approved | active"),
        "stack": go("draft | approved | active"),
        "set_quota": go("draft | approved | active"),
        "set_meter": go("draft | approved | active"),
        "record_reading": go("active"),
        "expect": go("active"),
        "record_unplanned": go("active"),
        "judge_quota": go("active | retired"),
    },
)

OCCASION = Workflow(
    "plans.occasion",
    start="expected",
    states={
        "expected": State(_("Expected"), "waiting"),
        "issued": State(_("Issued"), "moving"),
        "done": State(_("Done"), "done"),
        "skipped": State(_("Not needed"), "void"),
        "missed": State(_("Missed"), "stopped"),
    },
    transitions={
        "issue": go("expected", "issued"),
        "withdraw": go("issued", "expected"),
        "record_done": go("expected | issued | missed", "done"),
        "skip_occasion": go("expected | issued", "skipped"),
        "cover": go("expected", "skipped"),
        "uncover": go("skipped", "expected"),
        "shift_occasion": go("expected"),
        "mark_missed": go("expected | issued", "missed"),
    },
)
