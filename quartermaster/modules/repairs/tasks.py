"""What the desk need not think of: the pool's patience, escalation, confirmation by silence."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.rules import ruling
from quartermaster.base.jobs.tasks import task
from quartermaster.base.time.clock import LADDER
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.clocks import limits_of, sla_of
from quartermaster.kernels.work.models import Order
from quartermaster.kernels.work.queries import open_orders

from .proposing import candidates
from .queries import to_confirm_before


@task(
    "repairs.assign_from_pool",
    label=_("Give out what waits in the pool"),
    every=timedelta(minutes=1),
)
def assign_from_pool(actor: Actor, progress) -> int:
    """Give what nobody took from the pool in time to the best candidate."""
    given = 0
    for order in open_orders().filter(state="pooled"):
        decided = ruling(
            "work.pool_minutes",
            order.institution_id,
            actor.at.date(),
            {"urgency": order.urgency},
        )
        if decided is None:
            continue
        patience = timedelta(minutes=decided.value["minutes"])
        best = next((c for c in candidates(order, actor.at) if c.on_shift), None)
        if order.pooled_at + patience <= actor.at and best is not None:
            work.dispatch(actor, order, assignee=best.person)
            given += 1
    return given


@task("repairs.escalate", label=_("Escalate late orders"), every=timedelta(minutes=1))
def escalate_late(actor: Actor, progress) -> int:
    """Tell the next people up at 80, 100 and 150 percent of the completion time."""
    told = 0
    near = actor.at + timedelta(days=2)
    late = open_orders().filter(finish_due_at__lt=near, escalated__lt=max(LADDER))
    for order in late.exclude(state="paused"):
        clock = limits_of(order, sla_of(order)).finish
        if clock is None:
            continue
        reached = clock.ladder(actor.at, LADDER)
        if reached and max(reached) > order.escalated:
            work.escalate(actor, order, escalated=max(reached))
            told += 1
    return told


@task(
    "repairs.confirm_by_silence",
    label=_("Confirm what nobody objected to"),
    every=timedelta(minutes=30),
)
def confirm_by_silence(actor: Actor, progress) -> int:
    """Confirm what the requester did not look at within the hours of a dated rule."""
    confirmed = 0
    rows = Order.objects.filter(state="done").values_list("institution_id", flat=True)
    for institution_id in rows.order_by().distinct():
        decided = ruling("work.auto_confirm_hours", institution_id, actor.at.date())
        if decided is None:
            continue
        before = actor.at - timedelta(hours=decided.value["hours"])
        for order in to_confirm_before(before).filter(institution_id=institution_id):
            try:
                work.verify(actor, order)
                confirmed += 1
            except Refused:
                continue
    return confirmed
