"""The worker's loop, in threads of this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from quartermaster.base.core.actor import EVERYWHERE, system_actor
from quartermaster.base.core.models import NumberSeries
from quartermaster.base.jobs.models import Job
from quartermaster.base.jobs.queue import enqueue
from quartermaster.base.jobs.registry import TASKS
from quartermaster.base.jobs.worker import Pace, run_next, run_worker

pytestmark = pytest.mark.django_db(transaction=True)
QUICK = Pace(idle=0.05, tick=3600, lease=timedelta(seconds=2))
PATIENCE = 10.0


@pytest.fixture(autouse=True)
def no_routine(monkeypatch):
    """Only the errands of these tests run; the house's own schedule stays out."""
    for name in [name for name, each in TASKS.items() if each.scheduled]:
        monkeypatch.delitem(TASKS, name)


@contextmanager
def working(number: int = 1) -> Iterator[threading.Event]:
    """Workers in threads; setting the event asks them to stop, leaving waits for them."""
    stop = threading.Event()
    threads = [threading.Thread(target=run_worker, args=(stop, QUICK)) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield stop
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def ask(name: str, institution_id: int | None = None, **payload) -> Job:
    return enqueue(system_actor(timezone.now(), institution_id), name, **payload)


def stored(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_the_task_gets_its_payload_and_acts_as_the_system_in_its_institution(errand, hospital):
    seen = []
    errand("paint", lambda actor, progress, *, colour: seen.append((actor, colour)))
    job = ask("paint", hospital.pk, colour="绿")
    assert run_next("w", QUICK)
    [(actor, colour)] = seen
    assert (colour, actor.institution_id, actor.default_reach) == ("绿", hospital.pk, EVERYWHERE)
    assert actor.at == stored(job).started_at
    assert not run_next("w", QUICK)


def test_a_failure_is_kept_and_the_next_job_runs(errand):
    def fall(actor, progress):
        raise ValueError("the ladder slipped")

    errand("climb", fall)
    errand("sweep", lambda actor, progress: "clean")
    broken, good = ask("climb"), ask("sweep")
    assert run_next("w", QUICK)
    assert run_next("w", QUICK)
    assert stored(broken).last_error == "ValueError: the ladder slipped"
    assert (stored(broken).state, stored(good).state) == ("waiting", "done")
    assert stored(good).result == "clean"


def test_what_a_failed_task_wrote_in_its_transaction_is_not_kept(errand, hospital):
    def half(actor, progress):
        with transaction.atomic():
            NumberSeries.objects.create(institution=hospital, prefix="BX", year=2026)
            raise ValueError("half-way")

    errand("half", half)
    ask("half")
    run_next("w", QUICK)
    assert not NumberSeries.objects.exists()


def test_a_task_that_this_code_does_not_know_waits_for_newer_code(errand):
    job = enqueue(system_actor(timezone.now()), errand("new", lambda actor, progress: None).name)
    del TASKS["new"]
    run_next("w", QUICK)
    assert stored(job).state == "waiting"
    assert stored(job).last_error == "LookupError: no task is called new"


def test_others_see_the_progress_while_the_task_runs(errand):
    go_on = threading.Event()

    def count(actor, progress):
        progress(3, 10, "third floor")
        go_on.wait(PATIENCE)
        progress(10, 10, "roof")

    errand("count", count)
    job = ask("count")
    with working():
        until(lambda: stored(job).progress_text == "third floor")
        seen = stored(job)
        assert (seen.state, seen.progress_done, seen.progress_total) == ("running", 3, 10)
        go_on.set()
        until(lambda: stored(job).state == "done")
    assert (stored(job).progress_done, stored(job).progress_text) == (10, "roof")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has a single writer")
def test_progress_is_seen_even_while_the_task_is_inside_a_transaction(errand):
    go_on = threading.Event()

    def count(actor, progress):
        with transaction.atomic():
            Job.objects.filter(name="none").update(result="")
            progress(1, 2, "inside")
            go_on.wait(PATIENCE)

    errand("count", count)
    job = ask("count")
    with working():
        until(lambda: stored(job).progress_text == "inside")
        go_on.set()


def test_a_task_longer_than_the_lease_is_run_once(errand):
    runs = []

    def slow(actor, progress):
        runs.append(actor.at)
        time.sleep(QUICK.lease.total_seconds() * 1.5)

    errand("slow", slow)
    job = ask("slow")
    with working(number=2):
        until(lambda: stored(job).state == "done")
    assert len(runs) == 1
    assert stored(job).attempts == 1


def test_a_stopped_worker_finishes_its_job_and_takes_no_other(errand):
    started, go_on = threading.Event(), threading.Event()

    def slow(actor, progress):
        started.set()
        go_on.wait(PATIENCE)
        return "finished"

    errand("slow", slow)
    first, second = ask("slow"), ask("slow")
    with working() as stop:
        assert started.wait(PATIENCE)
        stop.set()
        go_on.set()
    assert (stored(first).state, stored(first).result) == ("done", "finished")
    assert (stored(second).state, stored(second).attempts) == ("waiting", 0)


def test_a_task_whose_lease_was_lost_is_told_so(errand):
    def stubborn(actor, progress):
        Job.objects.filter(name="stubborn").update(worker="another")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            progress(1)
            time.sleep(0.02)
        return "never told"

    errand("stubborn", stubborn)
    job = ask("stubborn")
    assert run_next("w", QUICK)
    kept = stored(job)
    assert (kept.state, kept.worker, kept.result) == ("running", "another", "")
