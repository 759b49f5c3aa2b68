"""Holding on to a job while it runs: renews its lease and publishes its progress.

This happens in a thread with its own connection, so others see the progress even while the task
is inside a long transaction.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from .leases import renew
from .models import Job

logger = logging.getLogger(__name__)
RENEWALS_PER_LEASE = 4
BETWEEN_WRITES = 1.0  # seconds; a task may report a thousand times a second


class LeaseLost(Exception):
    """The job was given to another worker; whatever this one still does is superfluous."""


class Keeper:
    """`with Keeper(job, lease) as keeper:` run the task with `keeper.report` as its progress."""

    def __init__(self, job: Job, lease: timedelta):
        self.job = job
        self.lease = lease
        self.progress: tuple[int, int, str] | None = None
        self.lost = False
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"keeper of job {job.pk}")

    def __enter__(self) -> Keeper:
        self._thread.start()
        return self

    def __exit__(self, *_error) -> None:
        self._ended.set()
        self._wake.set()
        self._thread.join()

    def report(self, done: int, total: int = 0, text: str = "") -> None:
        """Say how far the task is; raises LeaseLost when there is no use in going on."""
        if self.lost:
            raise LeaseLost(str(self.job))
        self.progress = (int(done), int(total), str(text))
        self._wake.set()

    def _keep(self) -> None:
        pause = self.lease.total_seconds() / RENEWALS_PER_LEASE
        try:
            while not self.lost:
                self._wake.wait(pause)
                self._wake.clear()
                if self._ended.is_set():
                    return
                self._renew()
                self._ended.wait(min(BETWEEN_WRITES, pause))
        finally:
            connection.close()

    def _renew(self) -> None:
        try:
            self.lost = not renew(self.job, timezone.now() + self.lease, self.progress)
        except DatabaseError:
            # The next beat tries again; several are missed before the lease ends.
            logger.warning("the lease of %s could not be renewed now", self.job, exc_info=True)
            connection.close()
