"""Fixtures every test may use, and the marks it may wear."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from quartermaster.base.core.proofs import PROOFS
from quartermaster.base.core.rules import forget_rules
from tests.machinery.databases import EMPTY, Stages, commits, migrated_copy, shared_folder
from tests.world import World

pytest_plugins = ["tests.machinery.browser"]

STAGES = Stages({"world": World, "busy": lambda: World().populate()})
IN_A_BROWSER = {"chromium", "open_page", "page"}


def pytest_configure() -> None:
    """Make passwords cheap: the real hash takes a third of a second by design."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser, so that they run once and not per database."""
    for item in items:
        if IN_A_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Enter the test's stage before anything opens a transaction on the database."""
    STAGES.want(stage_of(item))


def stage_of(item: pytest.Item) -> str:
    """Return the stage a test begins on, by the fixtures it asks for."""
    fixtures = getattr(item, "fixturenames", ())
    if "world" not in fixtures or commits(item):
        return EMPTY
    return "busy" if "populated" in fixtures else "world"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Stand in for pytest-django's own: migrate once, copy per process."""
    with django_db_blocker.unblock(), migrated_copy(shared_folder(tmp_path_factory)) as copy:
        STAGES.begin(copy, django_db_blocker.unblock)
        yield
        STAGES.end()


@pytest.fixture
def world(db) -> Iterator[World]:
    """The small hospital; afterwards every derived figure is proved from its events."""
    forget_rules()
    small = STAGES.held() or World()
    yield small
    for name in ("work.clocks", "work.costs"):
        assert list(PROOFS[name].check(None)) == []


@pytest.fixture
def populated() -> None:
    """Asks for the stage on which the small hospital has been at work already."""


@pytest.fixture
def busy(populated: None, world: World) -> World:
    """The small hospital with something to show on every screen."""
    return world if STAGES.wanted == "busy" else world.populate()
