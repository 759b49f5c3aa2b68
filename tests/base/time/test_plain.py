"""Rules and quotas as JSON: what they look like, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from quartermaster.base.time import (
    LAST,
    AfterRest,
    Anchor,
    Daily,
    Listed,
    MalformedRuleError,
    Monthly,
    NthWeekday,
    OnHoliday,
    Pattern,
    Per,
    Quota,
    Rule,
    Season,
    Weekly,
    Yearly,
    quota_from_dict,
    quota_to_dict,
    rule_from_dict,
    rule_to_dict,
)

pytestmark = pytest.mark.once

SINCE = date(2026, 3, 1)


def test_a_rule_reads_like_what_it_says() -> None:
    rule = Rule(
        Monthly((15, LAST, NthWeekday(1, 0), NthWeekday(LAST, 4)), every=3),
        SINCE,
        date(2027, 1, 1),
        (Season((11, 15), (3, 15)),),
        OnHoliday.AFTER,
        skips=frozenset([date(2026, 6, 15), date(2026, 5, 1)]),
    )
    data = {
        "pattern": {
            "kind": "monthly",
            "on": [
                15,
                "last",
                {"nth": 1, "weekday": "monday"},
                {"nth": "last", "weekday": "friday"},
            ],
            "every": 3,
        },
        "since": "2026-03-01",
        "until": "2027-01-01",
        "seasons": [["11-15", "03-15"]],
        "on_holiday": "after",
        "anchor": "from_due",
        "skips": ["2026-05-01", "2026-06-15"],
    }
    assert rule_to_dict(rule) == data
    assert json.loads(json.dumps(data)) == data
    assert rule_from_dict(data) == rule


@pytest.mark.parametrize(
    ("plain", "pattern"),
    [
        ({"kind": "daily"}, Daily()),
        ({"kind": "daily", "every": 15}, Daily(15)),
        ({"kind": "weekly", "weekdays": ["sunday", "monday"]}, Weekly((0, 6))),
        ({"kind": "weekly", "every": 2}, Weekly(every=2)),
        ({"kind": "monthly", "on": [1]}, Monthly((1,))),
        ({"kind": "yearly", "months": [3, 9], "on": ["last"]}, Yearly((3, 9), (LAST,))),
        ({"kind": "after_rest", "rest": 3}, AfterRest(3)),
        ({"kind": "listed", "dates": ["2026-03-01"]}, Listed((SINCE,))),
    ],
)
def test_what_is_not_said_is_the_usual(plain: dict[str, Any], pattern: Pattern) -> None:
    assert rule_from_dict({"pattern": plain, "since": "2026-03-01"}) == Rule(pattern, SINCE)


def test_a_rule_counted_from_the_day_it_was_done_is_read() -> None:
    data = {"pattern": {"kind": "daily"}, "since": "2026-03-01", "anchor": "from_done"}
    assert rule_from_dict(data).anchor is Anchor.FROM_DONE


DAILY = {"kind": "daily"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ([], "expected an object"),
        ({}, "'pattern' is missing"),
        ({"pattern": DAILY}, "'since' is missing"),
        ({"pattern": {}, "since": "2026-03-01"}, "'kind' is missing"),
        ({"pattern": "daily", "since": "2026-03-01"}, "expected an object"),
        ({"pattern": {"kind": "hourly"}, "since": "2026-03-01"}, "'hourly' is no kind"),
        ({"pattern": {"kind": "listed"}, "since": "2026-03-01"}, "'dates' is missing"),
        ({"pattern": {"kind": "daily", "every": "2"}, "since": "2026-03-01"}, "no whole number"),
        ({"pattern": {"kind": "daily", "every": True}, "since": "2026-03-01"}, "no whole number"),
        ({"pattern": {"kind": "daily", "every": 0}, "since": "2026-03-01"}, "repeats every"),
        (
            {"pattern": {"kind": "weekly", "weekdays": ["noday"]}, "since": "2026-03-01"},
            "'noday' is no weekday",
        ),
        ({"pattern": {"kind": "weekly", "weekdays": "monday"}, "since": "2026-03-01"}, "no list"),
        ({"pattern": {"kind": "monthly", "on": ["first"]}, "since": "2026-03-01"}, "'first'"),
        ({"pattern": {"kind": "monthly", "on": [{"nth": 1}]}, "since": "2026-03-01"}, "'weekday'"),
        ({"pattern": {**DAILY, "on": [1]}, "since": "2026-03-01"}, "unknown: 'on'"),
        ({"pattern": DAILY, "since": "2026-03-01", "rank": 1, "a": 2}, "unknown: 'a', 'rank'"),
        ({"pattern": DAILY, "since": "2026-02-29"}, "day"),
        ({"pattern": DAILY, "since": 20260301}, "no date"),
        ({"pattern": DAILY, "since": "20260301"}, "no date"),
        ({"pattern": DAILY, "since": "2026-W09-7"}, "no date"),
        ({"pattern": DAILY, "since": "2026-03-01", "until": "2026-01-01"}, "ends after"),
        ({"pattern": DAILY, "since": "2026-03-01", "seasons": [["01-01"]]}, "no season"),
        ({"pattern": DAILY, "since": "2026-03-01", "seasons": [["1-1", "2-1"]]}, "1-1"),
        ({"pattern": DAILY, "since": "2026-03-01", "anchor": "from_afar"}, "from_afar"),
        ({"pattern": DAILY, "since": "2026-03-01", "on_holiday": "never"}, "never"),
        ({"pattern": DAILY, "since": "2026-03-01", "skips": None}, "no list"),
    ],
)
def test_what_is_no_rule_is_refused_with_the_reason(data: Any, reason: str) -> None:
    with pytest.raises(MalformedRuleError, match=reason):
        rule_from_dict(data)


def test_reading_a_rule_leaves_the_data_as_it_was() -> None:
    data = {"pattern": {"kind": "daily", "every": 2}, "since": "2026-03-01"}
    rule_from_dict(data)
    assert data == {"pattern": {"kind": "daily", "every": 2}, "since": "2026-03-01"}


def test_a_quota_survives_json() -> None:
    quota = Quota(2, Per.WEEK, spread=0)
    data = {"times": 2, "per": "week", "spread": 0}
    assert quota_to_dict(quota) == data
    assert quota_from_dict(json.loads(json.dumps(data))) == quota
    assert quota_from_dict({"times": 1, "per": "term"}) == Quota(1, Per.TERM)
    for malformed in ({"times": 0, "per": "week"}, {"times": 1, "per": "day"}, {"per": "week"}):
        with pytest.raises(MalformedRuleError):
            quota_from_dict(malformed)
