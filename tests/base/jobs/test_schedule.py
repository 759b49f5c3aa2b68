"""Work that runs by itself: when it is due, and once however many workers there are."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connections

from quartermaster.base.jobs.models import Job, Schedule
from quartermaster.base.jobs.registry import TASKS, task
from quartermaster.base.jobs.schedule import tick

from .conftest import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def only_errands(monkeypatch):
    for name in [name for name, each in TASKS.items() if each.scheduled]:
        monkeypatch.delitem(TASKS, name)


def nothing(actor, progress):
    """A task that does nothing."""


def test_an_interval_is_due_at_first_sight_and_then_after_it_has_passed(errand):
    every = errand("rounds", nothing, every=5 * MINUTE)
    assert every.due(None, NOW)
    assert not every.due(NOW, NOW + 5 * MINUTE - timedelta(seconds=1))
    assert every.due(NOW, NOW + 5 * MINUTE)


def test_a_daily_task_is_due_once_after_its_local_time(errand):
    daily = errand("lights", nothing, daily_at=time(3, 20))
    # 03:20 in Shanghai is 19:20 of the day before in UTC.
    moment = datetime(2026, 3, 1, 19, 20, tzinfo=UTC)
    assert not daily.due(moment - timedelta(hours=20), moment - timedelta(seconds=1))
    assert daily.due(moment - timedelta(hours=20), moment)
    assert not daily.due(moment, moment + timedelta(hours=23, minutes=59))
    assert daily.due(moment, moment + timedelta(days=1))


def test_a_task_that_nobody_scheduled_is_never_due(errand):
    assert not errand("paint", nothing).due(None, NOW)


def test_a_task_needs_a_name_of_its_own_and_runs_by_itself_only_without_payload(errand):
    errand("rounds", nothing, every=MINUTE)
    with pytest.raises(AssertionError, match="two tasks are called rounds"):
        task("rounds")(nothing)
    with pytest.raises(AssertionError, match="either"):
        task("both", every=MINUTE, daily_at=time(1))(nothing)
    with pytest.raises(TypeError):
        task("payload", every=MINUTE)(lambda actor, progress, *, needed: None)
    assert "payload" not in TASKS


@pytest.mark.django_db
def test_what_is_due_is_put_into_the_queue_once(errand):
    errand("rounds", nothing, every=MINUTE)
    assert [job.name for job in tick(NOW)] == ["rounds"]
    assert tick(NOW) == []
    assert tick(NOW + MINUTE - timedelta(seconds=1)) == []
    assert Schedule.objects.get().last_run_at == NOW
    job = Job.objects.get()
    assert (job.run_at, job.institution_id, job.made_by) == (NOW, None, "system")


@pytest.mark.django_db
def test_missed_times_are_made_up_for_once(errand):
    errand("rounds", nothing, every=MINUTE)
    tick(NOW)
    Job.objects.update(state="done")
    assert len(tick(NOW + timedelta(days=3))) == 1
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_a_slow_task_does_not_pile_up_behind_itself(errand):
    errand("rounds", nothing, every=MINUTE)
    for minute in range(5):
        tick(NOW + minute * MINUTE)
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_several_workers_that_tick_at_once_enqueue_once(errand):
    errand("rounds", nothing, every=MINUTE)
    together = threading.Barrier(2)
    made: list[Job] = []

    def work() -> None:
        for minute in range(10):
            together.wait()
            made.extend(tick(NOW + minute * MINUTE))
            together.wait()
            Job.objects.filter(state="waiting").update(state="done")
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 10
    assert Job.objects.count() == 10
