"""From an occasion to a work order."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.refs import ref
from quartermaster.kernels.plans.commands.occasion import cover, issue
from quartermaster.kernels.plans.models import Occasion, Plan
from quartermaster.kernels.plans.queries import larger_on_the_day
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.models import Category, Order
from quartermaster.kernels.work.models.category import Urgency


@transaction.atomic
def issue_order(actor: Actor, occasion: Occasion) -> Order | None:
    """The order for an occasion, in the responsible person's hands where the plan names one.

    None when a larger service of the same stack and day includes it.
    """
    larger = larger_on_the_day(occasion)
    if larger is not None:
        cover(actor, occasion, larger=larger)
        return None
    plan = occasion.plan
    order = work.report(
        actor,
        symptom=_words(plan, occasion),
        unit=plan.unit,
        place=plan.place,
        category=_category(plan),
        urgency=Urgency.P3,
        asset_note=plan.subject,
        kind=_kind(plan),
        channel=Order.Channel.PLAN,
        source=ref(occasion),
    )
    issue(actor, occasion, order=ref(order))
    if plan.responsible is not None and plan.responsible.left_on is None:
        order = work.dispatch(actor, order, assignee=plan.responsible)
    return order


def _words(plan: Plan, occasion: Occasion) -> str:
    """What the worker reads: the title, the day, the steps."""
    due = text("due on %(day)s, at the latest on %(last)s") % {
        "day": occasion.due_on,
        "last": occasion.window_until,
    }
    return "\n".join(line for line in (f"{plan.title} ({due})", plan.steps) if line)[:2000]


def _category(plan: Plan) -> Category | None:
    """The line of the catalogue the plan names by its code; it brings the trade with it."""
    if not plan.category:
        return None
    rows = Category.objects.filter(institution_id=plan.institution_id, active=True)
    return rows.filter(code=plan.category).first()


def _kind(plan: Plan) -> str:
    return Order.Kind.ROUND if plan.kind == Plan.Kind.ROUND else Order.Kind.UPKEEP
