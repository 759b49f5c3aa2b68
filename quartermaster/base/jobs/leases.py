"""Lending a job to one worker at a time: taking, renewing, and giving it back done or failed.

A lease is a row's (worker, attempts, lease_until). Whoever no longer holds it changes nothing.
The times come from the clocks of the machines, which therefore must agree within a few seconds.
"""

from __future__ import annotations

import json
import traceback
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from .models import Job
from .registry import TASKS, USUAL_RETRIES

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
ERROR_LINES = 5
ERROR_LENGTH = 1000
ENDED_IN_THE_MIDDLE = "The worker ended in the middle of the job."


def take(worker: str, now: datetime, lease: timedelta) -> Job | None:
    """Lend the next due job, if there is one: first what a dead worker left behind.

    PostgreSQL skips rows that another worker is just taking; SQLite's transactions are immediate,
    so there is only one taker at a time. Nothing is locked while there is nothing to do.
    """
    for due in (_left_behind(now), _waiting(now)):
        while due.exists():
            with transaction.atomic():
                job = due.select_for_update(skip_locked=True).first()
                if job is None:
                    break
                if job.state == "running" and job.attempts >= most_attempts(job):
                    _bury(job, ENDED_IN_THE_MIDDLE, now)
                    continue
                return _lend(job, worker, now, lease)
    return None


def _left_behind(now: datetime) -> QuerySet[Job]:
    return Job.objects.filter(state="running", lease_until__lt=now).order_by("lease_until", "id")


def _waiting(now: datetime) -> QuerySet[Job]:
    return Job.objects.filter(state="waiting", run_at__lte=now).order_by("run_at", "id")


def _lend(job: Job, worker: str, now: datetime, lease: timedelta) -> Job:
    if job.state == "running":
        job.last_error = ENDED_IN_THE_MIDDLE
    job.state = "running"
    job.worker = worker
    job.attempts += 1
    job.lease_until = now + lease
    job.started_at = now
    job.progress_done, job.progress_total, job.progress_text = 0, 0, ""
    job.save()
    return job


def most_attempts(job: Job) -> int:
    """How often the job is tried; a task that this code does not know gets the usual number."""
    declared = TASKS.get(job.name)
    return declared.attempts if declared else USUAL_RETRIES + 1


def renew(job: Job, until: datetime, progress: tuple[int, int, str] | None) -> bool:
    """Hold the job until then and publish its progress; False when the lease is lost."""
    values: dict[str, Any] = {"lease_until": until}
    if progress is not None:
        values |= _progress_columns(progress)
    return bool(_still_ours(job).update(**values))


def finish(job: Job, result: Any, now: datetime, progress: tuple[int, int, str] | None) -> bool:
    """The task returned `result`; False when the lease was lost meanwhile."""
    columns = _progress_columns(progress) if progress is not None else {}
    return _give_back(job, state="done", ended_at=now, result=as_text(result), **columns)


def fail(job: Job, error: BaseException, now: datetime) -> bool:
    """The task raised `error`: wait and try again, or give up and keep the job as dead."""
    if job.attempts >= most_attempts(job):
        return _bury(job, first_lines(error), now)
    return _give_back(
        job,
        state="waiting",
        run_at=now + wait_after(job.attempts),
        last_error=first_lines(error),
    )


def wait_after(attempts: int) -> timedelta:
    """30 s after the first failed attempt, then twice as long each time, at most an hour."""
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)


def first_lines(error: BaseException) -> str:
    """What went wrong in a few lines, without the places in the code."""
    lines = "".join(traceback.format_exception_only(error)).strip().splitlines()
    return "\n".join(lines[:ERROR_LINES])[:ERROR_LENGTH]


def as_text(result: Any) -> str:
    if result is None:
        return ""
    return result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)


def _bury(job: Job, reason: str, now: datetime) -> bool:
    return _give_back(job, state="dead", ended_at=now, last_error=reason)


def _give_back(job: Job, **values: Any) -> bool:
    return bool(_still_ours(job).update(lease_until=None, worker="", **values))


def _still_ours(job: Job) -> QuerySet[Job]:
    ours = Q(worker=job.worker, attempts=job.attempts)
    return Job.objects.filter(ours, pk=job.pk, state="running")


def _progress_columns(progress: tuple[int, int, str]) -> dict[str, Any]:
    done, total, text = progress
    return {"progress_done": done, "progress_total": total, "progress_text": text[:200]}
