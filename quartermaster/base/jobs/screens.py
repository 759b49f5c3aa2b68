"""Background jobs, for whoever may look behind the scenes."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.screen import Column, Need, Screen

from . import queries
from .commands import revive
from .models import Job
from .registry import TASKS


def task_label(job: Job) -> str:
    declared = TASKS.get(job.name)
    return str(declared.label) if declared else job.name


def how_far(job: Job) -> str:
    """3/10 · what it is doing; empty before the first report."""
    count = f"{job.progress_done}/{job.progress_total}" if job.progress_total else ""
    return " · ".join(part for part in (count, job.progress_text) if part)


LABEL = Column("task", _("task"), task_label)
PROGRESS = Column("progress", _("progress"), how_far)


class Jobs(Screen):
    name, title, sees, group = "jobs", _("Background jobs"), "core.audit", _("System")
    source = queries.jobs
    columns = [LABEL, "state", PROGRESS, "run_at", "attempts", "made_by", "ended_at"]
    filters = ["state"]
    sorts = ["-id", "run_at"]
    since_until = "made_at"
    details = [*columns, "made_at", "started_at", "result", "last_error"]
    actions = [revive]
    needs = [
        Need(
            "dead",
            _("Background jobs that failed for good"),
            "core.audit",
            only=lambda actor: Q(state="dead"),
            urgent=True,
            query="state=dead",
        )
    ]
    phone_columns = ["task", "state"]
