"""Putting work into the queue, inside the transaction that wants it done."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from quartermaster.base.core.actor import Actor

from .models import UNFINISHED, Job
from .registry import task_named

ATTEMPTS = 3


def enqueue(
    actor: Actor,
    task_name: str,
    /,
    *,
    key: str | None = None,
    run_at: datetime | None = None,
    **payload: Any,
) -> Job:
    """Ask for a task; rolled back together with the caller's transaction.

    While a job of the same institution, task and `key` is unfinished it is answered with instead.
    The payload holds what JSON holds: pass references and ids, not records. LookupError when
    there is no such task, TypeError when the payload does not fit it.
    """
    task_named(task_name).accepts(payload)
    job = Job(
        institution_id=actor.institution_id,
        name=task_name,
        payload=json.dumps(payload, ensure_ascii=False, sort_keys=True),
        key=key or "",
        run_at=run_at or actor.at,
        user_id=actor.user_id,
        made_by=actor.name[:60],
        made_at=actor.at,
    )
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                job.save(force_insert=True)
            return job
        except IntegrityError:
            if not key:
                raise
        # None here means that the other job ended between the two statements.
        if unfinished := _same(job):
            return unfinished
    raise IntegrityError(f"job {task_name} with key {key} could not be put into the queue")


def _same(job: Job) -> Job | None:
    return Job.objects.filter(
        UNFINISHED, institution_id=job.institution_id, name=job.name, key=job.key
    ).first()
