"""A database of the benchmarks' own. Its name ends in `_bench`; nothing else is ever written to."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from quartermaster.base.cli.registry import Stop

ENDING = "_bench"


def use(name: str) -> bool:
    """Turn this process to the database `name`_bench, made if missing; True when it is new."""
    if connection.vendor == "sqlite":
        return _use_sqlite(name + ENDING)
    return _use_postgresql(name + ENDING)


def _use_sqlite(name: str) -> bool:
    path = Path(settings.QM_DATA_DIR) / "bench" / f"{name}.sqlite3"
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    _turn_to(str(path))
    return new


def _use_postgresql(name: str) -> bool:
    """CREATE DATABASE through the server's maintenance database; the user's is not opened."""
    _turn_to("postgres")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        new = cursor.fetchone() is None
        if new:
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")
    _turn_to(name)
    return new


def _turn_to(name: str) -> None:
    connections.close_all()
    connections.settings["default"]["NAME"] = name


def refuse_foreign() -> None:
    """Stop unless this process is turned to a database the benchmarks made."""
    name = Path(str(connection.settings_dict["NAME"])).name.removesuffix(".sqlite3")
    if not name.endswith(ENDING):
        raise Stop(f"bench writes only to a database whose name ends in {ENDING}, not to {name}")


def prepare() -> None:
    """Tables as the product has them."""
    refuse_foreign()
    call_command("migrate", verbosity=0, interactive=False)


def drop() -> None:
    """Remove the database this process is turned to."""
    refuse_foreign()
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        connections.close_all()
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)
        return
    _turn_to("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")
