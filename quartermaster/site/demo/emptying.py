"""Making the demo again: the database is laid anew, and only where it holds nothing else."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as text

from quartermaster.base.cli.registry import Stop
from quartermaster.base.core.models import Institution

from .hospital import CODE


def empty() -> None:
    """Drop every table and make them again. Raises Stop where a real institution lives.

    History cannot be deleted row by row (its tables only grow), so the whole is laid anew.
    """
    other = Institution.objects.exclude(code=CODE).first()
    if other is not None:
        raise Stop(
            text("This database holds %(name)s, which is no demo. Use another --data folder.")
            % {"name": other}
        )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        else:
            _drop_sqlite(cursor)
    call_command("migrate", interactive=False, verbosity=0)


def _drop_sqlite(cursor) -> None:
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("DROP TABLE IF EXISTS core_searchentry_fts")
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}")
    cursor.execute("PRAGMA foreign_keys=ON")
