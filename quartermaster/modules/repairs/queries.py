"""What the desk and the workers look at."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from quartermaster.base.core.actor import Actor
from quartermaster.kernels.people.queries import person_of
from quartermaster.kernels.work.models import Order
from quartermaster.kernels.work.workflow import IN_HAND, OPEN

from .models import Call


def calls() -> QuerySet[Call]:
    return Call.objects.select_related("place", "order", "unit")


def mine(actor: Actor) -> Q:
    """Orders in my hands, or in the pool for my trades."""
    me = person_of(actor)
    if me is None:
        return Q(pk__in=[])
    trades = list(me.skills.values_list("trade_id", flat=True))
    return Q(assignee=me, state__in=IN_HAND) | Q(state="pooled", trade_id__in=trades)


def my_reports(actor: Actor) -> Q:
    return Q(requester_user_id=actor.user_id)


def overdue(actor: Actor) -> Q:
    return Q(state__in=OPEN, finish_due_at__lt=actor.at)


def waiting_pauses(_actor: Actor) -> Q:
    return Q(state="paused", pauses__approved_by="", pauses__until__isnull=True)


def unhappy(_actor: Actor) -> Q:
    """Three stars or fewer that nobody has called back about."""
    return Q(state="rated", rating__lte=3)


def to_confirm_before(moment: datetime) -> QuerySet[Order]:
    return Order.objects.filter(state="done", done_at__lt=moment)
