"""Dated rules: who says so, from when, for whom; practice counts only once adopted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from quartermaster.base.core.commands import adopt_rule, set_rule
from quartermaster.base.core.errors import Forbidden
from quartermaster.base.core.models import Audit, Rule
from quartermaster.base.core.rules import Ruling, forget_rules, ruling

from .conftest import SYSTEM

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
DAY = timedelta(days=1)


@pytest.fixture
def rule(houses):
    """`rule("law", 10)`: a row of the rule “temperature” for everybody unless told otherwise."""

    def write(mark: str, value: int, since: date = MARCH, **fields) -> Rule:
        forget_rules()
        return Rule.objects.create(
            code="temperature",
            value={"most": value},
            since=since,
            mark=mark,
            source=f"source of {value}",
            **fields,
        )

    return write


def decided(house, on: date = MARCH, **circumstances) -> int | None:
    found = ruling("temperature", house.pk, on, circumstances)
    return found.value["most"] if found else None


def test_nothing_is_decided_where_there_is_no_rule(houses):
    assert ruling("temperature", houses.first.pk, MARCH) is None


def test_a_law_holds_for_everybody_with_its_source(houses, rule):
    rule("law", 10)
    for house in (houses.bureau, houses.first, houses.second):
        assert ruling("temperature", house.pk, MARCH) == Ruling({"most": 10}, "source of 10", "law")


@pytest.mark.parametrize(
    ("mark", "holds"),
    [("law", True), ("published", True), ("own", True), ("secondary", False), ("knowledge", False)],
)
def test_only_what_was_read_at_its_source_holds_by_itself(houses, rule, mark, holds):
    rule(mark, 10)
    assert decided(houses.first) == (10 if holds else None)


def test_practice_of_the_trade_holds_once_adopted_and_only_there(houses, rule, somebody):
    practice = rule("knowledge", 10)
    head = somebody("li", houses.first_root, "department_head")
    adopted = adopt_rule(head, rule=practice, institution=houses.first)
    assert (adopted.adopted_by, adopted.mark) == ("li", "knowledge")
    assert decided(houses.first) == 10
    assert decided(houses.second) is None
    assert not Rule.objects.get(pk=practice.pk).in_force
    line = Audit.objects.get(command="core.adopt_rule")
    assert (line.institution, line.actor) == (houses.first, "li")


def test_nobody_adopts_for_another_house(houses, rule, somebody):
    practice = rule("knowledge", 10)
    head = somebody("li", houses.first_root, "department_head")
    with pytest.raises(Forbidden):
        adopt_rule(head, rule=practice, institution=houses.second)
    assert decided(houses.second) is None
    assert Rule.objects.filter(code="temperature").count() == 1


def test_ones_own_rule_goes_before_the_general_one(houses, rule):
    rule("law", 10, since=MARCH + DAY)
    rule("own", 8, institution=houses.first)
    assert decided(houses.first, MARCH + DAY) == 8
    assert decided(houses.second, MARCH + DAY) == 10


def test_the_narrow_rule_goes_before_the_wide_one_where_it_applies(houses, rule):
    rule("law", 10)
    rule("law", 4, applies_to={"goods": "milk"})
    rule("law", 2, applies_to={"goods": "milk", "open": True})
    assert decided(houses.first) == 10
    assert decided(houses.first, goods="flour") == 10
    assert decided(houses.first, goods="milk") == 4
    assert decided(houses.first, goods="milk", open=True) == 2


def test_a_rule_holds_from_its_first_day_to_the_day_before_its_end(houses, rule):
    rule("law", 10, since=MARCH, until=MARCH + 2 * DAY)
    days = [MARCH + offset * DAY for offset in range(-1, 3)]
    assert [decided(houses.first, day) for day in days] == [None, 10, 10, None]


def test_a_new_rule_ends_the_one_before_and_the_past_stays_as_it_was(houses, somebody):
    head = somebody("li", houses.first_root, "department_head")
    rule = {"code": "temperature", "institution": houses.first, "source": "会议纪要"}
    earlier = set_rule(head, **rule, value={"most": 8}, since=MARCH)
    set_rule(head, **rule, value={"most": 6}, since=MARCH + 2 * DAY)
    assert Rule.objects.get(pk=earlier.pk).until == MARCH + 2 * DAY
    days = [MARCH + offset * DAY for offset in range(-1, 4)]
    assert [decided(houses.first, day) for day in days] == [None, 8, 8, 6, 6]


def test_a_correction_of_the_same_day_counts(houses, somebody):
    head = somebody("li", houses.first_root, "department_head")
    rule = {"code": "temperature", "institution": houses.first, "source": "x", "since": MARCH}
    set_rule(head, **rule, value={"most": 80})
    assert decided(houses.first) == 80
    set_rule(head, **rule, value={"most": 8})
    assert decided(houses.first) == 8


def test_nobody_sets_a_rule_for_another_house(houses, somebody):
    head = somebody("li", houses.first_root, "department_head")
    with pytest.raises(Forbidden):
        set_rule(
            head, code="temperature", institution=houses.second, value={}, since=MARCH, source="x"
        )
    assert not Rule.objects.filter(code="temperature").exists()


def test_a_rule_cannot_end_before_it_begins(rule):
    with pytest.raises(IntegrityError), transaction.atomic():
        rule("law", 10, since=MARCH, until=MARCH)


def test_the_installation_itself_may_set_rules_anywhere(houses):
    set_rule(
        SYSTEM,
        code="temperature",
        institution=houses.second,
        value={"most": 5},
        since=MARCH,
        source="x",
    )
    assert (decided(houses.second), decided(houses.first)) == (5, None)
