"""Rules and quotas as plain dicts, for a JSON column or an API, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from .pattern import (
    LAST,
    AfterRest,
    Daily,
    DayInMonth,
    Listed,
    Monthly,
    NthWeekday,
    Pattern,
    Weekly,
    Yearly,
)
from .quota import Per, Quota
from .recurrence import Anchor, OnHoliday, Rule, Season

Built = TypeVar("Built")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class MalformedRuleError(ValueError):
    """What was read is no rule: it says which part, and why."""


def rule_to_dict(rule: Rule) -> dict[str, Any]:
    """A rule as JSON can hold it: ISO dates, weekdays by name, the pattern under its kind."""
    return {
        "pattern": _pattern_to_dict(rule.pattern),
        "since": rule.since.isoformat(),
        "until": rule.until and rule.until.isoformat(),
        "seasons": [
            [f"{month:02}-{day:02}" for month, day in (season.begins, season.ends)]
            for season in rule.seasons
        ],
        "on_holiday": rule.on_holiday.value,
        "anchor": rule.anchor.value,
        "skips": [day.isoformat() for day in sorted(rule.skips)],
    }


def rule_from_dict(data: Mapping[str, Any]) -> Rule:
    """The rule a dict stands for; what is not said is as in `Rule`. Raises MalformedRuleError."""
    return _read(data, _rule)


def quota_to_dict(quota: Quota) -> dict[str, Any]:
    """A quota as JSON can hold it."""
    return {"times": quota.times, "per": quota.per.value, "spread": quota.spread}


def quota_from_dict(data: Mapping[str, Any]) -> Quota:
    """The quota a dict stands for. Raises MalformedRuleError."""
    return _read(data, _quota)


def _read(data: Any, build: Callable[[dict[str, Any]], Built]) -> Built:
    """Build from a copy of `data`; what the builder does not take from it is an error."""
    if not isinstance(data, Mapping):
        raise MalformedRuleError(f"expected an object, not {data!r}")
    rest = dict(data)
    try:
        built = build(rest)
    except MalformedRuleError:
        raise
    except KeyError as error:
        raise MalformedRuleError(f"{error.args[0]!r} is missing") from error
    except (TypeError, ValueError) as error:
        raise MalformedRuleError(str(error)) from error
    if rest:
        raise MalformedRuleError(f"unknown: {', '.join(sorted(map(repr, rest)))}")
    return built


def _rule(rest: dict[str, Any]) -> Rule:
    until = rest.pop("until", None)
    return Rule(
        pattern=_read(rest.pop("pattern"), _pattern),
        since=_date(rest.pop("since")),
        until=None if until is None else _date(until),
        seasons=tuple(_season(season) for season in _listed(rest.pop("seasons", []))),
        on_holiday=OnHoliday(rest.pop("on_holiday", OnHoliday.KEEP)),
        anchor=Anchor(rest.pop("anchor", Anchor.FROM_DUE)),
        skips=frozenset(_date(day) for day in _listed(rest.pop("skips", []))),
    )


def _quota(rest: dict[str, Any]) -> Quota:
    spread = rest.pop("spread", 1)
    return Quota(_number(rest.pop("times")), Per(rest.pop("per")), _number(spread))


def _pattern_to_dict(pattern: Pattern) -> dict[str, Any]:
    match pattern:
        case Daily(every=every):
            return {"kind": "daily", "every": every}
        case Weekly(weekdays=weekdays, every=every):
            named = [WEEKDAYS[weekday] for weekday in weekdays]
            return {"kind": "weekly", "weekdays": named, "every": every}
        case Monthly(on=days, every=every):
            return {"kind": "monthly", "on": [_day_to_plain(day) for day in days], "every": every}
        case Yearly(months=months, on=days, every=every):
            on = [_day_to_plain(day) for day in days]
            return {"kind": "yearly", "months": list(months), "on": on, "every": every}
        case AfterRest(rest=rest):
            return {"kind": "after_rest", "rest": rest}
        case Listed(dates=dates):
            return {"kind": "listed", "dates": [day.isoformat() for day in dates]}


def _pattern(rest: dict[str, Any]) -> Pattern:
    kind = rest.pop("kind")
    if kind == "listed":
        return Listed(tuple(_date(day) for day in _listed(rest.pop("dates"))))
    if kind == "after_rest":
        return AfterRest(_number(rest.pop("rest")))
    every = _number(rest.pop("every", 1))
    if kind == "daily":
        return Daily(every)
    if kind == "weekly":
        named = _listed(rest.pop("weekdays", []))
        return Weekly(tuple(_weekday(weekday) for weekday in named), every)
    days = tuple(_day(day) for day in _listed(rest.pop("on", [])))
    if kind == "monthly":
        return Monthly(days, every)
    if kind == "yearly":
        months = tuple(_number(month) for month in _listed(rest.pop("months", [])))
        return Yearly(months, days, every)
    raise MalformedRuleError(f"{kind!r} is no kind of pattern")


def _day_to_plain(day: DayInMonth) -> int | str | dict[str, Any]:
    if isinstance(day, NthWeekday):
        nth = "last" if day.nth == LAST else day.nth
        return {"nth": nth, "weekday": WEEKDAYS[day.weekday]}
    return "last" if day == LAST else day


def _day(plain: Any) -> DayInMonth:
    if isinstance(plain, Mapping):
        return _read(plain, _nth_weekday)
    return LAST if plain == "last" else _number(plain)


def _nth_weekday(rest: dict[str, Any]) -> NthWeekday:
    nth = rest.pop("nth")
    return NthWeekday(LAST if nth == "last" else _number(nth), _weekday(rest.pop("weekday")))


def _season(plain: Any) -> Season:
    edges = [_month_and_day(edge) for edge in _listed(plain)]
    if len(edges) != 2:
        raise MalformedRuleError(f"{plain!r} is no season such as ['11-15', '03-15']")
    return Season(*edges)


def _month_and_day(plain: Any) -> tuple[int, int]:
    # A leap year, so that 02-29 is a day.
    day = _date(f"2024-{plain}")
    return day.month, day.day


def _date(plain: Any) -> date:
    # Python would also read 20260301 and 2026-W09-7, which nobody means.
    if not isinstance(plain, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", plain):
        raise MalformedRuleError(f"{plain!r} is no date such as 2026-03-01")
    return date.fromisoformat(plain)


def _weekday(plain: Any) -> int:
    if plain not in WEEKDAYS:
        raise MalformedRuleError(f"{plain!r} is no weekday such as 'monday'")
    return WEEKDAYS.index(plain)


def _number(plain: Any) -> int:
    if not isinstance(plain, int) or isinstance(plain, bool):
        raise MalformedRuleError(f"{plain!r} is no whole number")
    return plain


def _listed(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise MalformedRuleError(f"{plain!r} is no list")
    return plain
