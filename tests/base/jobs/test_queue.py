"""Putting work into the queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from quartermaster.base.core.actor import system_actor
from quartermaster.base.jobs.leases import finish, take
from quartermaster.base.jobs.models import Job
from quartermaster.base.jobs.queue import enqueue

from .conftest import LEASE, NOW

pytestmark = pytest.mark.django_db


def write_report(actor, progress, *, report_id: int, draft: bool = False):
    """A task with one needed and one optional word in its payload."""


@pytest.fixture(autouse=True)
def report(errand):
    return errand("report", write_report)


def test_a_job_says_who_asked_for_what_and_is_due_at_once(head_of, hospital):
    job = enqueue(head_of(hospital), "report", report_id=5)
    kept = Job.objects.get()
    assert kept == job
    assert (kept.institution, kept.user_id, kept.made_by) == (hospital, 7, "林主任")
    assert (kept.payload, kept.state, kept.run_at) == ('{"report_id": 5}', "waiting", NOW)
    assert kept.attempts == 0


def test_a_job_for_later_is_not_taken_before(head_of, hospital):
    later = NOW + timedelta(hours=2)
    job = enqueue(head_of(hospital), "report", run_at=later, report_id=5)
    assert take("w", later - timedelta(seconds=1), LEASE) is None
    assert take("w", later, LEASE) == job


def test_a_job_is_rolled_back_with_the_transaction_that_asked_for_it():
    with transaction.atomic():
        enqueue(system_actor(NOW), "report", report_id=5)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_the_same_key_is_answered_with_the_unfinished_job(head_of, hospital):
    actor = head_of(hospital)
    first = enqueue(actor, "report", key="report:5", report_id=5)
    assert enqueue(actor, "report", key="report:5", report_id=5) == first
    taken = take("w", NOW, LEASE)
    assert enqueue(actor, "report", key="report:5", report_id=5) == first
    finish(taken, None, NOW, None)
    assert enqueue(actor, "report", key="report:5", report_id=5) != first
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "waiting"]


def test_the_same_key_is_another_job_elsewhere_and_for_another_task(
    head_of, hospital, school, errand
):
    errand("letter", write_report)
    jobs = {
        enqueue(head_of(hospital), "report", key="monthly", report_id=1).pk,
        enqueue(head_of(school), "report", key="monthly", report_id=1).pk,
        enqueue(head_of(school), "letter", key="monthly", report_id=1).pk,
        enqueue(system_actor(NOW), "report", key="monthly", report_id=1).pk,
    }
    assert len(jobs) == 4
    same = enqueue(system_actor(NOW), "report", key="monthly", report_id=1)
    assert same.pk in jobs


def test_without_a_key_every_job_stands_for_itself():
    for _time in range(2):
        enqueue(system_actor(NOW), "report", report_id=5)
    assert Job.objects.count() == 2


def test_an_unknown_task_is_refused_before_anything_is_written():
    with pytest.raises(LookupError, match="no task is called paint"):
        enqueue(system_actor(NOW), "paint")
    assert not Job.objects.exists()


@pytest.mark.parametrize("payload", [{}, {"report_id": 5, "colour": "red"}])
def test_a_payload_that_does_not_fit_is_refused_where_it_is_written(payload):
    with pytest.raises(TypeError):
        enqueue(system_actor(NOW), "report", **payload)
    assert not Job.objects.exists()


def test_a_payload_holds_only_what_json_holds():
    with pytest.raises(TypeError):
        enqueue(system_actor(NOW), "report", report_id=NOW)
    assert not Job.objects.exists()
