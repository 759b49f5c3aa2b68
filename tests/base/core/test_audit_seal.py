"""A quiet change of the audit trail shows, even when somebody removed the triggers first."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction

from quartermaster.base.core.audit import write_audit
from quartermaster.base.core.commands import rename_unit
from quartermaster.base.core.models import Audit, AuditSeal
from quartermaster.base.core.proofs import PROOFS
from quartermaster.base.core.sealing import proof, seal

from .conftest import AT, SYSTEM
from .racing import on_postgresql

pytestmark = pytest.mark.django_db
PATIENCE = 10.0


@pytest.fixture
def trail(houses) -> list[Audit]:
    """The rows that opening the houses has written: three institutions, three units."""
    return list(Audit.objects.order_by("id"))


@pytest.fixture
def no_triggers(trail):
    """An attacker with the database's own rights removes what stands in the way."""
    connection.check_constraints()  # nothing may be pending on a table that is altered
    names = {
        "postgresql": ["core_audit_append_only ON core_audit"],
        "sqlite": ["core_audit_no_update", "core_audit_no_delete"],
    }
    with connection.cursor() as cursor:
        for name in names[connection.vendor]:
            cursor.execute(f"DROP TRIGGER {name}")


def faults() -> list[str]:
    return list(proof())


def sealed(trail) -> None:
    assert seal(AT, everything=True) == len(trail)


def test_an_untouched_trail_is_proven_sealed_or_not(trail):
    assert len(trail) == 6
    assert faults() == []
    sealed(trail)
    assert faults() == []
    assert seal(AT, everything=True) == 0
    assert AuditSeal.objects.count() == 1


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_itself_refuses_to_change_or_remove_a_row(trail, deed):
    rows = Audit.objects.filter(pk=trail[0].pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(actor="nobody") if deed == "update" else rows._raw_delete(rows.db)
    assert list(Audit.objects.order_by("id")) == trail
    assert Audit.objects.get(pk=trail[0].pk).actor == "system"


def test_lost_triggers_are_named(trail, no_triggers):
    assert list(PROOFS["append_only"].check(None)) == [
        "table core_audit has lost the trigger that keeps it append-only"
    ]


def test_a_changed_row_is_named_before_and_after_sealing(trail, no_triggers):
    row = trail[2]
    Audit.objects.filter(pk=row.pk).update(actor="somebody else")
    [fault] = faults()
    assert fault.startswith(f"audit row {row.pk} (")
    assert fault.endswith("was changed")
    sealed(trail)
    assert faults() == [fault]


@pytest.mark.parametrize("column", ["at", "device_at", "subject", "details", "user_id", "unit_id"])
def test_a_change_of_any_column_shows_even_with_a_fresh_digest(trail, no_triggers, column, houses):
    sealed(trail)
    values = {
        "at": AT + timedelta(microseconds=1),
        "device_at": AT,
        "subject": "core.unit:1",
        "details": "{}",
        "user_id": 99,
        "unit_id": houses.library.pk,
    }
    row = trail[0]
    setattr(row, column, values[column])
    Audit.objects.filter(pk=row.pk).update(**{column: values[column]}, digest=row.own_digest())
    [fault] = faults()
    assert fault.startswith(f"audit row {row.pk} (")


def test_a_removed_row_is_named_wherever_it_stood(trail, no_triggers):
    sealed(trail)
    gone = [trail[0].pk, trail[3].pk, trail[-1].pk]
    rows = Audit.objects.filter(pk__in=gone)
    rows._raw_delete(rows.db)
    assert faults() == [f"audit row {pk} was removed" for pk in gone]


def test_a_row_slipped_in_between_is_named(trail, no_triggers, houses):
    hole = trail[2].pk
    rows = Audit.objects.filter(pk=hole)
    rows._raw_delete(rows.db)
    assert seal(AT, everything=True) == 5
    row = trail[2]
    row.save(force_insert=True)
    [fault] = faults()
    assert fault.startswith(f"audit row {hole} (")
    assert fault.endswith("was slipped in after sealing")


def test_a_seal_made_anew_does_not_fit_the_next_one(trail, houses):
    sealed(trail)
    rename_unit(SYSTEM, houses.pantry, name="食材库")
    seal(AT, everything=True)
    first, second = AuditSeal.objects.order_by("number")
    forged = AuditSeal(
        number=first.number,
        first_id=first.first_id,
        last_id=first.last_id,
        leaves=first.leaves,
        previous=first.previous,
        digest="f" * 64,
        sealed_at=AT,
    )
    _replace(first, forged)
    assert faults() == [
        "audit seal 1 does not follow from the one before it",
        "audit seal 2 does not follow from the one before it",
    ]
    assert second.previous != forged.digest


def _replace(seal_row: AuditSeal, forged: AuditSeal) -> None:
    """As somebody does who may change the schema."""
    connection.check_constraints()
    names = {
        "postgresql": ["core_auditseal_append_only ON core_auditseal"],
        "sqlite": ["core_auditseal_no_update", "core_auditseal_no_delete"],
    }
    with connection.cursor() as cursor:
        for name in names[connection.vendor]:
            cursor.execute(f"DROP TRIGGER {name}")
    forged.pk = seal_row.pk
    forged.save(force_update=True)


def test_rows_are_sealed_in_batches_that_hang_together(trail, monkeypatch):
    monkeypatch.setattr("quartermaster.base.core.sealing.BATCH", 4)
    sealed(trail)
    first, second = AuditSeal.objects.order_by("number")
    assert (first.first_id, first.last_id) == (trail[0].pk, trail[3].pk)
    assert (second.first_id, second.last_id) == (trail[4].pk, trail[5].pk)
    assert second.previous == first.digest
    assert len(bytes(second.leaves)) == 2 * 16
    assert faults() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the horizon is a matter of PostgreSQL")
def test_on_sqlite_one_round_seals_what_is_there(trail):
    assert seal(AT) == len(trail)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_row_committed_late_is_waited_for_and_not_skipped(houses):
    written, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write_audit("core.rename_unit", SYSTEM, houses.kitchen, inputs={}, before={})
            written.set()
            finish.wait(PATIENCE)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(PATIENCE)
    quick = write_audit("core.rename_unit", SYSTEM, houses.library, inputs={}, before={})
    assert [seal(AT), seal(AT), seal(AT)] == [0, 0, 0]
    finish.set()
    thread.join(PATIENCE)
    late = Audit.objects.order_by("-id")[1]
    assert late.pk == quick.pk - 1
    assert [seal(AT), seal(AT)] == [8, 0]
    assert AuditSeal.objects.get().last_id == quick.pk
    assert faults() == []


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_everything_written_is_sealed_after_two_rounds(houses):
    assert [seal(AT), seal(AT)] == [0, 6]
    rename_unit(SYSTEM, houses.pantry, name="食材库")
    assert [seal(AT), seal(AT)] == [0, 1]
    assert faults() == []
