"""From the desk to the worker: accept, classify, dispatch, pool, take, refuse, hand over."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.events import announce
from quartermaster.base.core.rules import ruling
from quartermaster.kernels.parties.models import Party
from quartermaster.kernels.people.models import Person
from quartermaster.kernels.people.queries import person_of
from quartermaster.kernels.places.models import Place

from ..clocks import reckon
from ..events import WorkDispatched
from ..models import Category, Order, Refusal
from ..models.category import Urgency
from ..queries import earlier_same_fault, open_orders_of
from ..telling import tell_the_leaders, tell_the_reporters, tell_the_worker
from ..workflow import ORDER


@command("work.accept", on=Order, moves=ORDER, permits="work.accept", label=_("Accept"))
def accept(
    actor: Actor,
    order: Order,
    *,
    category: Category | None = None,
    urgency: Urgency | None = None,
) -> None:
    """The desk has read it. The first person asked stays responsible (首问责任)."""
    _accepted(actor, order)
    _classify(order, category, urgency, None)
    reckon(order)


def _accepted(actor: Actor, order: Order) -> None:
    order.accepted_at = order.accepted_at or actor.at
    if actor.user_id is not None:
        order.first_owner = order.first_owner or actor.name[:40]


def _classify(
    order: Order, category: Category | None, urgency: Urgency | None, place: Place | None
) -> None:
    if category is not None:
        order.category = category
        order.trade_id = category.trade_id
    if urgency is not None:
        order.urgency = urgency
    elif category is not None:
        order.urgency = min(order.urgency, category.urgency)
    if place is not None:
        order.place = place
    if (category is not None or place is not None) and order.repeat_of_id is None:
        order.repeat_of_id = earlier_same_fault(order)


@command("work.classify", on=Order, moves=ORDER, permits="work.dispatch", label=_("Classify"))
def classify(
    actor: Actor,
    order: Order,
    *,
    category: Category | None = None,
    urgency: Urgency | None = None,
    place: Place | None = None,
) -> None:
    """Correct category, urgency or place; the clocks follow from the events at once."""
    _classify(order, category, urgency, place)
    reckon(order)


@command("work.pool", on=Order, moves=ORDER, permits="work.dispatch", label=_("Into the pool"))
def pool(actor: Actor, order: Order, *, category: Category | None = None) -> None:
    """Offer it to everybody with the skill; who is quickest takes it."""
    _classify(order, category, None, None)
    if order.trade_id is None:
        raise Refused(
            text("Say the category first: the pool shows an order to those who know its trade."),
            field_errors={"category": text("Choose a category.")},
        )
    _accepted(actor, order)
    reckon(order)


@command("work.dispatch", on=Order, moves=ORDER, permits="work.dispatch", label=_("Dispatch"))
def dispatch(
    actor: Actor,
    order: Order,
    *,
    assignee: Person,
    category: Category | None = None,
    appointment_at: datetime | None = None,
) -> None:
    if assignee.institution_id != order.institution_id:
        raise Refused(text("%(person)s works in another institution.") % {"person": assignee})
    if assignee.left_on is not None and assignee.left_on <= actor.at.date():
        raise Refused(text("%(person)s does not work here any more.") % {"person": assignee})
    _accepted(actor, order)
    _classify(order, category, None, None)
    order.assignee = assignee
    order.appointment_at = appointment_at or order.appointment_at
    order.taken_at = None
    reckon(order)
    tell_the_worker(actor, order)
    # Who reacts reads the row: worker, category and appointment must stand there by then.
    order.save()
    announce(actor, WorkDispatched(order.pk, assignee.pk))


@command("work.take", on=Order, moves=ORDER, permits="work.take", label=_("Take"))
def take(actor: Actor, order: Order) -> None:
    """The worker says: mine. From the pool only within the limit of open orders."""
    me = _worker(actor)
    if order.assignee_id not in {None, me.pk}:
        raise Refused(text("This order was given to %(person)s.") % {"person": order.assignee})
    if order.assignee_id is None:
        _refuse_too_many_open(actor, order, me)
        if order.trade_id is not None and not me.skills.filter(trade_id=order.trade_id).exists():
            raise Refused(
                text("This is work for another trade: %(trade)s.") % {"trade": order.trade}
            )
    order.assignee = me
    order.dispatched_at = order.dispatched_at or actor.at
    reckon(order)


def _worker(actor: Actor) -> Person:
    me = person_of(actor)
    if me is None:
        raise Refused(
            text("Your account is not linked to a person of the house. Ask the administrator.")
        )
    return me


def _refuse_too_many_open(actor: Actor, order: Order, person: Person) -> None:
    decided = ruling("work.open_limit", order.institution_id, actor.at.date())
    if decided and open_orders_of(person).count() >= decided.value["orders"]:
        raise Refused(
            text("%(person)s has %(count)d open orders; finish one first.")
            % {"person": person, "count": decided.value["orders"]},
            rule=f"work.open_limit – {decided.source}",
        )


@command(
    "work.refuse",
    on=Order,
    moves=ORDER,
    permits="work.take",
    label=_("Give back"),
    labels={"reason": _("reason")},
)
def refuse(actor: Actor, order: Order, *, reason: str) -> None:
    """Back to the desk with a reason; a dated rule says how many a day are free."""
    me = _worker(actor)
    if order.assignee_id != me.pk:
        raise Refused(text("This order was given to %(person)s.") % {"person": order.assignee})
    decided = ruling("work.refusals_per_day", order.institution_id, actor.at.date())
    day = timezone.localtime(actor.at).date()
    begins = timezone.make_aware(datetime.combine(day, time()))
    today = Refusal.objects.filter(person=me, at__gte=begins, at__lte=actor.at).count()
    if decided and today >= decided.value["times"]:
        raise Refused(
            text("You gave back %(count)d orders today already. Speak with your trade leader.")
            % {"count": today},
            rule=f"work.refusals_per_day – {decided.source}",
        )
    Refusal.objects.create(
        institution_id=order.institution_id, order=order, person=me, reason=reason, at=actor.at
    )
    order.assignee = None
    order.dispatched_at = None
    reckon(order)
    tell_the_leaders(actor, order, "work.dispatch", text("given back: %(why)s") % {"why": reason})


@command(
    "work.transfer",
    on=Order,
    moves=ORDER,
    permits="work.take",
    label=_("Hand over"),
    labels={"to": _("to whom"), "reason": _("reason")},
)
def transfer(actor: Actor, order: Order, *, to: Person, reason: str) -> None:
    """To a colleague, for instance at the end of a shift."""
    refuse_stranger(actor, order)
    if to.pk == order.assignee_id:
        raise Refused(text("%(person)s has it already.") % {"person": to})
    order.assignee = to
    order.taken_at = None
    reckon(order)
    tell_the_worker(actor, order)


@command("work.outsource", on=Order, moves=ORDER, permits="work.dispatch", label=_("Outsource"))
def outsource(actor: Actor, order: Order, *, contractor: Party) -> None:
    """A firm does it; one of us stays responsible for the result."""
    if not contractor.active:
        raise Refused(text("%(firm)s is not dealt with any more.") % {"firm": contractor})
    order.contractor = contractor
    order.pauses.filter(until__isnull=True).update(until=actor.at)
    reckon(order)
    tell_the_reporters(actor, order, text("with %(firm)s") % {"firm": contractor})


def refuse_stranger(actor: Actor, order: Order) -> None:
    """Only the worker himself, or who may dispatch here, moves an order on."""
    if actor.may("work.dispatch", order):
        return
    me = person_of(actor)
    if me is None or order.assignee_id != me.pk:
        raise Refused(
            text("This order is in the hands of %(person)s.")
            % {"person": order.assignee or text("nobody yet")}
        )
