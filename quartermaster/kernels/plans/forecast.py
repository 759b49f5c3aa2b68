"""How much planned work the coming weeks hold, before any order is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from .expecting import named_days
from .models import Occasion, Plan
from .queries import active_plans

WEEK = timedelta(days=7)


@dataclass
class WeekLoad:
    """The planned work of one week; minutes and occasions by the name of the trade ("" is none)."""

    monday: date
    minutes: Counter[str] = field(default_factory=Counter)
    occasions: Counter[str] = field(default_factory=Counter)

    @property
    def total_minutes(self) -> int:
        return self.minutes.total()

    @property
    def total_occasions(self) -> int:
        return self.occasions.total()


def load(
    institution_id: int, since: date, weeks: int = 52, plans: QuerySet[Plan] | None = None
) -> list[WeekLoad]:
    """The load of each week from the one `since` lies in; of all active plans unless narrowed.

    Up to a plan's horizon its occasions are counted (without the excused ones), beyond it what its
    rule names. Where plans of a stack meet on a day only the largest counts.
    """
    monday = since - timedelta(since.weekday())
    found = [WeekLoad(monday + number * WEEK) for number in range(weeks)]
    rows = (active_plans() if plans is None else plans).filter(institution_id=institution_id)
    named = {plan.pk: plan for plan in rows.select_related("trade")}
    days = _days(named, monday, monday + weeks * WEEK)
    for day, plan in _largest(days):
        trade = plan.trade.name if plan.trade else ""
        week = found[(day - monday).days // 7]
        week.minutes[trade] += plan.minutes
        week.occasions[trade] += 1
    return found


def _days(plans: dict[int, Plan], since: date, until: date) -> Iterator[tuple[date, Plan]]:
    rows = Occasion.objects.filter(
        plan_id__in=plans, due_on__gte=since, due_on__lt=until, unplanned=False
    ).exclude(state="skipped")
    for plan_id, day in rows.values_list("plan_id", "due_on"):
        yield day, plans[plan_id]
    for plan in plans.values():
        begin = max(since, plan.expected_until or since)
        if begin < until:
            for day in named_days(plan, begin, until):
                yield day, plan


def _largest(days: Iterable[tuple[date, Plan]]) -> Iterator[tuple[date, Plan]]:
    """Without what a larger service of the same stack, place and day includes."""
    by_stack: dict[tuple, list[tuple[date, Plan]]] = defaultdict(list)
    for day, plan in days:
        if plan.stack_key:
            by_stack[day, plan.stack_key, plan.place_id, plan.subject].append((day, plan))
        else:
            yield day, plan
    for stacked in by_stack.values():
        highest = max(plan.stack_rank for _day, plan in stacked)
        yield from (pair for pair in stacked if pair[1].stack_rank == highest)
