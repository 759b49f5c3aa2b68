"""Test databases made by migrating once and copying: per process, and after every real commit.

Migrations run once per test run, into a template. Each process works on a copy. A test that
commits for real (`transaction=True`, `live_server`) leaves its traces in the copy, which is then
put back to the template: Django's own way, deleting every row, would trip over the append-only
tables and lose what migrations have written.

Many tests begin with the same people and places. Such a stage is made once per process, committed
to a database of its own, and every test that rolls back begins on it.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from copy import deepcopy
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.test import TransactionTestCase

EMPTY = "empty"
COMMITTING = {"live_server", "transactional_db", "django_db_reset_sequences"}


class SqliteCopy:
    """One process's SQLite file and the migrated file it is copied from."""

    def __init__(self, folder: Path, worker: str) -> None:
        """Name both files; the template's folder is shared by all processes of the run."""
        self.folder = folder
        self.worker = worker
        self.template = str(folder / "template.sqlite3")
        self.name = str(folder / f"{worker}.sqlite3")

    def another(self, stage: str) -> SqliteCopy:
        """Return a further copy of the same template for this process."""
        return SqliteCopy(self.folder, f"{self.worker}-{stage}")

    def copy(self) -> None:
        """Overwrite the copy's pages, through SQLite itself: other connections may be open."""
        with (
            closing(sqlite3.connect(self.template)) as template,
            closing(sqlite3.connect(self.name, timeout=30)) as target,
        ):
            target.execute("PRAGMA synchronous=OFF")
            template.backup(target)

    restore = copy

    def drop(self) -> None:
        """Leave the file to pytest, which removes its temporary folder."""


class PostgresqlCopy:
    """One process's PostgreSQL database and the migrated database it is copied from.

    The template is left on the server; the next run makes it anew.
    """

    def __init__(self, base: str, worker: str) -> None:
        """Name both databases after the configured one."""
        self.base = base
        self.worker = worker
        self.template = f"test_{base}_template"
        self.name = f"test_{base}_{worker}"

    def another(self, stage: str) -> PostgresqlCopy:
        """Return a further copy of the same template for this process."""
        return PostgresqlCopy(self.base, f"{self.worker}_{stage}")

    def copy(self) -> None:
        """Drop and clone: PostgreSQL copies files, which is faster than emptying tables."""
        self.drop()
        self.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    restore = copy

    def drop(self) -> None:
        """Drop the copy, ending whoever is still connected to it."""
        close_connections()
        self.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run a statement beside the databases."""
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)


Copy = SqliteCopy | PostgresqlCopy


def close_connections() -> None:
    """Close this process's connections, pooled ones included."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


def copy_for(folder: Path, worker: str) -> Copy:
    """Return the way of copying that belongs to the configured database."""
    if connection.vendor == "sqlite":
        return SqliteCopy(folder, worker)
    return PostgresqlCopy(connection.settings_dict["NAME"], worker)


def ensure_template(copy: Copy, folder: Path) -> None:
    """Migrate the template; the first process does it, the others wait for it."""
    done = folder / "template.done"
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            connection.settings_dict["TEST"]["NAME"] = copy.template
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            close_connections()
            done.touch()


def use(name: str) -> None:
    """Lead every connection of this process, in any thread, to another database."""
    close_connections()
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


class Stages:
    """Committed states that many tests begin with; each is made once per process, when asked for.

    `makers` names the stages: a function each that fills the database and returns what a test
    holds in its hands. EMPTY is the stage with nothing but what migrations have written.
    """

    def __init__(self, makers: dict[str, Callable[[], object]]) -> None:
        """Begin outside: nothing is made before the session's database is there."""
        self.makers = makers
        self.wanted = EMPTY
        self.empty: Copy | None = None
        self.made: dict[str, tuple[Copy, object]] = {}
        self.unblock: Callable[[], AbstractContextManager[None]] = nullcontext

    def begin(self, empty: Copy, unblock: Callable[[], AbstractContextManager[None]]) -> None:
        """Take over this process's database and enter what the first test wants."""
        self.empty, self.unblock = empty, unblock
        self.enter()

    def want(self, name: str) -> None:
        """Say on which stage the next test begins."""
        self.wanted = name
        if self.empty is not None:
            with self.unblock():
                self.enter()

    def enter(self) -> None:
        """Lead the connections to the wanted stage; make it first if nobody has."""
        if self.wanted != EMPTY and self.wanted not in self.made:
            self.make(self.wanted)
        copy = self.empty if self.wanted == EMPTY else self.made[self.wanted][0]
        if connection.settings_dict["NAME"] != copy.name:
            use(copy.name)

    def make(self, name: str) -> None:
        """Fill a fresh copy and commit it; what waits for the commit is dropped, as in a test."""
        copy = self.empty.another(name)
        copy.copy()
        use(copy.name)
        with transaction.atomic():
            held = self.makers[name]()
            connection.run_on_commit.clear()
        self.made[name] = (copy, held)

    def held(self) -> object:
        """Return this test's own copy of what its stage holds, or None on the empty one."""
        return None if self.wanted == EMPTY else deepcopy(self.made[self.wanted][1])

    def end(self) -> None:
        """Drop the stages' databases."""
        for copy, _ in self.made.values():
            copy.drop()
        self.empty = None


def commits(item: pytest.Item) -> bool:
    """Tell whether a test commits for real, so that it must not begin on a shared stage."""
    mark = item.get_closest_marker("django_db")
    if mark and (mark.kwargs.get("transaction") or any(mark.args[:1])):
        return True
    return bool(COMMITTING & set(getattr(item, "fixturenames", ())))


@contextmanager
def migrated_copy(folder: Path) -> Iterator[Copy]:
    """Give this process its own migrated database, and put it back after real commits."""
    before = connection.settings_dict["NAME"]
    copy = copy_for(folder, os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    ensure_template(copy, folder)
    copy.copy()
    use(copy.name)

    def restore(_test_case: TransactionTestCase) -> None:
        copy.restore()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        try:
            yield copy
        finally:
            copy.drop()
            use(before)


def shared_folder(given: pytest.TempPathFactory) -> Path:
    """Return a temporary folder that all processes of this run share."""
    base = given.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
