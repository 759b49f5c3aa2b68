"""What follows from news of work: quiet hours and repeated faults are pointed out."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.events import reacts_to
from quartermaster.base.core.notices import notify
from quartermaster.base.core.rules import ruling
from quartermaster.kernels.places.queries import is_quiet
from quartermaster.kernels.work.events import WorkDispatched, WorkReported
from quartermaster.kernels.work.models import Order
from quartermaster.kernels.work.telling import tell_the_leaders
from quartermaster.kernels.work.workflow import VOID


@reacts_to(WorkDispatched)
def point_out_quiet_hours(actor: Actor, event: WorkDispatched) -> None:
    order = Order.objects.select_related("place", "category", "assignee").get(pk=event.order_id)
    noisy = order.category_id is not None and order.category.noisy
    if not noisy or order.place_id is None:
        return
    when = timezone.localtime(order.appointment_at or actor.at).time()
    if is_quiet(order.place, when):
        recipients = [order.assignee.user_id if order.assignee_id else None]
        notify(
            actor.as_system(),
            [*recipients, actor.user_id],
            title=text("Quiet hours at %(place)s: agree another time for noisy work.")
            % {"place": order.place},
            about=order,
        )


@reacts_to(WorkReported)
def point_out_repeated_faults(actor: Actor, event: WorkReported) -> None:
    """The same fault at the same place once too often: the trade leaders look for the cause."""
    order = Order.objects.filter(pk=event.order_id, repeat_of__isnull=False).first()
    if order is None:
        return
    decided = ruling("work.repeat_escalation", order.institution_id, actor.at.date())
    if decided is None:
        return
    days, times = decided.value["days"], decided.value["times"]
    again = Order.objects.filter(
        place_id=order.place_id,
        category_id=order.category_id,
        kind=order.kind,
        reported_at__gte=order.reported_at - timedelta(days=days),
    ).exclude(state__in=VOID)
    if (count := again.count()) >= times:
        news = text("the same fault for the %(count)dth time within %(days)d days")
        tell_the_leaders(actor, order, "work.approve", news % {"count": count, "days": days})
