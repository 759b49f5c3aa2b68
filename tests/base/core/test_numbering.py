"""Document numbers: no gaps, no doubles, per house, prefix and year."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from quartermaster.base.core.actor import system_actor
from quartermaster.base.core.models import NumberSeries
from quartermaster.base.core.numbering import next_number

from .conftest import SYSTEM
from .racing import at_once, on_postgresql


def number(house, prefix: str = "BX", at: datetime = SYSTEM.at) -> str:
    return next_number(system_actor(at), house.pk, prefix)


@pytest.mark.django_db
def test_numbers_run_on_per_house_prefix_and_year(houses):
    assert [number(houses.first) for _time in range(3)] == [
        "BX20260001",
        "BX20260002",
        "BX20260003",
    ]
    assert number(houses.second) == "BX20260001"
    assert number(houses.first, "XJ") == "XJ20260001"
    assert number(houses.first, at=datetime(2027, 5, 1, tzinfo=UTC)) == "BX20270001"
    assert number(houses.first) == "BX20260004"


@pytest.mark.django_db
def test_the_year_changes_at_local_midnight(houses):
    # 16:00 UTC is midnight in Shanghai.
    assert number(houses.first, at=datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == "BX20260001"
    assert number(houses.first, at=datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == "BX20270001"


@pytest.mark.django_db
def test_after_9999_the_numbers_grow_longer(houses):
    number(houses.first)
    NumberSeries.objects.filter(institution=houses.first).update(next_value=10_000)
    assert number(houses.first) == "BX202610000"


@pytest.mark.django_db(transaction=True)
def test_a_number_rolled_back_is_handed_out_again(houses):
    assert number(houses.first) == "BX20260001"
    with transaction.atomic():
        assert number(houses.first) == "BX20260002"
        transaction.set_rollback(True)
    assert number(houses.first) == "BX20260002"


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_every_number_once_though_some_give_up(houses):
    def take(gives_up: bool):
        def deed() -> str | None:
            with transaction.atomic():
                taken = number(houses.first)
                transaction.set_rollback(gives_up)
            return None if gives_up else taken

        return deed

    outcomes = at_once(*(take(gives_up=place % 3 == 0) for place in range(12)))
    kept = [taken for taken in outcomes if taken is not None]
    assert sorted(kept) == [f"BX2026{value:04d}" for value in range(1, 9)]
    assert number(houses.first) == "BX20260009"
