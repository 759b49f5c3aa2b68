"""Measures over JSON: the figure, what it is split by, and the very rows it counted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db.models import Count

from quartermaster.base.api.values import number
from quartermaster.base.core.measure import MEASURES, Measure
from quartermaster.base.core.models import Audit
from quartermaster.kernels.work import queries

MARCH = {"since": "2026-03-01", "until": "2026-04-01"}


@pytest.fixture
def orders(world):
    """Two about light, one about water in March; one more in April."""
    world.dispatched(symptom="灯一", category=world.lighting)
    world.dispatched(symptom="灯二", category=world.lighting)
    world.dispatched(symptom="水一", category=world.water)
    world.at("2026-04-01 00:00")
    world.reported("四月的灯", category=world.lighting)


@pytest.mark.usefixtures("orders")
def test_a_figure_comes_with_its_unit_its_definition_and_where_to_find_its_evidence(world, as_user):
    chief = as_user(world.chief)
    figure = chief.get("measures/work.count", **MARCH)
    assert figure["value"] == 3
    assert figure["definition"]
    assert figure["unit"]
    assert figure["since"] == "2026-03-01T00:00:00+08:00"
    evidence = chief.get(figure["evidence"]["url"].removeprefix("/api/v1/"))
    assert evidence["count"] == figure["evidence"]["count"] == 3
    assert {row["symptom"] for row in evidence["rows"]} == {"灯一", "灯二", "水一"}


@pytest.mark.usefixtures("orders")
def test_a_period_code_means_its_days_and_the_end_is_exclusive(world, as_user):
    chief = as_user(world.chief)
    assert chief.get("measures/work.count", period="2026-03")["value"] == 3
    assert chief.get("measures/work.count", period="2026Q2")["value"] == 1
    assert chief.get("measures/work.count", period="2026H1")["value"] == 4


@pytest.mark.usefixtures("orders")
def test_splitting_gives_every_key_with_its_name_and_filtering_the_same_number(world, as_user):
    chief = as_user(world.chief)
    figure = chief.get("measures/work.count", by="category", **MARCH)
    assert [(v["label"], v["value"]) for v in figure["values"]] == [("照明", 2), ("给排水", 1)]
    assert figure["values"][0]["key"] == world.lighting.pk
    for word in (str(world.water.pk), "water", f"work.category:{world.water.pk}"):
        assert chief.get("measures/work.count", category=word, **MARCH)["value"] == 1
    assert chief.get("measures/work.count", institution="h1", **MARCH)["value"] == 3


@pytest.mark.usefixtures("orders")
def test_evidence_comes_in_pages(world, as_user):
    chief = as_user(world.chief)
    first = chief.get("measures/work.count/evidence", size=2, **MARCH)
    assert (len(first["rows"]), first["count"]) == (2, 3)
    rest = chief.get("measures/work.count/evidence", size=2, page=first["next"], **MARCH)
    assert (len(rest["rows"]), rest["next"]) == (1, None)
    assert len({row["ref"] for row in [*first["rows"], *rest["rows"]]}) == 3


@pytest.mark.usefixtures("orders")
def test_another_house_counts_nothing_of_ours(world, as_user):
    stranger = as_user(world.stranger)
    assert stranger.get("measures/work.count", **MARCH)["value"] == 0
    assert stranger.get("measures/work.count/evidence", **MARCH)["rows"] == []
    stranger.get("measures/work.count", institution="h1", **MARCH)
    assert stranger.status == 400


@pytest.mark.usefixtures("orders")
def test_what_cannot_be_asked_is_400_and_what_is_not_ours_404(world, as_user):
    chief = as_user(world.chief)
    for query in (
        {"by": "weather"},
        {"weather": "rain"},
        {"since": "2026-04-01", "until": "2026-03-01"},
        {"period": "2026H3"},
        {"period": "2026", "since": "2026-01-01"},
        {"category": "nowhere"},
        {"category": "99999999999999999999"},
        {"state": "finished"},
    ):
        problem = chief.get("measures/work.count", **query)
        assert (chief.status, problem["error"]) == (400, "invalid"), query
    chief.get("measures/no.such")
    assert chief.status == 404


def test_a_rate_of_nothing_is_null_and_not_zero(world, as_user):
    rates = [each["name"] for each in as_user(world.chief).get("measures") if each["rate"]]
    assert rates
    for name in rates:
        assert as_user(world.chief).get(f"measures/{name}", period="2025")["value"] is None


@pytest.mark.usefixtures("orders")
def test_of_restricted_rows_only_the_number_is_told_and_the_look_is_remembered(world, as_user):
    Measure(
        "test.secret",
        "Talks",
        unit="talks",
        permits="work.see",
        of=queries.real_orders,
        value=Count("pk"),
        on="reported_at",
        restricted=True,
    )
    try:
        evidence = as_user(world.chief).get("measures/test.secret/evidence", **MARCH)
    finally:
        del MEASURES["test.secret"]
    assert evidence == {"count": 3, "rows": [], "next": None, "restricted": True}
    look = Audit.objects.get(command="core.look")
    assert (look.actor, look.inputs["measure"]) == ("林主任", "test.secret")


def test_decimals_are_json_numbers_where_a_number_says_exactly_the_same():
    assert number(Decimal("25.00")) == 25
    assert isinstance(number(Decimal("25.00")), int)
    assert number(Decimal("183.05")) == 183.05
    assert number(Decimal("12345678901234.567")) == "12345678901234.567"
    assert number(Decimal("NaN")) == "NaN"
