"""People see the units they were granted and what lies below; nobody else sees anything."""

from __future__ import annotations

import pytest

from quartermaster.base.accounts.commands import grant_role
from quartermaster.base.accounts.queries import actor_of
from quartermaster.base.core.actor import Actor, Reach
from quartermaster.base.core.commands import (
    add_files,
    comment,
    open_institution,
    open_unit,
    rename_unit,
    set_rule,
)
from quartermaster.base.core.errors import Forbidden
from quartermaster.base.core.models import Comment, Institution, Notice, Rule, Unit
from quartermaster.base.core.queries import institutions_of
from quartermaster.base.core.refs import record_of, ref
from quartermaster.base.core.uploads import Upload

from .conftest import AT, SYSTEM

pytestmark = pytest.mark.django_db


def seen(actor: Actor, permission: str = "core.see") -> set[str]:
    return set(Unit.objects.visible_to(actor, permission).values_list("name", flat=True))


def test_the_bureau_sees_its_schools_down_to_the_pantry(houses, somebody):
    assert seen(somebody("ju", houses.bureau_root, "requester")) == {
        "教育局",
        "第一小学",
        "第二小学",
        "食堂",
        "总务库房",
        "图书馆",
    }


def test_a_school_sees_itself_and_neither_its_sister_nor_the_bureau(houses, somebody):
    head = somebody("li", houses.first_root, "requester")
    assert seen(head) == {"第一小学", "食堂", "总务库房", "图书馆"}
    assert list(institutions_of(head)) == [houses.first]


def test_a_unit_sees_itself_and_what_lies_below(houses, somebody):
    cook = somebody("chu", houses.kitchen, "requester")
    assert seen(cook) == {"食堂", "总务库房"}
    assert list(institutions_of(cook)) == [houses.first]
    assert seen(somebody("bao", houses.pantry, "requester")) == {"总务库房"}


def test_without_a_grant_there_is_nothing_to_see_or_do(houses, somebody):
    newcomer = somebody("new", houses.first_root)
    assert seen(newcomer) == set()
    assert list(institutions_of(newcomer)) == []
    assert not newcomer.may("core.see")
    with pytest.raises(Forbidden):
        rename_unit(newcomer, houses.kitchen, name="厨房")
    assert Unit.objects.get(pk=houses.kitchen.pk).name == "食堂"


def test_a_role_that_lacks_the_permission_sees_nothing_under_it(houses, somebody):
    cook = somebody("chu", houses.kitchen, "requester")
    assert seen(cook, "core.audit") == set()
    assert seen(cook, "no.such.permission") == set()


def test_two_grants_add_up(houses, account):
    user = account("both", houses.second_root, "requester")
    grant_role(SYSTEM, user=user, role="requester", unit=houses.library)
    assert seen(actor_of(user, AT)) == {"第二小学", "图书馆"}


def test_a_hidden_record_is_as_good_as_none(houses, somebody):
    cook = somebody("chu", houses.kitchen, "requester")
    for key in (houses.library.pk, 10**9):
        with pytest.raises(Forbidden):
            Unit.objects.get_for(cook, "core.see", pk=key)
    assert Unit.objects.get_for(cook, "core.see", pk=houses.pantry.pk) == houses.pantry


def test_the_number_of_a_unit_is_not_taken_for_the_number_of_a_house(houses):
    """Notices and rules belong to a whole house: a right in unit 3 is no right in house 3."""
    for house in (houses.bureau, houses.first, houses.second):
        Notice.objects.create(institution=house, user_id=1, title="x", at=AT)
        set_rule(SYSTEM, code="x", institution=house, value={}, since=AT.date(), source="x")
    numbers = frozenset(Institution.objects.values_list("pk", flat=True))
    cook = Actor(1, "chu", AT, default_reach=Reach(units=numbers))
    assert list(Notice.objects.visible_to(cook, "core.see")) == []
    assert list(Rule.objects.visible_to(cook, "core.see").filter(code="x")) == []


def test_the_rules_for_everybody_are_seen_by_whoever_may_see_rules(houses, somebody):
    law = Rule.objects.create(code="x", value={}, since=AT.date(), source="GB 1", mark="law")
    own = [
        set_rule(SYSTEM, code="x", institution=house, value={}, since=AT.date(), source="x")
        for house in (houses.first, houses.second)
    ]
    head = somebody("li", houses.first_root, "department_head")
    assert set(Rule.objects.visible_to(head, "core.rule").filter(code="x")) == {law, own[0]}
    newcomer = somebody("new", houses.first_root)
    assert list(Rule.objects.visible_to(newcomer, "core.rule")) == []


def test_a_unit_is_opened_below_ones_own_only(houses, somebody):
    administrator = somebody("admin", houses.first_root, "administrator")
    opened = open_unit(administrator, name="门卫室", parent=houses.first_root)
    assert opened.path == f"{houses.first_root.path}{opened.pk:05d}/"
    with pytest.raises(Forbidden):
        open_unit(administrator, name="门卫室", parent=houses.second_root)
    assert Unit.objects.filter(name="门卫室").count() == 1


def test_the_bureau_opens_a_school_below_itself_and_none_beside_itself(houses, somebody):
    administrator = somebody("admin", houses.bureau_root, "administrator")
    third = open_institution(administrator, code="third", name="第三小学", parent=houses.bureau)
    assert Unit.objects.get(institution=third).path.startswith(houses.bureau_root.path)
    with pytest.raises(Forbidden):
        open_institution(administrator, code="fourth", name="第四小学")
    assert not Institution.objects.filter(code="fourth").exists()


def test_words_and_files_are_added_only_where_one_may(houses, somebody):
    cook = somebody("chu", houses.kitchen, "requester")
    said = comment(cook, about=ref(houses.pantry), text="锁坏了")
    assert (said.unit, said.by) == (houses.pantry, "chu")
    picture = Upload("计划.pdf", b"%PDF-1.7 ")
    with pytest.raises(Forbidden):
        comment(cook, about=ref(houses.library), text="不该")
    with pytest.raises(Forbidden):
        add_files(cook, about=ref(houses.library), files=[picture])
    assert list(Comment.objects.all()) == [said]


def test_words_about_what_belongs_to_the_whole_house_belong_to_its_root(houses, somebody):
    rule = set_rule(
        SYSTEM, code="x", institution=houses.first, value={}, since=AT.date(), source="x"
    )
    head = somebody("li", houses.first_root, "requester")
    assert comment(head, about=ref(rule), text="太严").unit == houses.first_root


@pytest.mark.parametrize(
    "about",
    ["", "17", "core.unit", "core.unit:", "core.unit:x", "core.unit:²", "core.unit:-1"]
    + ["core.nothing:1", "accounts.formerpassword:1", "core.unit:" + "9" * 30, "a.b.c:1", "灯:1"],
)
def test_a_reference_to_nothing_is_as_good_as_hidden(houses, about):
    with pytest.raises(Forbidden):
        record_of(about)
    with pytest.raises(Forbidden):
        comment(SYSTEM, about=about, text="x")


def test_nothing_is_said_about_what_belongs_to_no_house(houses):
    law = Rule.objects.create(code="x", value={}, since=AT.date(), source="GB 1", mark="law")
    with pytest.raises(Forbidden):
        comment(SYSTEM, about=ref(law), text="x")
    assert not Comment.objects.exists()
