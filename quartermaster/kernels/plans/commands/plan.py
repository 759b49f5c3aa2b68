"""The life of a plan: drafted, approved, active, changed, retired."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Invalid, Refused
from quartermaster.base.core.models import Unit
from quartermaster.kernels.people.models import Person, Trade
from quartermaster.kernels.places.models import Place

from ..expecting import HORIZON, drop, local_day, refresh, rewrite_open
from ..models import Plan
from ..rhythm import CountedFrom, OnHoliday, Repeats, Rhythm, checked
from ..workflow import PLAN
from .occasion import note_done

LABELS = {
    "repeats": _("repeats"),
    "since": _("first day"),
    "every": _("every"),
    "on": _("on which days"),
    "until": _("until (not included)"),
    "season": _("season"),
    "on_holiday": _("on a holiday"),
    "counted_from": _("counted from"),
    "rule": _("rhythm as data"),
    "last_done_on": _("last done on"),
}


@command("plans.draft", permits="plans.manage", label=_("Draft a plan"), labels=LABELS)
def draft(
    actor: Actor,
    *,
    unit: Unit,
    title: str,
    kind: Plan.Kind,
    place: Place | None = None,
    trade: Trade | None = None,
    responsible: Person | None = None,
    repeats: Repeats | None = None,
    since: date | None = None,
    every: int = 1,
    on: str = "",
    rule: dict | None = None,
) -> Plan:
    """What is to be done again and again. `rule` says what the plain answers cannot.

    Without any rhythm the plan waits for its meter or its quota.
    """
    for each in (place, trade, responsible):
        if each is not None and each.institution_id != unit.institution_id:
            raise Refused(text("“%(record)s” belongs to another institution.") % {"record": each})
    return Plan.objects.create(
        institution_id=unit.institution_id,
        unit=unit,
        title=title,
        kind=kind,
        place=place,
        trade=trade,
        responsible=responsible,
        rule=_rule(rule, repeats, since, every=every, on=on),
    )


def _rule(rule: dict | None, repeats: str | None, since: date | None, **answers) -> dict:
    if rule:
        return checked(rule)
    if repeats is None:
        return {}
    if since is None:
        message = text("A rhythm needs its first day.")
        raise Invalid(message, field_errors={"since": message})
    return Rhythm(repeats, since, **answers).as_rule()


@command(
    "plans.describe",
    on=Plan,
    moves=PLAN,
    permits="plans.manage",
    label=_("Describe the work"),
)
def describe(
    actor: Actor,
    plan: Plan,
    *,
    title: str | None = None,
    responsible: Person | None = None,
    category: str | None = None,
    subject: str | None = None,
    minutes: int | None = None,
    steps: str | None = None,
    lead_days: int | None = None,
    tolerance_days: int | None = None,
) -> None:
    """What is done and in which window; what is left out stays. Expected occasions follow."""
    answers = {
        "title": title,
        "responsible": responsible,
        "category": category,
        "subject": subject,
        "minutes": minutes,
        "steps": steps,
        "lead_days": lead_days,
        "tolerance_days": tolerance_days,
    }
    for name in ("minutes", "lead_days", "tolerance_days"):
        if (answers[name] or 0) < 0:
            message = text("This cannot be less than nothing.")
            raise Invalid(message, field_errors={name: message})
    for name, value in answers.items():
        if value is not None:
            setattr(plan, name, value)
    rewrite_open(plan, local_day(actor.at))


@command(
    "plans.change",
    on=Plan,
    moves=PLAN,
    permits="plans.manage",
    label=_("Change the rhythm"),
    labels=LABELS,
)
def change(
    actor: Actor,
    plan: Plan,
    *,
    repeats: Repeats | None = None,
    since: date | None = None,
    every: int = 1,
    on: str = "",
    until: date | None = None,
    season: str = "",
    on_holiday: OnHoliday = OnHoliday.KEEP,
    counted_from: CountedFrom = CountedFrom.FROM_DUE,
    rule: dict | None = None,
) -> None:
    """Another rhythm from today on: a new version. The past and what was issued stay."""
    if not rule and repeats is None:
        message = text("Say how the work repeats.")
        raise Invalid(message, field_errors={"repeats": message})
    plan.rule = _rule(
        rule,
        repeats,
        since or local_day(actor.at),
        every=every,
        on=on,
        until=until,
        season=season,
        on_holiday=on_holiday,
        counted_from=counted_from,
    )
    if plan.state != "active":
        return
    plan.version += 1
    today = local_day(actor.at)
    refresh(plan, today, plan.expected_until or today + HORIZON)
    rewrite_open(plan, today)


@command("plans.approve", on=Plan, moves=PLAN, permits="plans.approve", label=_("Approve"))
def approve(actor: Actor, plan: Plan) -> None:
    """Only a plan that says when it is due can be approved."""
    if not (plan.rule or plan.quota or plan.meter):
        raise Refused(text("Give the plan a rhythm, a quota or a meter first."))


@command(
    "plans.send_back",
    on=Plan,
    moves=PLAN,
    permits="plans.approve",
    label=_("Send back to the drafter"),
    labels={"reason": _("reason")},
)
def send_back(actor: Actor, plan: Plan, *, reason: str) -> None:
    """The reason stands in the plan's story."""


@command(
    "plans.activate",
    on=Plan,
    moves=PLAN,
    permits="plans.manage",
    label=_("Put into force"),
    labels=LABELS,
)
def activate(actor: Actor, plan: Plan, *, last_done_on: date | None = None) -> None:
    """From today its occasions are expected, a good year ahead.

    `last_done_on` is when it was last done before the plan began: a rhythm counted from the day
    it was done counts from there.
    """
    today = local_day(actor.at)
    begins = today
    if last_done_on is not None:
        if last_done_on > today:
            raise Refused(text("What was done last cannot lie in the future."))
        note_done(actor, plan, last_done_on)
        begins = last_done_on + timedelta(days=1)
    refresh(plan, begins, today + HORIZON)


@command(
    "plans.retire",
    on=Plan,
    moves=PLAN,
    permits="plans.approve",
    label=_("Retire the plan"),
    labels={"reason": _("reason")},
    confirm=True,
)
def retire(actor: Actor, plan: Plan, *, reason: str) -> None:
    """Nothing is expected from today on; what was due before stays, and so does what was issued."""
    today = local_day(actor.at)
    drop(plan.occasions.filter(state="expected", due_on__gte=today))
    if plan.expected_until is not None:
        plan.expected_until = min(plan.expected_until, max(today, plan.expected_from))
