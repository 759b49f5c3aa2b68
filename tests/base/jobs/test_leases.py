"""Lending jobs: one worker at a time, retries with growing pauses, dead ones kept."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from quartermaster.base.core.actor import system_actor
from quartermaster.base.jobs.leases import (
    ENDED_IN_THE_MIDDLE,
    fail,
    finish,
    renew,
    take,
    wait_after,
)
from quartermaster.base.jobs.models import Job
from quartermaster.base.jobs.queue import enqueue

from .conftest import LEASE, NOW

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway"
)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def sweep(errand):
    return errand("sweep", lambda actor, progress: None, retries=2)


def ask(minutes: int = 0) -> Job:
    return enqueue(system_actor(NOW + timedelta(minutes=minutes)), "sweep")


def stored(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_what_is_due_longest_is_taken_first():
    late, early = ask(minutes=2), ask(minutes=1)
    now = NOW + timedelta(minutes=5)
    assert [take("w", now, LEASE), take("w", now, LEASE)] == [early, late]
    assert take("w", now, LEASE) is None


def test_a_lent_job_is_not_lent_again_before_the_lease_ends():
    job = ask()
    taken = take("first", NOW, LEASE)
    assert (taken.worker, taken.attempts, taken.lease_until) == ("first", 1, NOW + LEASE)
    assert take("second", NOW + LEASE, LEASE) is None
    again = take("second", NOW + LEASE + SECOND, LEASE)
    assert again == job
    assert (again.worker, again.attempts, again.last_error) == ("second", 2, ENDED_IN_THE_MIDDLE)


def test_a_renewed_lease_keeps_the_job():
    ask()
    taken = take("first", NOW, LEASE)
    assert renew(taken, NOW + 2 * LEASE, (3, 10, "third floor"))
    assert take("second", NOW + LEASE + SECOND, LEASE) is None
    kept = stored(taken)
    assert (kept.progress_done, kept.progress_total) == (3, 10)
    assert kept.progress_text == "third floor"


def test_whoever_lost_the_lease_changes_nothing_any_more():
    ask()
    slow = take("slow", NOW, LEASE)
    quick = take("quick", NOW + LEASE + SECOND, LEASE)
    assert not renew(slow, NOW + 9 * LEASE, None)
    assert not finish(slow, "from the slow one", NOW, None)
    assert not fail(slow, RuntimeError(), NOW)
    assert finish(quick, "from the quick one", NOW, None)
    kept = stored(quick)
    assert (kept.state, kept.result, kept.attempts) == ("done", "from the quick one", 2)


def test_the_result_is_kept_as_text_or_json():
    for result, kept in ((None, ""), ("file:3", "file:3"), ({"页": 2}, '{"页": 2}')):
        job = ask()
        finish(take("w", NOW, LEASE), result, NOW, (2, 2, ""))
        assert stored(job).result == kept


def test_a_failed_job_waits_longer_each_time_and_is_dead_after_the_last_attempt():
    job, now = ask(), NOW
    for pause in (30, 60):
        taken = take("w", now, LEASE)
        assert fail(taken, RuntimeError("no ladder"), now)
        kept = stored(job)
        assert (kept.state, kept.last_error) == ("waiting", "RuntimeError: no ladder")
        assert kept.run_at == now + timedelta(seconds=pause)
        now = kept.run_at
        assert take("w", now - SECOND, LEASE) is None
    fail(take("w", now, LEASE), RuntimeError("still no ladder"), now)
    kept = stored(job)
    assert (kept.state, kept.attempts, kept.ended_at) == ("dead", 3, now)
    assert kept.last_error == "RuntimeError: still no ladder"
    assert take("w", now + timedelta(days=30), LEASE) is None


def test_pauses_grow_to_an_hour_and_no_further():
    minutes = [wait_after(attempts) / timedelta(minutes=1) for attempts in range(1, 10)]
    assert minutes == [0.5, 1, 2, 4, 8, 16, 32, 60, 60]
    assert wait_after(10_000) == timedelta(hours=1)


def test_a_job_that_kills_every_worker_is_dead_in_the_end():
    job, now = ask(), NOW
    for _attempt in range(3):
        assert take("w", now, LEASE) == job
        now += LEASE + SECOND
    assert take("w", now, LEASE) is None
    kept = stored(job)
    assert (kept.state, kept.last_error) == ("dead", ENDED_IN_THE_MIDDLE)


def test_a_dead_job_does_not_hold_up_the_next_one(errand):
    errand("once", lambda actor, progress: None, retries=0)
    broken = enqueue(system_actor(NOW), "once")
    take("w", NOW, LEASE)
    good = ask()
    assert take("w", NOW + LEASE + SECOND, LEASE) == good
    assert stored(broken).state == "dead"
    assert stored(broken).attempts == 1


def test_only_the_first_lines_of_a_long_error_are_kept():
    job = ask()
    fail(take("w", NOW, LEASE), RuntimeError("\n".join("abcdefgh")), NOW)
    assert stored(job).last_error == "RuntimeError: a\nb\nc\nd\ne"


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_job():
    wanted = {ask().pk for _number in range(60)}
    taken: dict[str, list[int]] = {"early": [], "late": []}
    together = threading.Barrier(2)

    def work(name: str) -> None:
        together.wait()
        while job := take(name, NOW, LEASE):
            taken[name].append(job.pk)
        connections.close_all()

    threads = [threading.Thread(target=work, args=(name,)) for name in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken["early"] + taken["late"]) == sorted(wanted)
    assert taken["early"]
    assert taken["late"]
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
