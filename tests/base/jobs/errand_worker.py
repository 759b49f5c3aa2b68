"""A real worker process for the crash tests: its tasks write what they do into a file.

python -m tests.base.jobs.errand_worker DIARY LEASE_SECONDS
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import django

django.setup()

from quartermaster.base.jobs import worker  # noqa: E402 - Django has to be set up before
from quartermaster.base.jobs.registry import TASKS, task  # noqa: E402

DIARY = Path(sys.argv[1])


def note(word: str) -> None:
    with DIARY.open("a", encoding="utf-8") as diary:
        diary.write(f"{word} {os.getpid()}\n")


@task("errand")
def run_errand(actor, progress, *, seconds: float):
    note("begun")
    time.sleep(seconds)
    note("ended")


if __name__ == "__main__":
    TASKS.pop("audit.seal")
    TASKS.pop("jobs.tidy")
    lease = timedelta(seconds=float(sys.argv[2]))
    pace = worker.Pace(idle=0.1, tick=3600, lease=lease)
    worker.run_worker = partial(worker.run_worker, pace=pace)
    note("ready")
    worker.main()
