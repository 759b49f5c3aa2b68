"""The house's own background work: sealing the audit trail and clearing away."""

from __future__ import annotations

from datetime import time, timedelta

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.models import Repeat
from quartermaster.base.core.sealing import seal

from .models import Job, Schedule
from .registry import TASKS, Progress, task
from .schedule import ROUTINE

KEPT = timedelta(days=30)
ROUTINE_KEPT = timedelta(days=2)
BATCH = 1_000


@task("audit.seal", label=_("Seal the audit trail"), every=timedelta(minutes=1))
def seal_audit(actor: Actor, progress: Progress) -> dict[str, int]:
    return {"sealed": seal(actor.at)}


@task("jobs.tidy", label=_("Clear away what is no longer needed"), daily_at=time(3, 20))
def tidy(actor: Actor, progress: Progress) -> dict[str, int]:
    """Delete finished jobs, expired sessions and idempotency keys; dead jobs are kept."""
    piles = {
        "jobs": Job.objects.filter(state="done", ended_at__lt=actor.at - KEPT),
        "routine": Job.objects.filter(
            state="done", key=ROUTINE, ended_at__lt=actor.at - ROUTINE_KEPT
        ),
        "sessions": Session.objects.filter(expire_date__lt=actor.at),
        "keys": Repeat.objects.filter(at__lt=actor.at - KEPT),
        "schedules": Schedule.objects.exclude(task__in=list(TASKS)),
    }
    gone = {}
    for number, (name, rows) in enumerate(piles.items(), 1):
        gone[name] = _delete(rows)
        progress(number, len(piles), name)
    return gone


def _delete(rows: QuerySet) -> int:
    """Delete in small transactions, so that nobody waits long for a lock."""
    gone = 0
    while chosen := list(rows.order_by().values_list("pk", flat=True)[:BATCH]):
        rows.model._default_manager.filter(pk__in=chosen).delete()
        gone += len(chosen)
    return gone
