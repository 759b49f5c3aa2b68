"""The life of a record is the table it is written as."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.errors import Conflict
from quartermaster.base.core.workflow import WORKFLOWS, State, Workflow, go
from quartermaster.base.jobs.models import Job

from .conftest import AT, SYSTEM


class Lamp:
    """A record with a state and the time stamp of one of its states."""

    def __init__(self, state: str):
        self.state = state
        self.mended_at = None

    def __str__(self):
        return "三楼的灯"


@pytest.fixture
def life(monkeypatch) -> Workflow:
    monkeypatch.setattr("quartermaster.base.core.workflow.WORKFLOWS", {})
    return Workflow(
        "test.lamp",
        start="broken",
        states={
            "broken": State("坏了", "waiting"),
            "mended": State("修好了", "done"),
            "gone": State("报废", "void"),
        },
        transitions={
            "mend": go("broken", "mended"),
            "look": go("broken | mended"),
            "scrap": go("broken|mended", "gone"),
        },
    )


def test_a_transition_leads_on_and_stamps_the_time_if_there_is_a_place_for_it(life):
    lamp = Lamp("broken")
    life.move(SYSTEM, lamp, "mend")
    assert (lamp.state, lamp.mended_at) == ("mended", AT)
    life.move(SYSTEM, lamp, "scrap")
    assert (lamp.state, lamp.mended_at) == ("gone", AT)
    assert not hasattr(lamp, "gone_at")


def test_a_transition_without_target_changes_nothing(life):
    lamp = Lamp("mended")
    life.move(SYSTEM, lamp, "look")
    assert (lamp.state, lamp.mended_at) == ("mended", None)


def test_a_step_that_is_not_in_the_table_is_refused_with_the_states_by_name(life):
    lamp = Lamp("gone")
    with pytest.raises(Conflict) as caught:
        life.move(SYSTEM, lamp, "scrap")
    for word in ("三楼的灯", "报废", "坏了、修好了"):
        assert word in caught.value.message
    assert caught.value.status == 409
    assert lamp.state == "gone"


def test_buttons_follow_the_table(life):
    assert life.allows(Lamp("broken"), "mend")
    assert not life.allows(Lamp("mended"), "mend")
    assert not life.allows(Lamp("broken"), "no such verb")


def test_a_table_that_names_an_unknown_state_is_not_accepted():
    with pytest.raises(AssertionError, match="test.typo.mend names unknown states {'mendet'}"):
        Workflow("test.typo", "broken", {"broken": State("x")}, {"mend": go("broken", "mendet")})
    assert "test.typo" not in WORKFLOWS


def test_a_second_time_the_first_stamp_gives_way_to_the_new_one(life):
    lamp = Lamp("broken")
    life.move(SYSTEM, lamp, "mend")
    lamp.state = "broken"
    later = AT + timedelta(hours=1)
    life.move(SYSTEM.__class__(None, "system", later), lamp, "mend")
    assert lamp.mended_at == later


def test_every_command_that_moves_a_workflow_is_one_of_its_transitions():
    moving = [spec for spec in COMMANDS.values() if spec.moves]
    assert moving
    for spec in moving:
        assert spec.verb in spec.moves.transitions, f"{spec.name} has no transition"


def test_every_workflow_begins_in_one_of_its_states():
    for workflow in WORKFLOWS.values():
        assert workflow.start in workflow.states, workflow.name


@pytest.mark.django_db
def test_the_database_refuses_a_state_that_the_table_does_not_know():
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(name="x", state="lost", run_at=AT, made_at=AT)
    assert not Job.objects.exists()
