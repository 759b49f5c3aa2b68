"""Tests that commit leave nothing behind, not even in tables that only grow."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from quartermaster.base.core.models import Institution
from quartermaster.kernels.work.models import Order
from tests.world import MONDAY, World


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_a_committed_world_is_gone_for_the_next_test(turn):
    assert Institution.objects.count() == 0

    World()

    assert Institution.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_another_thread_sees_what_was_committed():
    World()
    seen = []

    def look() -> None:
        seen.append(Institution.objects.count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [2]


@pytest.mark.django_db
def test_an_ordinary_test_begins_empty():
    assert Institution.objects.count() == 0


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_changes_on_a_shared_stage_is_gone_for_the_next(busy, turn):
    assert Order.objects.count() == 3
    assert busy.ward.name == "三病区"
    began = busy.now

    busy.reported()
    busy.later(hours=1)
    busy.ward.name = "改名"

    assert Order.objects.count() == 4
    assert began == MONDAY


def test_the_small_hospital_has_no_orders_where_nobody_asked_for_them(world):
    assert Order.objects.count() == 0
    assert world.finished().state == "done"
