"""Working out the occasions of a plan: what its rule names becomes rows, the past stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet

from quartermaster.base.core.reading import LOCAL_ZONE
from quartermaster.base.time import Anchor, occasions

from .calendars import service_calendar
from .models import Occasion, Plan

HORIZON = timedelta(days=400)
"""How far ahead the daily run keeps occasions: the 52 weeks of the forecast and a month."""


def local_day(at: datetime) -> date:
    """The date people read on the wall at an instant."""
    return at.astimezone(LOCAL_ZONE).date()


def named_days(plan: Plan, since: date, until: date) -> list[date]:
    """The days in [since, until) that the plan's rule names, given when it was done so far."""
    rule = plan.recurrence
    if rule is None:
        return []
    done: Iterable[date] = ()
    if rule.anchor is Anchor.FROM_DONE:
        done = plan.occasions.filter(state="done").values_list("done_on", flat=True)
    return occasions(rule, since, until, service_calendar(plan.institution_id), done)


def refresh(plan: Plan, since: date, until: date) -> None:
    """Make the open future of [since, until) what the rule says; sets, not saves, the plan's span.

    Occasions that were issued, shifted by hand, triggered by a meter or are over stay as they are;
    expected ones that the rule does not name any more disappear.
    """
    wanted = set(named_days(plan, since, until))
    untouched = plan.occasions.filter(
        state="expected", at_reading__isnull=True, planned_on=F("due_on"), due_on__gte=since
    )
    drop(untouched.exclude(planned_on__in=wanted))
    have = plan.occasions.values_list("planned_on", "due_on")
    for day in sorted(wanted.difference(*have)):
        add(plan, day)
    plan.expected_from, plan.expected_until = since, until


def drop(rows: QuerySet[Occasion]) -> None:
    """Expect these no more; what one of them was to cover is due by itself again."""
    doomed = list(rows.values_list("pk", flat=True))
    Occasion.objects.filter(covered_by__in=doomed, state="skipped").update(
        state="expected", covered_by=None, reason=""
    )
    Occasion.objects.filter(pk__in=doomed).delete()


def add(plan: Plan, day: date, **fields) -> Occasion:
    """One more occasion, with what the plan says now."""
    begins, ends = plan.window(day)
    return Occasion.objects.create(
        institution_id=plan.institution_id,
        unit_id=plan.unit_id,
        plan=plan,
        version=plan.version,
        planned_on=day,
        due_on=day,
        window_from=begins,
        window_until=ends,
        kind=plan.kind,
        trade_id=plan.trade_id,
        minutes=plan.minutes,
        **fields,
    )


def rewrite_open(plan: Plan, since: date) -> None:
    """What the plan says now also holds for its expected occasions from `since` on."""
    for row in plan.occasions.filter(state="expected", due_on__gte=since):
        row.version, row.kind = plan.version, plan.kind
        row.trade_id, row.minutes = plan.trade_id, plan.minutes
        row.window_from, row.window_until = plan.window(row.due_on)
        row.save(
            update_fields=["version", "kind", "trade", "minutes", "window_from", "window_until"]
        )
