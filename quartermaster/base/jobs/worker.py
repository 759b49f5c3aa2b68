"""The worker: takes due jobs one after the other until it is asked to stop.

This is the edge at which background work reads the clock; below it `actor.at` is the time.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from quartermaster.base.core.actor import system_actor

from .keeper import Keeper, LeaseLost
from .leases import fail, finish, take
from .models import Job
from .registry import Progress, task_named
from .schedule import tick

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """How often the worker looks: seconds between looks when idle, between ticks of the
    schedule, and after the database failed; and how long a crashed worker keeps its job."""

    idle: float = 1.0
    tick: float = 5.0
    trouble: float = 5.0
    lease: timedelta = timedelta(seconds=60)


USUAL = Pace()


def run_worker(stop: threading.Event, pace: Pace = USUAL) -> None:
    """Work until `stop` is set; the current job is finished first."""
    worker = f"{os.getpid()}-{secrets.token_hex(4)}"
    next_tick: datetime | None = None
    try:
        while not stop.is_set():
            try:
                now = timezone.now()
                if next_tick is None or now >= next_tick:
                    tick(now)
                    next_tick = now + timedelta(seconds=pace.tick)
                if not run_next(worker, pace):
                    stop.wait(pace.idle)
            except DatabaseError:
                logger.exception("the database did not answer; trying again")
                connection.close()
                stop.wait(pace.trouble)
    finally:
        connection.close()


def run_next(worker: str, pace: Pace = USUAL) -> bool:
    """Run one due job; False when there was none."""
    close_old_connections()
    job = take(worker, timezone.now(), pace.lease)
    if job is None:
        return False
    keeper = Keeper(job, pace.lease)
    try:
        with keeper:
            result = carry_out(job, keeper.report)
    except LeaseLost:
        logger.warning("%s was given to another worker", job)
    except Exception as error:  # whatever a task raises is its failure, not the worker's
        logger.exception("%s failed at attempt %d", job, job.attempts)
        close_old_connections()
        fail(job, error, timezone.now())
    else:
        if not finish(job, result, timezone.now(), keeper.progress):
            logger.warning("%s ended after its lease; its result was not kept", job)
    return True


def carry_out(job: Job, progress: Progress) -> Any:
    """Call the task as the system, at the moment the job was started."""
    actor = system_actor(job.started_at, job.institution_id)
    return task_named(job.name).function(actor, progress, **json.loads(job.payload))


def main() -> None:
    """Run one worker until SIGTERM or SIGINT; exit code 1 when it ended by itself.

    The handlers only take a note: setting the event from inside a handler could wait for a lock
    that the interrupted code holds.
    """
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda caught, _frame: asked.append(caught))
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(stop,), name="worker")
    thread.start()
    while thread.is_alive():
        if asked:
            stop.set()
        thread.join(0.2)
    if not asked:
        raise SystemExit(1)
