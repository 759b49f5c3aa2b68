"""What `qm verify` proves. Each floor adds its own proof below its own name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy as _

from . import sealing

PROOFS: dict[str, Proof] = {}
APPEND_ONLY: set[str] = {"core_audit", "core_comment", "core_auditseal"}


@dataclass(frozen=True)
class Proof:
    """`check` gives one sentence per fault; none means proven."""

    name: str
    label: str
    check: Callable[[int | None], Iterable[str]]


def proof(name: str, label: str):
    """Register `check(institution_id | None)` under a name."""

    def register(check: Callable[[int | None], Iterable[str]]):
        assert name not in PROOFS, f"two proofs are called {name}"
        PROOFS[name] = Proof(name, label, check)
        return check

    return register


@proof("audit", _("The audit trail is as it was written"))
def audit_trail(_institution_id: int | None):
    return sealing.proof()


@proof("append_only", _("Tables that only grow have their triggers"))
def triggers(_institution_id: int | None):
    for table in sorted(APPEND_ONLY):
        if not _has_trigger(table):
            yield f"table {table} has lost the trigger that keeps it append-only"


def _has_trigger(table: str) -> bool:
    if connection.vendor == "postgresql":
        statement = (
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D' "
            "AND tgname LIKE %s"
        )
        parameters = [table, f"{table}_append_only"]
        wanted = 1
    else:
        statement = (
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s "
            "AND name LIKE %s"
        )
        parameters = [table, f"{table}_no_%"]
        wanted = 2
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0] >= wanted
