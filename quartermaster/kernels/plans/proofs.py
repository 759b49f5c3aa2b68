"""What `qm verify` proves about plans: nothing expected is missing, and nothing is there twice."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.models import Rule
from quartermaster.base.core.proofs import proof

from .calendars import OFFICE_HOURS, SERVICE_HOURS, readable
from .expecting import named_days
from .models import Occasion, Plan


@proof("plans.occasions", _("Every active plan has its occasions up to its horizon, none twice"))
def expected_occasions(institution_id: int | None) -> Iterator[str]:
    plans = Plan.objects.filter(state="active")
    if institution_id is not None:
        plans = plans.filter(institution_id=institution_id)
    for plan in plans.exclude(rule={}).iterator(500):
        yield from _faults(plan)


def _faults(plan: Plan) -> Iterator[str]:
    if plan.expected_from is None or plan.expected_until is None:
        yield f"plans.plan:{plan.pk} {plan}: active without a horizon"
        return
    pairs = plan.occasions.values_list("planned_on", "due_on")
    have = {day for pair in pairs for day in pair}
    for day in named_days(plan, plan.expected_from, plan.expected_until):
        if day not in have:
            yield f"plans.plan:{plan.pk} {plan}: nothing is expected on {day}"
    twice = plan.occasions.filter(unplanned=False, at_reading__isnull=True).values("planned_on")
    for row in twice.annotate(rows=Count("pk")).filter(rows__gt=1).order_by("planned_on"):
        yield f"plans.plan:{plan.pk} {plan}: {row['planned_on']} is expected twice"


@proof("plans.covered", _("What a larger service covers is covered by one that stands"))
def covered(institution_id: int | None) -> Iterator[str]:
    rows = Occasion.objects.filter(covered_by__isnull=False)
    if institution_id is not None:
        rows = rows.filter(institution_id=institution_id)
    for row in rows.filter(covered_by__state="skipped").order_by("pk"):
        yield f"plans.occasion:{row.pk}: covered by an occasion that is not done either"


@proof("plans.hours", _("The rules of service and office hours can be read"))
def hours(institution_id: int | None) -> Iterator[str]:
    rows = Rule.objects.filter(code__in=[SERVICE_HOURS, OFFICE_HOURS], applies_to={})
    if institution_id is not None:
        rows = rows.filter(Q(institution_id=institution_id) | Q(institution__isnull=True))
    for row in rows.order_by("pk"):
        if readable(row) is None:
            yield f"core.rule:{row.pk} {row}: its value is not hours by weekday"
