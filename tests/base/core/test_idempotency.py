"""The same key again is answered with the first result and has no second effect."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quartermaster.base.core.commands import open_unit, rename_unit
from quartermaster.base.core.errors import Conflict, Forbidden
from quartermaster.base.core.models import Audit, Repeat, Unit

from .conftest import SYSTEM
from .racing import at_once, on_postgresql

pytestmark = pytest.mark.django_db
ROOM = {"name": "门卫室"}


@pytest.fixture
def administrator(houses, somebody):
    return somebody("admin", houses.first_root, "administrator")


def rooms() -> int:
    return Unit.objects.filter(name="门卫室").count()


@pytest.mark.parametrize("key", ["a", "键" * 80, "long" * 40])
def test_the_same_key_twice_gives_the_same_record(houses, administrator, key):
    first = open_unit(administrator, **ROOM, parent=houses.first_root, key=key)
    again = open_unit(administrator, **ROOM, parent=houses.first_root, key=key)
    assert again == first
    assert rooms() == 1
    assert (
        Audit.objects.filter(command="core.open_unit", subject=f"core.unit:{first.pk}").count() == 1
    )


def test_long_keys_that_begin_alike_are_different_keys(houses, administrator):
    made = [
        open_unit(administrator, **ROOM, parent=houses.first_root, key="k" * 100 + end)
        for end in "ab"
    ]
    assert made[0] != made[1]


def test_a_change_repeated_does_not_undo_what_came_between(houses, administrator):
    rename_unit(administrator, houses.kitchen, name="大食堂", key="a")
    rename_unit(administrator, houses.kitchen, name="小食堂")
    rename_unit(administrator, houses.kitchen, name="大食堂", key="a")
    assert Unit.objects.get(pk=houses.kitchen.pk).name == "小食堂"


def test_the_same_key_with_other_inputs_subject_or_command_is_a_conflict(houses, administrator):
    rename_unit(administrator, houses.kitchen, name="大食堂", key="a")
    with pytest.raises(Conflict):
        rename_unit(administrator, houses.kitchen, name="小食堂", key="a")
    with pytest.raises(Conflict):
        rename_unit(administrator, houses.library, name="大食堂", key="a")
    with pytest.raises(Conflict):
        open_unit(administrator, **ROOM, parent=houses.first_root, key="a")
    assert rooms() == 0
    assert Unit.objects.get(pk=houses.library.pk).name == "图书馆"


def test_two_people_may_use_the_same_key(houses, administrator):
    open_unit(administrator, **ROOM, parent=houses.first_root, key="a")
    other = replace(administrator, user_id=administrator.user_id + 1)
    open_unit(other, **ROOM, parent=houses.first_root, key="a")
    assert rooms() == 2


def test_what_was_refused_leaves_the_key_free(houses, administrator):
    with pytest.raises(Forbidden):
        open_unit(administrator, **ROOM, parent=houses.second_root, key="a")
    assert not Repeat.objects.exists()
    open_unit(administrator, **ROOM, parent=houses.first_root, key="a")
    assert rooms() == 1


def test_without_a_key_every_call_counts(houses, administrator):
    for _time in range(2):
        open_unit(administrator, **ROOM, parent=houses.first_root)
    assert rooms() == 2
    assert not Repeat.objects.exists()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_key_from_two_threads_has_one_effect(houses, administrator):
    def deed():
        return open_unit(administrator, **ROOM, parent=houses.first_root, key="a")

    for outcome in at_once(deed, deed, deed):
        assert outcome == Unit.objects.get(name="门卫室")
    assert rooms() == 1


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_changes_of_one_record_wait_for_each_other(houses, administrator):
    def rename(name: str):
        return lambda: rename_unit(administrator, houses.kitchen, name=name)

    at_once(rename("甲"), rename("乙"))
    lines = Audit.objects.filter(command="core.rename_unit").order_by("id")
    first, second = (line.changes["name"] for line in lines)
    assert first[0] == "食堂"
    assert second[0] == first[1]
    assert Unit.objects.get(pk=houses.kitchen.pk).name == second[1]
    assert SYSTEM.name not in {line.actor for line in lines}
