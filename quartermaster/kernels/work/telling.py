"""Who is told what about an order."""

from __future__ import annotations

from django.utils.translation import gettext as text

from quartermaster.base.accounts.queries import holders
from quartermaster.base.core.actor import Actor
from quartermaster.base.core.notices import notify

from .models import Order
from .models.category import Urgency


def tell_the_desk(actor: Actor, order: Order) -> None:
    """Whoever may accept orders hears of a new one; an emergency is urgent."""
    desk = holders("work.accept", order.institution_id, actor.at).values_list("pk", flat=True)
    where = order.place.full_name if order.place_id else order.place_note
    notify(
        actor,
        desk,
        title=text("New: %(symptom)s") % {"symptom": order.symptom[:60]},
        body=where,
        about=order,
        urgent=order.urgency == Urgency.P1,
    )


def tell_the_worker(actor: Actor, order: Order) -> None:
    if order.assignee is not None and order.assignee.user_id is not None:
        notify(
            actor,
            [order.assignee.user_id],
            title=text("For you: %(symptom)s") % {"symptom": order.symptom[:60]},
            body=order.place.full_name if order.place_id else order.place_note,
            about=order,
            urgent=order.urgency in {Urgency.P1, Urgency.P2},
        )


def tell_the_reporters(actor: Actor, order: Order, news: str) -> None:
    """Everybody who reported the fault, the first one and those merged into it."""
    others = order.reporters.values_list("user_id", flat=True)
    notify(
        actor,
        [order.requester_user_id, *others],
        title=f"{order.number} {news}",
        body=order.symptom,
        about=order,
    )


def tell_the_leaders(actor: Actor, order: Order, permission: str, news: str) -> None:
    people = holders(permission, order.institution_id, actor.at).values_list("pk", flat=True)
    notify(actor, people, title=f"{order.number} {news}", body=order.symptom, about=order)
