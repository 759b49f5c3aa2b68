"""Putting scheduled tasks into the queue when their time has come, once for all workers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartermaster.base.core.actor import system_actor

from .models import Job, Schedule
from .queue import enqueue
from .registry import TASKS, Task

ROUTINE = "schedule"
"""The key of jobs made here: a slow task does not pile up behind itself."""


def tick(now: datetime) -> list[Job]:
    """Enqueue what is due; of several workers that tick at once only one does it."""
    known = dict(Schedule.objects.values_list("task", "last_run_at"))
    due = [
        each for name, each in TASKS.items() if each.scheduled and each.due(known.get(name), now)
    ]
    return [job for each in due if (job := _put(each, known.get(each.name), now))]


def _put(scheduled: Task, seen: datetime | None, now: datetime) -> Job | None:
    with transaction.atomic():
        if not _claim(scheduled.name, seen, now):
            return None
        return enqueue(system_actor(now), scheduled.name, key=ROUTINE)


def _claim(name: str, seen: datetime | None, now: datetime) -> bool:
    """Whether nobody else has moved the date on since it was read."""
    Schedule.objects.bulk_create([Schedule(task=name)], ignore_conflicts=True)
    unchanged = Schedule.objects.filter(task=name, last_run_at=seen)
    if seen is None:
        unchanged = Schedule.objects.filter(task=name, last_run_at__isnull=True)
    return bool(unchanged.update(last_run_at=now))
