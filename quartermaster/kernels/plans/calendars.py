"""Working calendars of an institution: service hours and office hours, with its holidays.

Hours are dated rules of core (`plans.service_hours`, `plans.office_hours`):

    {"weekly": {"monday": [["08:00", "18:00"]], …}, "holiday": [["09:00", "12:00"]]}

`weekly` names the windows of each weekday, `holiday` those of a holiday (none: closed). A make-up
workday has the windows of the first working weekday. When the hours change from a date on, the
calendar keeps the former ones for the three years before, so that a clock is not recounted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from quartermaster.base.core.models import Institution
from quartermaster.base.core.models import Rule as DatedRule
from quartermaster.base.time import WorkingCalendar

from .models import CalendarDay

SERVICE_HOURS = "plans.service_hours"
OFFICE_HOURS = "plans.office_hours"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KEPT_SECONDS = 60
"""How long a calendar may be out of date in a process that did not change it itself."""
FORMER_DAYS = 1_100
"""How long before a change the former hours are kept: no clock runs for three years."""

Windows = list[tuple[time, time]]
_kept: dict[tuple[str, int], tuple[float, WorkingCalendar]] = {}


def service_calendar(institution_id: int) -> WorkingCalendar:
    """When the department answers and works: what time limits are counted in."""
    return _calendar(SERVICE_HOURS, institution_id)


def office_hours(institution_id: int) -> WorkingCalendar:
    """When offices are staffed; work outside of them is off-hours work."""
    return _calendar(OFFICE_HOURS, institution_id)


def forget(institution_id: int) -> None:
    """Hours or holidays changed: the next reader builds the calendar anew."""

    def drop() -> None:
        for code in (SERVICE_HOURS, OFFICE_HOURS):
            _kept.pop((code, institution_id), None)

    drop()
    # Once more when others can see the change: they may have kept the former calendar meanwhile.
    transaction.on_commit(drop)


def _calendar(code: str, institution_id: int) -> WorkingCalendar:
    found = _kept.get((code, institution_id))
    if found is not None and monotonic() - found[0] < KEPT_SECONDS:
        return found[1]
    calendar = _build(code, institution_id)
    # What an unfinished transaction has read is kept only if it comes to be true.
    transaction.on_commit(
        lambda: _kept.__setitem__((code, institution_id), (monotonic(), calendar))
    )
    return calendar


@dataclass(frozen=True)
class Hours:
    """The windows by weekday (Monday is 0) and of a holiday, in force from `since` on."""

    since: date
    weekly: dict[int, Windows]
    holiday: Windows

    @classmethod
    def read(cls, since: date, value: Mapping[str, Any]) -> Hours:
        """From the value of a dated rule; raises ValueError or KeyError where it is malformed."""
        weekly = {
            WEEKDAYS.index(name): _windows(windows) for name, windows in value["weekly"].items()
        }
        return cls(since, weekly, _windows(value.get("holiday", [])))

    @property
    def makeup(self) -> Windows:
        return next((self.weekly[day] for day in range(7) if self.weekly.get(day)), [])


def _windows(pairs: Iterable[Iterable[str]]) -> Windows:
    return [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs]


def _build(code: str, institution_id: int) -> WorkingCalendar:
    institution = Institution.objects.only("timezone").get(pk=institution_id)
    eras = _eras(code, institution_id)
    changed = _former_hours(eras)
    for day, kind in CalendarDay.objects.filter(institution_id=institution_id).values_list(
        "date", "kind"
    ):
        hours = _in_force(eras, day)
        changed[day] = hours.holiday if kind == CalendarDay.Kind.HOLIDAY else hours.makeup
    return WorkingCalendar(ZoneInfo(institution.timezone), eras[-1].weekly, changed)


def _eras(code: str, institution_id: int) -> list[Hours]:
    """The hours in the order they came into force.

    Narrowed rules (`applies_to`) speak of something else than the whole institution. The house's
    own rule takes the place of the general one from its first day on, also of one that is newer.
    A row that cannot be read is left out here and named by the proof `plans.hours`.
    """
    rows = DatedRule.objects.filter(
        Q(institution_id=institution_id) | Q(institution__isnull=True), code=code
    )
    live = [row for row in rows if row.in_force and not row.applies_to]
    live.sort(key=lambda row: (row.since, row.institution_id is not None, row.pk))
    eras: list[Hours] = []
    own = False
    for row in live:
        if row.institution_id is None and own:
            continue
        hours = readable(row)
        if hours is None:
            continue
        own = own or row.institution_id is not None
        if eras and eras[-1].since == row.since:
            eras.pop()
        eras.append(hours)
    if not eras:
        raise LookupError(f"no rule {code} is in force; the installation's own row is missing")
    return eras


def readable(row: DatedRule) -> Hours | None:
    """The hours a rule row stands for; None when it is malformed."""
    try:
        return Hours.read(row.since, row.value)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _in_force(eras: list[Hours], day: date) -> Hours:
    begun = [hours for hours in eras if hours.since <= day]
    return begun[-1] if begun else eras[0]


def _former_hours(eras: list[Hours]) -> dict[date, Windows]:
    """The days before the last change whose windows were others than they are now."""
    former: dict[date, Windows] = {}
    for hours, following in zip(eras, eras[1:], strict=False):
        length = min((following.since - hours.since).days, FORMER_DAYS)
        for number in range(1, length + 1):
            day = following.since - timedelta(number)
            windows = hours.weekly.get(day.weekday(), [])
            if windows != eras[-1].weekly.get(day.weekday(), []):
                former[day] = windows
    return former
