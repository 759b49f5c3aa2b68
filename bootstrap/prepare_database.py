"""Bring the database up to date and make sure somebody can sign in; one process, one start.

Run by the finished environment's Python: `python prepare_database.py ACCOUNTS_FILE`. Starting
Django three times costs more than the work itself, so migrating, the demo institutions of a
first start and the list of accounts share one process. The accounts go to the named file as
the JSON that `qm demo --accounts` prints; when the database cannot be used at all, one line
with the reason goes there instead and the exit status is UNUSABLE.
"""

from __future__ import annotations

import io
import runpy
import sys
from contextlib import redirect_stdout
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

UNUSABLE = 3
COMMAND_LINE = "quartermaster.base.cli"


def migrate_if_needed() -> None:
    """Apply what is missing; asking first saves the second that an idle `migrate` costs."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def run_command_line(*arguments: str) -> None:
    """Run the product's own command line in this process; SystemExit only when it failed."""
    sys.argv = [COMMAND_LINE, *arguments]
    try:
        runpy.run_module(COMMAND_LINE, run_name="__main__")
    except SystemExit as end:
        if end.code:
            raise


def accounts() -> str:
    """Return the demo accounts as JSON text."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        run_command_line("demo", "--accounts")
    return printed.getvalue()


def main(accounts_file: Path) -> int:
    """Migrate, make the demo institutions of an empty database, write down the accounts."""
    try:
        django.setup()
        migrate_if_needed()
    except (OperationalError, ImproperlyConfigured, ValueError) as error:
        accounts_file.write_text(str(error).partition("\n")[0], encoding="utf-8")
        return UNUSABLE
    run_command_line("demo", "--first")
    accounts_file.write_text(accounts(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
