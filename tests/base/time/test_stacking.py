"""Stacked plans by hand: the yearly service is the quarterly and the monthly one of its day."""

from __future__ import annotations

from datetime import date

import pytest

from quartermaster.base.time import ALWAYS, Layer, Listed, Monthly, Rule, Yearly, stack

pytestmark = pytest.mark.once

BEGIN = date(2026, 1, 1)
END = date(2027, 1, 1)


def layers(*on: int) -> list[Layer]:
    """A monthly, a quarterly and a yearly plan on these days of the month."""
    month, quarter, year = on
    return [
        Layer("month", 1, Rule(Monthly((month,)), BEGIN)),
        Layer("quarter", 2, Rule(Monthly((quarter,), every=3), BEGIN)),
        Layer("year", 3, Rule(Yearly((1,), (year,)), BEGIN)),
    ]


def listed(name: str, rank: int, *texts: str) -> Layer:
    dates = tuple(date.fromisoformat(f"2026-{text}") for text in texts)
    return Layer(name, rank, Rule(Listed(dates), date(2025, 1, 1)))


def test_on_one_day_only_the_largest_is_done_and_it_names_the_others() -> None:
    stacked = stack(layers(15, 15, 15), BEGIN, END, ALWAYS)
    names = [occasion.name for occasion in stacked]
    assert names == ["year", *["month"] * 2, *["quarter", "month", "month"] * 3]
    january, april = stacked[0], stacked[3]
    assert january.replaces == (("quarter", january.day), ("month", january.day))
    assert april.replaces == (("month", date(2026, 4, 15)),)
    assert stacked[1].replaces == ()


def test_without_tolerance_a_day_apart_is_apart() -> None:
    assert len(stack(layers(15, 16, 17), BEGIN, END, ALWAYS)) == 12 + 4 + 1


def test_within_the_tolerance_the_larger_replaces_the_smaller() -> None:
    stacked = stack(layers(15, 16, 17), BEGIN, END, ALWAYS, tolerance=2)
    assert len(stacked) == 12
    assert stacked[0].name == "year"
    assert stacked[0].replaces == (
        ("quarter", date(2026, 1, 16)),
        ("month", date(2026, 1, 15)),
    )


def test_what_was_replaced_replaces_nothing_itself() -> None:
    stacked = stack(layers(13, 15, 17), BEGIN, date(2026, 2, 1), ALWAYS, tolerance=2)
    assert [(occasion.name, occasion.day.day) for occasion in stacked] == [
        ("month", 13),
        ("year", 17),
    ]


def test_the_nearest_replaces_and_of_two_equally_near_the_earlier() -> None:
    larger = listed("large", 2, "03-10", "03-14")
    small = listed("small", 1, "03-12", "03-13")
    first, second = stack([small, larger], BEGIN, END, ALWAYS, tolerance=3)
    assert first.replaces == (("small", date(2026, 3, 12)),)
    assert second.replaces == (("small", date(2026, 3, 13)),)


def test_plans_of_equal_rank_leave_each_other_alone() -> None:
    both = stack([listed("a", 1, "03-10"), listed("b", 1, "03-10")], BEGIN, END, ALWAYS)
    assert [occasion.name for occasion in both] == ["a", "b"]


def test_a_larger_one_just_outside_the_range_replaces_too() -> None:
    plans = [listed("small", 1, "03-31"), listed("large", 2, "04-01")]
    assert stack(plans, date(2026, 3, 1), date(2026, 4, 1), ALWAYS, tolerance=1) == []
    april = stack(plans, date(2026, 4, 1), date(2026, 5, 1), ALWAYS, tolerance=1)
    assert [occasion.replaces for occasion in april] == [(("small", date(2026, 3, 31)),)]


def test_one_beyond_the_tolerance_outside_the_range_replaces_nothing() -> None:
    plans = [listed("small", 1, "03-31"), listed("large", 2, "04-02")]
    march = stack(plans, date(2026, 3, 1), date(2026, 4, 1), ALWAYS, tolerance=1)
    assert [occasion.name for occasion in march] == ["small"]


def test_a_negative_tolerance_is_refused() -> None:
    with pytest.raises(ValueError, match="tolerance"):
        stack([], BEGIN, END, ALWAYS, tolerance=-1)
