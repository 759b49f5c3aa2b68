"""A real worker process, killed in the middle or asked to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from bootstrap.project import ROOT
from quartermaster.base.core.actor import system_actor
from quartermaster.base.jobs.models import Job
from quartermaster.base.jobs.queue import enqueue

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20.0
LEASE_SECONDS = "1.5"


class Workers:
    """Processes that share one diary and the test's database."""

    def __init__(self, diary: Path):
        self.diary = diary
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.base.jobs.errand_worker"]
        process = subprocess.Popen(
            [*command, str(self.diary), LEASE_SECONDS],
            cwd=ROOT,
            env={**os.environ, "QM_DATABASE_URL": address()},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self.processes.append(process)
        return process

    def lines(self) -> list[str]:
        return self.diary.read_text().splitlines() if self.diary.exists() else []

    def wait_for(self, word: str, process: subprocess.Popen[bytes]) -> None:
        until(lambda: f"{word} {process.pid}" in self.lines())

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()


@pytest.fixture
def workers(tmp_path: Path, errand) -> Iterator[Workers]:
    errand("errand", lambda actor, progress, *, seconds: None)
    started = Workers(tmp_path / "diary")
    yield started
    started.end()


def address() -> str:
    """The address of this test's own database."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{values['NAME']}"
    return f"postgresql://{values['USER']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def ask(seconds: float) -> Job:
    return enqueue(system_actor(timezone.now()), "errand", seconds=seconds)


def stored(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_job_of_a_killed_worker_is_done_once_by_another(workers: Workers):
    job = ask(seconds=1)
    victim = workers.start()
    workers.wait_for("begun", victim)
    victim.kill()
    victim.wait()
    assert stored(job).state == "running"
    heirs = [workers.start(), workers.start()]
    until(lambda: stored(job).state == "done")
    for heir in heirs:
        workers.wait_for("ready", heir)
    words = [line.split()[0] for line in workers.lines()]
    assert words.count("begun") == 2
    assert words.count("ended") == 1
    assert stored(job).attempts == 2


def test_a_worker_asked_to_end_finishes_its_job_first(workers: Workers):
    first, second = ask(seconds=1), ask(seconds=1)
    process = workers.start()
    workers.wait_for("begun", process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert (stored(first).state, stored(first).attempts) == ("done", 1)
    assert (stored(second).state, stored(second).attempts) == ("waiting", 0)
    assert workers.lines()[1:] == [f"begun {process.pid}", f"ended {process.pid}"]


def test_an_idle_worker_ends_at_once_and_says_nothing(workers: Workers):
    process = workers.start()
    workers.wait_for("ready", process)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    _output, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert complaints == b""
