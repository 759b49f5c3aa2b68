"""Triggers by reading: once per step, and afresh after the meter was replaced."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quartermaster.base.time import reading_due

pytestmark = pytest.mark.once

EVERY_250_HOURS = Decimal(250)


@pytest.mark.parametrize(
    ("last_trigger", "last_reading", "steps", "trigger"),
    [
        ("0", "249.9", 0, "0"),
        ("0", "250", 1, "250"),
        ("250", "499.9", 0, "250"),
        ("250", "512.5", 1, "500"),
        ("0", "1020", 4, "1000"),  # not read for long: due once, not four times
        ("263.5", "513.4", 0, "263.5"),  # counted from the last service
        ("263.5", "513.5", 1, "513.5"),
        ("9750", "120", 0, "0"),  # replaced by a new meter
        ("9750", "251", 1, "250"),
    ],
)
def test_a_step_is_due_when_it_is_reached(
    last_trigger: str, last_reading: str, steps: int, trigger: str
) -> None:
    answer = reading_due(Decimal(last_trigger), Decimal(last_reading), EVERY_250_HOURS)
    assert answer.due is (steps > 0)
    assert (answer.steps, answer.trigger) == (steps, Decimal(trigger))


def test_it_fires_once_per_step_however_often_the_meter_is_read() -> None:
    trigger, fired = Decimal(0), []
    for reading in ("100", "249", "255", "256", "499.9", "500", "500", "30", "260", "261"):
        answer = reading_due(trigger, Decimal(reading), EVERY_250_HOURS)
        trigger = answer.trigger
        if answer.due:
            fired.append(reading)
    assert fired == ["255", "500", "260"]


def test_decimals_are_exact() -> None:
    assert reading_due(Decimal("0.1"), Decimal("0.3"), Decimal("0.1")).steps == 2


def test_a_step_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        reading_due(Decimal(0), Decimal(1), Decimal(0))
