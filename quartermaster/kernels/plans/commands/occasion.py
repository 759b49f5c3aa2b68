"""What becomes of each expected occasion."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Invalid, Refused
from quartermaster.base.time import Anchor

from ..expecting import add, local_day, refresh
from ..models import Occasion, Plan
from ..workflow import OCCASION, PLAN

LABELS = {
    "until": _("until (not included)"),
    "due_on": _("new day"),
    "reason": _("reason"),
    "done_on": _("done on"),
}


@command(
    "plans.expect",
    on=Plan,
    moves=PLAN,
    permits="plans.manage",
    label=_("Work out the occasions"),
    labels=LABELS,
)
def expect(actor: Actor, plan: Plan, *, until: date) -> None:
    """Occasions from today until the horizon; one already reached is not drawn nearer."""
    today = local_day(actor.at)
    since = min(today, plan.expected_until or today)
    refresh(plan, since, max(until, plan.expected_until or until))


@command(
    "plans.issue",
    on=Occasion,
    moves=OCCASION,
    permits="plans.manage",
    label=_("Mark as issued"),
)
def issue(actor: Actor, occasion: Occasion, *, order: str) -> None:
    """A work order (its reference) was written for it."""
    occasion.order = order


@command(
    "plans.withdraw",
    on=Occasion,
    moves=OCCASION,
    permits="plans.manage",
    label=_("Take back the issue"),
)
def withdraw(actor: Actor, occasion: Occasion) -> None:
    """The work order was cancelled; the work is expected again."""
    occasion.order = ""
    occasion.issued_at = None


@command(
    "plans.record_done",
    on=Occasion,
    moves=OCCASION,
    permits="plans.manage",
    label=_("Record as done"),
    labels=LABELS,
)
def record_done(actor: Actor, occasion: Occasion, *, done_on: date) -> None:
    """Done on a day up to today; a rhythm counted from the day it was done counts on from there."""
    _must_be_past(actor, done_on)
    _must_be_next(occasion, done_on)
    occasion.done_on = done_on
    # The row says it is done before the rule counts on from it.
    occasion.save(update_fields=["state", "done_on", "done_at"])
    _count_on(occasion.plan, done_on)


@command(
    "plans.record_unplanned",
    on=Plan,
    moves=PLAN,
    permits="plans.manage",
    label=_("Record that it was done"),
    labels=LABELS,
)
def record_unplanned(actor: Actor, plan: Plan, *, done_on: date) -> None:
    """Done without anything being due: it counts for the quota, not among what was due.

    Refused where it serves an occasion: one whose window it lies in or, where the rhythm counts
    from the day it was done, the one that comes next.
    """
    _must_be_past(actor, done_on)
    if (served := _served(plan, done_on)) is not None:
        raise Refused(
            text("An occasion is due on %(day)s: record that one as done.") % {"day": served.due_on}
        )
    if plan.occasions.filter(due_on=done_on).exists():
        raise Refused(text("This day is recorded already."))
    note_done(actor, plan, done_on)


def _served(plan: Plan, done_on: date) -> Occasion | None:
    coming = plan.occasions.filter(state__in=["expected", "issued"], window_until__gte=done_on)
    rule = plan.recurrence
    if rule is None or rule.anchor is not Anchor.FROM_DONE:
        coming = coming.filter(window_from__lte=done_on)
    return coming.order_by("due_on").first()


def note_done(actor: Actor, plan: Plan, done_on: date) -> Occasion:
    """A doing that nobody expected."""
    return add(plan, done_on, unplanned=True, state="done", done_on=done_on, done_at=actor.at)


def _must_be_past(actor: Actor, done_on: date) -> None:
    if done_on > local_day(actor.at):
        message = text("What was done cannot lie in the future.")
        raise Invalid(message, field_errors={"done_on": message})


def _must_be_next(occasion: Occasion, done_on: date) -> None:
    """What is done ahead of its window serves the next occasion, not a later one."""
    earlier = occasion.plan.occasions.filter(
        state__in=["expected", "issued"], due_on__lt=occasion.due_on, window_until__gte=done_on
    )
    if done_on < occasion.window_from and (first := earlier.order_by("due_on").first()):
        raise Refused(
            text("The occasion due on %(day)s comes first: record that one as done.")
            % {"day": first.due_on}
        )


def _count_on(plan: Plan, done_on: date) -> None:
    rule = plan.recurrence
    if plan.state != "active" or rule is None or rule.anchor is not Anchor.FROM_DONE:
        return
    refresh(plan, done_on + timedelta(days=1), plan.expected_until)
    plan.save(update_fields=["expected_from", "expected_until"])


@command(
    "plans.skip_occasion",
    on=Occasion,
    moves=OCCASION,
    permits="plans.manage",
    label=_("Not needed this time"),
    labels=LABELS,
)
def skip_occasion(actor: Actor, occasion: Occasion, *, reason: str) -> None:
    """Left out with a reason: not counted among what was due. What it covered is due again."""
    occasion.reason = reason
    for smaller in Occasion.objects.filter(covered_by=occasion, state="skipped"):
        uncover(actor, smaller)


@command(
    "plans.cover",
    on=Occasion,
    moves=OCCASION,
    permits="plans.manage",
    label=_("Done with a larger service"),
    labels={"larger": _("larger service")},
)
def cover(actor: Actor, occasion: Occasion, *, larger: Occasion) -> None:
    """A larger service of the same stack on the same day includes this one."""
    if larger.pk == occasion.pk or not _same_stack(occasion.plan, larger.plan):
        raise Refused(
            text("“%(larger)s” does not include “%(smaller)s”.")
            % {"larger": larger.plan, "smaller": occasion.plan}
        )
    occasion.covered_by = larger
    occasion.reason = text("Included in “%(larger)s”") % {"larger": larger}


def _same_stack(smaller: Plan, larger: Plan) -> bool:
    return (
        smaller.stack_key != ""
        and (smaller.institution_id, smaller.stack_key) == (larger.institution_id, larger.stack_key)
        and smaller.stack_rank < larger.stack_rank
    )


@command(
    "plans.uncover",
    on=Occasion,
    moves=OCCASION,
    permits="plans.manage",
    label=_("Due by itself again"),
)
def uncover(actor: Actor, occasion: Occasion) -> None:
    """The larger service falls away; this one is expected again."""
    occasion.covered_by, occasion.reason = None, ""


@command(
    "plans.shift_occasion",
    on=Occasion,
    moves=OCCASION,
    permits="plans.manage",
    label=_("Move to another day"),
    labels=LABELS,
)
def shift_occasion(actor: Actor, occasion: Occasion, *, due_on: date, reason: str) -> None:
    """Another day for this one time; the rhythm goes on as before."""
    if due_on < local_day(actor.at):
        message = text("Choose a day from today on.")
        raise Invalid(message, field_errors={"due_on": message})
    taken = occasion.plan.occasions.filter(due_on=due_on).exclude(pk=occasion.pk)
    if taken.exists():
        raise Refused(text("The plan has an occasion on %(day)s already.") % {"day": due_on})
    occasion.due_on, occasion.reason = due_on, reason
    occasion.window_from, occasion.window_until = occasion.plan.window(due_on)


@command(
    "plans.mark_missed",
    on=Occasion,
    moves=OCCASION,
    permits="plans.manage",
    label=_("Mark as missed"),
)
def mark_missed(actor: Actor, occasion: Occasion) -> None:
    """Its window is over and the next one is due, or no more will come."""
    if occasion.window_until >= local_day(actor.at):
        raise Refused(text("There is still time until %(day)s.") % {"day": occasion.window_until})
