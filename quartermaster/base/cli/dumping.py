"""Copying a database out and in, while others work with it: SQLite by its own backup interface,
PostgreSQL by its client programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as text

from .registry import Stop

PAGES_AT_ONCE = 2_000
EMPTY_SCHEMA = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"


def dump(target: Path) -> None:
    """A consistent copy of the whole database as it stands now."""
    if connection.vendor == "sqlite":
        with closing(_sqlite_file()) as source, closing(sqlite3.connect(target)) as copy:
            # In steps, so that writers find the file free in between.
            source.backup(copy, pages=PAGES_AT_ONCE)
            # The copy must stand alone, without the write-ahead file beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def load(source: Path) -> None:
    """Replace the database's whole content, in one transaction; raises Stop when it cannot."""
    if connection.vendor == "sqlite":
        _load_sqlite(source)
    else:
        _load_postgresql(source)


def _sqlite_file() -> sqlite3.Connection:
    connection.ensure_connection()
    name = str(connection.settings_dict["NAME"])
    return sqlite3.connect(name, timeout=60, uri=name.startswith("file:"))


def _load_sqlite(source: Path) -> None:
    with closing(sqlite3.connect(source)) as copy:
        try:
            faults = copy.execute("PRAGMA integrity_check").fetchall()
        except sqlite3.DatabaseError as error:
            faults = [(error,)]
        if faults != [("ok",)]:
            raise Stop(
                text("The database in the backup is damaged: %(why)s") % {"why": faults[0][0]}
            )
        with closing(_sqlite_file()) as target:
            copy.backup(target)
    connection.close()


def _load_postgresql(source: Path) -> None:
    script = source.with_suffix(".sql")
    empty = source.with_name("empty.sql")
    empty.write_text(EMPTY_SCHEMA)
    _run(
        ["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source)], ask=False
    )
    # Everybody's connections hold locks on what is about to go; this process gives up its own.
    connection.close()
    _run(
        ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        + [f"--file={empty}", f"--file={script}"]
    )


def _run(words: list[str], *, ask: bool = True) -> None:
    """Run a PostgreSQL program on the configured database; its first complaint is the reason."""
    program = shutil.which(words[0])
    if program is None:
        raise Stop(
            text("%(program)s is needed and not installed (package postgresql-client).")
            % {"program": words[0]}
        )
    surroundings = {**os.environ, **(_connection_words() if ask else {})}
    done = subprocess.run(
        [program, *words[1:]], env=surroundings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise Stop(f"{words[0]}: {lines[0] if lines else done.returncode}")


def _connection_words() -> dict[str, str]:
    """The configured database as the environment variables of the client programs."""
    settings = connection.settings_dict
    given = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    return {name: str(value) for name, value in given.items() if value}
