"""The house's own tasks: sealing the audit trail, clearing away."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.contrib.sessions.models import Session

from quartermaster.base.core.actor import system_actor
from quartermaster.base.core.models import Audit, AuditSeal, Repeat
from quartermaster.base.jobs.models import Job, Schedule
from quartermaster.base.jobs.registry import TASKS
from quartermaster.base.jobs.schedule import ROUTINE
from quartermaster.base.jobs.tasks import tidy

from .conftest import NOW

pytestmark = pytest.mark.django_db


def report_nothing(done: int, total: int = 0, text: str = "") -> None:
    """Progress that nobody looks at."""


def job(state: str, days_ago: float, key: str = "") -> Job:
    ended = NOW - timedelta(days=days_ago)
    return Job.objects.create(
        name="paint", state=state, key=key, run_at=ended, ended_at=ended, made_at=ended
    )


def test_the_audit_trail_is_sealed_every_minute_and_tidying_is_daily():
    assert TASKS["audit.seal"].every == timedelta(minutes=1)
    assert TASKS["jobs.tidy"].daily_at == time(3, 20)


def test_the_sealing_task_seals(hospital):
    assert Audit.objects.count() == 1
    sealed = sum(
        TASKS["audit.seal"].function(system_actor(NOW), report_nothing)["sealed"]
        for _round in range(2)  # on PostgreSQL the first round only marks the horizon
    )
    # On PostgreSQL this test's own transaction is still running, so nothing may be sealed yet.
    assert sealed == AuditSeal.objects.count()


def test_old_finished_jobs_go_and_dead_and_waiting_ones_stay():
    gone = [job("done", 31), job("done", 3, key=ROUTINE)]
    kept = [job("done", 29), job("done", 1, key=ROUTINE), job("dead", 400), job("waiting", 400)]
    counts = tidy(system_actor(NOW), report_nothing)
    assert (counts["jobs"], counts["routine"]) == (1, 1)
    assert list(Job.objects.order_by("pk")) == kept
    assert not Job.objects.filter(pk__in=[each.pk for each in gone]).exists()


def test_expired_sessions_and_old_keys_go_and_the_others_stay():
    for name, hours in (("old", -1), ("live", 1)):
        expiry = NOW + timedelta(hours=hours)
        Session.objects.create(session_key=name, session_data="", expire_date=expiry)
    for name, days in (("old", 31), ("new", 29)):
        Repeat.objects.create(user_id=1, key=name, command="x", at=NOW - timedelta(days=days))
    counts = tidy(system_actor(NOW), report_nothing)
    assert (counts["sessions"], counts["keys"]) == (1, 1)
    assert [each.session_key for each in Session.objects.all()] == ["live"]
    assert [each.key for each in Repeat.objects.all()] == ["new"]


def test_schedules_of_tasks_that_no_longer_exist_go():
    Schedule.objects.create(task="forgotten", last_run_at=NOW)
    Schedule.objects.create(task="audit.seal", last_run_at=NOW)
    tidy(system_actor(NOW), report_nothing)
    assert [each.task for each in Schedule.objects.all()] == ["audit.seal"]


def test_tidying_touches_no_history(hospital):
    before = list(Audit.objects.values())
    tidy(system_actor(NOW + timedelta(days=3650)), report_nothing)
    assert list(Audit.objects.values()) == before
