"""Plain answers become rules; what cannot be read says what to write."""

from __future__ import annotations

from datetime import date

import pytest

from quartermaster.base.core.errors import Invalid
from quartermaster.kernels.plans.rhythm import Rhythm

MONDAY = date(2026, 3, 2)


def pattern(repeats: str, **answers) -> dict:
    return Rhythm(repeats, MONDAY, **answers).as_rule()["pattern"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("repeats", "answers", "expected"),
    [
        ("days", {"every": 15}, {"kind": "daily", "every": 15}),
        (
            "weeks",
            {"on": "周一、星期四"},
            {"kind": "weekly", "weekdays": ["monday", "thursday"], "every": 1},
        ),
        (
            "weeks",
            {"on": "fri, 2", "every": 2},
            {"kind": "weekly", "weekdays": ["tuesday", "friday"], "every": 2},
        ),
        (
            "months",
            {"on": "1日，15日 last", "every": 3},
            {"kind": "monthly", "on": [1, 15, "last"], "every": 3},
        ),
        (
            "years",
            {"on": "03-15, 9月15日"},
            {"kind": "yearly", "months": [3, 9], "on": [15], "every": 1},
        ),
        ("after_rest", {"every": 3}, {"kind": "after_rest", "rest": 3}),
        ("dates", {"on": "2026-09-01"}, {"kind": "listed", "dates": ["2026-09-01"]}),
    ],
)
def test_plain_answers_become_a_pattern(repeats, answers, expected):
    assert pattern(repeats, **answers) == expected


@pytest.mark.once
def test_a_season_and_a_holiday_rule_are_kept():
    rule = Rhythm("months", MONDAY, on="1", season="05-01至09-30", on_holiday="after").as_rule()
    assert rule["seasons"] == [["05-01", "09-30"]]
    assert rule["on_holiday"] == "after"
    assert rule["since"] == "2026-03-02"


@pytest.mark.once
@pytest.mark.parametrize(
    ("repeats", "answers", "field"),
    [
        ("weeks", {"on": "someday"}, "on"),
        ("months", {"on": "x"}, "on"),
        ("months", {"on": "32"}, "rule"),
        ("years", {"on": "03-15, 09-16"}, "on"),
        ("years", {"on": "15"}, "on"),
        ("days", {"every": 0}, "rule"),
        ("dates", {"on": "soon"}, "rule"),
        ("days", {"season": "summer"}, "season"),
        ("weeks", {"on": "monday", "counted_from": "from_done"}, "rule"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(repeats, answers, field):
    with pytest.raises(Invalid) as refusal:
        pattern(repeats, **answers)
    assert set(refusal.value.field_errors) == {field}
