"""Dead jobs are seen by those who may, and brought back by a command."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from quartermaster.base.core.actor import system_actor
from quartermaster.base.core.errors import Conflict, Forbidden
from quartermaster.base.core.models import Audit
from quartermaster.base.jobs.commands import revive
from quartermaster.base.jobs.leases import fail, take
from quartermaster.base.jobs.models import Job
from quartermaster.base.jobs.queries import own_jobs
from quartermaster.base.jobs.queue import enqueue
from quartermaster.base.jobs.screens import Jobs

from .conftest import LEASE, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead(errand, hospital):
    errand("paint", lambda actor, progress: None, retries=0, label="Paint the fence")
    job = enqueue(system_actor(NOW, hospital.pk), "paint", key="fence")
    fail(take("w", NOW, LEASE), RuntimeError("no paint"), NOW)
    return Job.objects.get(pk=job.pk)


def test_a_dead_job_is_revived_with_all_its_attempts_and_a_line_in_the_audit(
    dead, head_of, hospital
):
    assert dead.state == "dead"
    revive(head_of(hospital), dead)
    kept = Job.objects.get()
    assert (kept.state, kept.attempts, kept.run_at, kept.ended_at) == ("waiting", 0, NOW, None)
    assert kept.last_error == "RuntimeError: no paint"
    line = Audit.objects.get(command="jobs.revive")
    assert (line.actor, line.source, line.target) == ("林主任", "dead", "waiting")
    assert take("w", NOW, LEASE) == dead


def test_only_a_dead_job_can_be_revived(dead, head_of, hospital):
    revive(head_of(hospital), dead)
    with pytest.raises(Conflict, match="“paint"), transaction.atomic():
        revive(head_of(hospital), dead)
    assert Audit.objects.filter(command="jobs.revive").count() == 1


def test_a_dead_job_stays_dead_while_the_same_one_waits(dead, head_of, hospital):
    enqueue(system_actor(NOW, hospital.pk), "paint", key="fence")
    with pytest.raises(Conflict), transaction.atomic():
        revive(head_of(hospital), dead)
    assert Job.objects.get(pk=dead.pk).state == "dead"


def test_another_institution_neither_sees_nor_revives_it(dead, head_of, hospital, school):
    stranger, head = head_of(school), head_of(hospital)
    assert list(Jobs.visible(stranger)) == []
    assert list(Jobs.visible(head)) == [dead]
    with pytest.raises(Forbidden), transaction.atomic():
        revive(stranger, dead)
    assert Job.objects.get().state == "dead"


def test_the_jobs_of_the_installation_are_seen_by_whoever_may_found_institutions(
    errand, head_of, hospital
):
    errand("seal", lambda actor, progress: None)
    job = enqueue(system_actor(NOW), "seal")
    assert list(Jobs.visible(head_of(hospital))) == []
    founder = head_of(hospital, "core.found")
    assert list(Jobs.visible(founder)) == [job]
    assert Jobs.offered(founder, job) == []


def test_the_screen_names_the_task_and_shows_how_far_it_is(dead):
    label, _state, progress, *_rest = Jobs.columns
    assert label.cell(dead) == "Paint the fence"
    assert progress.cell(dead) == ""
    dead.progress_done, dead.progress_total, dead.progress_text = 3, 10, "gate"
    assert progress.cell(dead) == "3/10 · gate"
    dead.name = "gone"
    assert label.cell(dead) == "gone"


def test_the_pile_of_dead_jobs_asks_for_attention(dead, head_of, hospital):
    head = head_of(hospital)
    enqueue(head, "paint", run_at=NOW + timedelta(days=1))
    assert list(Jobs.rows(head, {"need": "dead"})) == [dead]
    assert [bound.spec.name for bound in Jobs.offered(head, dead)] == ["jobs.revive"]


def test_people_find_the_jobs_that_they_asked_for(dead, head_of, hospital):
    mine = enqueue(head_of(hospital), "paint")
    assert list(own_jobs(head_of(hospital))) == [mine]
