"""An installation with two institutions, and errands: tasks that exist only during a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from quartermaster.base.core.actor import Actor, Reach, system_actor
from quartermaster.base.core.commands import open_institution
from quartermaster.base.core.models import Institution
from quartermaster.base.jobs.registry import TASKS, Task, task

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)


@pytest.fixture
def errand(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Task]:
    """A function that declares a task for this test: `errand("paint", function, retries=1)`."""

    def declare(name: str, function: Callable, **options) -> Task:
        monkeypatch.setitem(TASKS, name, None)
        del TASKS[name]
        task(name, **options)(function)
        return TASKS[name]

    return declare


@pytest.fixture
def hospital(db) -> Institution:
    return open_institution(system_actor(NOW), code="hospital", name="第一医院")


@pytest.fixture
def school(db) -> Institution:
    return open_institution(system_actor(NOW), code="school", name="第一小学")


@pytest.fixture
def head_of(db) -> Callable[[Institution], Actor]:
    """Somebody who may look behind the scenes of one institution."""

    def head(institution: Institution, *further: str) -> Actor:
        reach = Reach(institutions=frozenset({institution.pk}))
        permissions = ("core.audit", *further)
        return Actor(7, "林主任", NOW, institution.pk, reaches=dict.fromkeys(permissions, reach))

    return head
