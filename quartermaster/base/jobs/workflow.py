"""The life of a job. The worker moves it along; people only bring a dead one back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.workflow import State, Workflow, go

JOB = Workflow(
    "jobs.job",
    start="waiting",
    states={
        "waiting": State(_("Waiting"), "waiting"),
        "running": State(_("Running"), "moving"),
        "done": State(_("Done"), "done"),
        "dead": State(_("Failed for good"), "stopped"),
    },
    transitions={"revive": go("dead", "waiting")},
)
