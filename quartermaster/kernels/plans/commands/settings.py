"""What a plan may have besides a rhythm: a place in a stack, a quota, a meter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base import time
from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Invalid, Refused

from ..calendars import service_calendar
from ..expecting import add, local_day
from ..models import Plan, QuotaWindow, Term
from ..workflow import PLAN


class Per(models.TextChoices):
    """The window a quota is to be met in; a week begins on Monday."""

    WEEK = "week", _("week")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF_YEAR = "half_year", _("half-year")
    YEAR = "year", _("year")
    TERM = "term", _("term")


@command("plans.stack", on=Plan, moves=PLAN, permits="plans.manage", label=_("Stack with others"))
def stack(actor: Actor, plan: Plan, *, stack_key: str, stack_rank: int) -> None:
    """Plans of one stack that fall on one day are done once: the highest rank covers the others."""
    if stack_rank < 1:
        message = text("Ranks begin with 1; a larger service has a higher one.")
        raise Invalid(message, field_errors={"stack_rank": message})
    plan.stack_key, plan.stack_rank = stack_key, stack_rank


@command(
    "plans.set_quota",
    on=Plan,
    moves=PLAN,
    permits="plans.manage",
    label=_("Set a quota"),
    labels={"times": _("times"), "per": _("per"), "spread": _("days apart")},
)
def set_quota(actor: Actor, plan: Plan, *, times: int, per: Per, spread: int = 1) -> None:
    """At least so many times per week, month or term, on days at least `spread` days apart."""
    try:
        plan.quota = time.quota_to_dict(time.Quota(times, time.Per(per), spread))
    except ValueError:
        message = text("A quota asks for one time or more.")
        raise Invalid(message, field_errors={"times": message}) from None


@command(
    "plans.judge_quota",
    on=Plan,
    moves=PLAN,
    permits="plans.manage",
    label=_("Reckon the quota"),
    labels={"since": _("from"), "until": _("until (not included)")},
)
def judge_quota(actor: Actor, plan: Plan, *, since: date, until: date) -> None:
    """Write whether each window of [since, until) met the quota; those still running wait.

    A window without any workday expects nothing.
    """
    if plan.demanded is None:
        raise Refused(text("The plan has no quota."))
    done = plan.occasions.filter(state="done").values_list("done_on", flat=True)
    terms = [
        time.term(each.code, each.since, each.until)
        for each in Term.objects.filter(institution_id=plan.institution_id)
    ]
    result = time.quota_met(
        plan.demanded,
        list(done),
        since,
        until,
        calendar=service_calendar(plan.institution_id),
        terms=terms,
        as_of=local_day(actor.at),
    )
    for window in result.windows:
        _write(plan, window)


def _write(plan: Plan, window: time.QuotaWindow) -> None:
    QuotaWindow.objects.update_or_create(
        plan=plan,
        since=window.since,
        defaults={
            "institution_id": plan.institution_id,
            "unit_id": plan.unit_id,
            "until": window.until,
            "middle": window.since + (window.until - window.since) // 2,
            "wanted": plan.demanded.times,
            "counted": len(window.counted),
            "met": window.met,
        },
    )


@command(
    "plans.set_meter", on=Plan, moves=PLAN, permits="plans.manage", label=_("Trigger by a meter")
)
def set_meter(
    actor: Actor,
    plan: Plan,
    *,
    meter: str,
    meter_unit: str,
    meter_step: Decimal,
    meter_trigger: Decimal = Decimal(0),
) -> None:
    """Due whenever the meter has gone on by `meter_step` since `meter_trigger`."""
    if meter_step <= 0:
        message = text("The step must be more than nothing.")
        raise Invalid(message, field_errors={"meter_step": message})
    plan.meter, plan.meter_unit = meter, meter_unit
    plan.meter_step, plan.meter_trigger = meter_step, meter_trigger


@command(
    "plans.record_reading",
    on=Plan,
    moves=PLAN,
    permits="plans.manage",
    label=_("Record a reading"),
    labels={"reading": _("reading")},
)
def record_reading(actor: Actor, plan: Plan, *, reading: Decimal) -> None:
    """A reading of the plan's meter; where it passes a step, the work is due today.

    However many steps it leapt over, and while an occasion is still open, it is due once.
    """
    if not plan.meter:
        raise Refused(text("The plan has no meter."))
    if reading < 0:
        message = text("A reading is not negative.")
        raise Invalid(message, field_errors={"reading": message})
    passed = time.reading_due(plan.meter_trigger, reading, plan.meter_step)
    plan.meter_reading, plan.meter_read_at = reading, actor.at
    plan.meter_trigger = passed.trigger
    today = local_day(actor.at)
    open_already = plan.occasions.filter(state__in=["expected", "issued"], due_on__lte=today)
    taken = plan.occasions.filter(due_on=today)
    if passed.due and not open_already.exists() and not taken.exists():
        add(plan, today, at_reading=reading)
