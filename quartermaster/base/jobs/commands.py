"""What people may do with background jobs."""

from __future__ import annotations

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Conflict

from .models import UNFINISHED, Job
from .workflow import JOB


@command("jobs.revive", on=Job, moves=JOB, permits="core.audit", label=_("Try again"))
def revive(actor: Actor, job: Job) -> None:
    """A dead job waits again, with all its attempts; what went wrong stays readable."""
    same = Job.objects.filter(
        UNFINISHED, institution_id=job.institution_id, name=job.name, key=job.key
    )
    if job.key and same.exists():
        raise Conflict(text("The same job is already waiting or running."))
    job.attempts = 0
    job.run_at = actor.at
    job.ended_at = None
