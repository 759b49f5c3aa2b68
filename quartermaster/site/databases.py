"""QM_DATABASE_URL → Django's settings. Unset: SQLite in the data directory."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
)


def database_from(url: str, data_dir: Path) -> dict:
    if not url:
        return _sqlite(str(data_dir / "quartermaster.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path)
    raise ValueError(
        f"QM_DATABASE_URL starts with “{parts.scheme}:”; use postgresql://… or sqlite:///…"
    )


def _sqlite(name: str) -> dict:
    """IMMEDIATE transactions: a writer waits its turn instead of failing half-way."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgresql(parts) -> dict:
    """Just-in-time compilation off: it only slows this kind of load."""
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c jit=off -c statement_timeout=120000", **query},
    }
