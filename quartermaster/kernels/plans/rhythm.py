"""From the plain answers of a form to the recurrence rule of a plan.

`on` says which days: weekdays for weeks ("monday, thursday", "周一、周四"), days of the month for
months ("1, 15, last"), days of the year for years ("10-15"), dates for listed dates. Empty means
the day `since` falls on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base import time
from quartermaster.base.core.errors import Invalid

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_SIGNS = "一二三四五六日"
LAST_WORDS = {"last", "月末", "末"}


class Repeats(models.TextChoices):
    """The unit a rhythm is counted in."""

    DAYS = "days", _("every so many days")
    WEEKS = "weeks", _("every so many weeks")
    MONTHS = "months", _("every so many months")
    YEARS = "years", _("every so many years")
    AFTER_REST = "after_rest", _("after so many days off")
    DATES = "dates", _("on listed dates")


class OnHoliday(models.TextChoices):
    KEEP = "keep", _("stays on the day")
    SKIP = "skip", _("falls away")
    BEFORE = "before", _("the workday before")
    AFTER = "after", _("the workday after")


class CountedFrom(models.TextChoices):
    FROM_DUE = "from_due", _("the day it was due")
    FROM_DONE = "from_done", _("the day it was done")


@dataclass(frozen=True)
class Rhythm:
    """The answers of the form."""

    repeats: str
    since: date
    every: int = 1
    on: str = ""
    until: date | None = None
    season: str = ""
    on_holiday: str = OnHoliday.KEEP
    counted_from: str = CountedFrom.FROM_DUE

    def as_rule(self) -> dict:
        """The rule as a plan keeps it; raises Invalid naming what cannot be read."""
        return checked(
            {
                "pattern": self._pattern(),
                "since": self.since.isoformat(),
                "until": self.until.isoformat() if self.until else None,
                "seasons": [_season(each) for each in _words(self.season)],
                "on_holiday": str(self.on_holiday),
                "anchor": str(self.counted_from),
            }
        )

    def _pattern(self) -> dict:
        words = _words(self.on)
        every = {"every": self.every}
        if self.repeats == Repeats.DAYS:
            return {"kind": "daily", **every}
        if self.repeats == Repeats.WEEKS:
            return {"kind": "weekly", "weekdays": [_weekday(word) for word in words], **every}
        if self.repeats == Repeats.MONTHS:
            return {"kind": "monthly", "on": [_month_day(word) for word in words], **every}
        if self.repeats == Repeats.YEARS:
            return {"kind": "yearly", **_year_days(words), **every}
        if self.repeats == Repeats.AFTER_REST:
            return {"kind": "after_rest", "rest": self.every}
        return {"kind": "listed", "dates": words}


def checked(rule: dict) -> dict:
    """The rule written the one way rules are written; raises Invalid where it is none."""
    try:
        return time.rule_to_dict(time.rule_from_dict(rule))
    except time.MalformedRuleError as error:
        raise _invalid(
            "rule", text("This rhythm cannot be read: %(reason)s.") % {"reason": error}
        ) from None


def _invalid(name: str, message: str) -> Invalid:
    return Invalid(message, field_errors={name: message})


def _words(raw: str) -> list[str]:
    return [word for word in re.split(r"[,，、;；\s]+", raw.strip().lower()) if word]


def _weekday(word: str) -> str:
    for number, name in enumerate(WEEKDAYS):
        sign = WEEKDAY_SIGNS[number]
        if word in {name, name[:3], str(number + 1), f"周{sign}", f"星期{sign}", sign}:
            return name
    raise _invalid(
        "on",
        text("“%(word)s” is not a day of the week. Write it like monday or 周一.") % {"word": word},
    )


def _month_day(word: str) -> int | str:
    if word in LAST_WORDS:
        return "last"
    number = word.removesuffix("日").removesuffix("号")
    if number.isdecimal():
        return int(number)
    raise _invalid(
        "on",
        text("“%(word)s” is not a day of the month. Write it like 15, or last.") % {"word": word},
    )


def _year_days(words: list[str]) -> dict:
    """Several days of the year share their day of the month: 03-15, 09-15."""
    pairs = [_month_and_day(word) for word in words]
    days = {day for _month, day in pairs}
    if len(days) > 1:
        raise _invalid(
            "on",
            text("Days of the year in one rhythm share the day of the month, like 03-15, 09-15."),
        )
    return {"months": sorted({month for month, _day in pairs}), "on": sorted(days)}


def _month_and_day(word: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})[-/月](\d{1,2})日?", word)
    if found is None:
        raise _invalid(
            "on", text("“%(word)s” is not a day of the year. Write it like 10-15.") % {"word": word}
        )
    return int(found[1]), int(found[2])


def _season(word: str) -> list[str]:
    edges = re.fullmatch(r"(\d{2}-\d{2})(?:\.\.|~|至)(\d{2}-\d{2})", word)
    if edges is None:
        raise _invalid(
            "season",
            text("“%(word)s” is not a season. Write it like 10-15..11-30.") % {"word": word},
        )
    return [edges[1], edges[2]]
