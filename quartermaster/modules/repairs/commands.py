"""The hotline desk: take a call, note a missed one, return it."""

from __future__ import annotations

from datetime import time

from django.utils import timezone
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.models import Unit
from quartermaster.kernels.places.models import Place
from quartermaster.kernels.places.queries import place_of_phone
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.models import Category, Order
from quartermaster.kernels.work.models.category import Urgency

from .models import Call

NIGHT = (time(22), time(6))


@command(
    "repairs.take_call",
    permits="work.accept",
    label=_("Take a call"),
    labels={
        "number": _("caller's number"),
        "said": _("what is wrong"),
        "category": _("category"),
        "urgency": _("urgency"),
        "unit": _("unit"),
        "existing": _("belongs to order"),
    },
)
def take_call(
    actor: Actor,
    *,
    said: str,
    number: str = "",
    caller: str = "",
    place: Place | None = None,
    unit: Unit | None = None,
    category: Category | None = None,
    urgency: Urgency | None = None,
    existing: Order | None = None,
) -> Call:
    """A call becomes an order, or a further reporter of one that is open already (`existing`).

    The caller's extension gives the place when none is said.
    """
    place = place or place_of_phone(actor.institution_id, number)
    order = existing
    if order is None:
        order = work.report(
            actor,
            symptom=said,
            place=place,
            unit=unit,
            category=category,
            urgency=urgency,
            requester=caller,
            requester_phone=number,
            channel=Order.Channel.PHONE,
        )
    return _call(actor, order.unit, number, caller, place, said, order=order)


def _call(actor, unit, number, caller, place, said, *, order=None, missed=False) -> Call:
    return Call.objects.create(
        institution_id=unit.institution_id,
        unit=unit,
        at=actor.at,
        number=number,
        caller=caller,
        place=place,
        said=said,
        answered_by="" if missed else actor.name[:40],
        missed=missed,
        night=_is_night(actor),
        order=order,
    )


def _is_night(actor: Actor) -> bool:
    local = timezone.localtime(actor.at).time()
    return local >= NIGHT[0] or local < NIGHT[1]


@command("repairs.miss_call", permits="work.accept", label=_("Note a missed call"))
def miss_call(actor: Actor, *, number: str) -> Call:
    """Nobody could answer: it waits to be returned."""
    place = place_of_phone(actor.institution_id, number)
    unit = place.unit if place else Unit.objects.get(pk=actor.unit_id)
    return _call(actor, unit, number, "", place, "", missed=True)


@command("repairs.return_call", on=Call, permits="work.accept", label=_("Called the caller back"))
def return_call(actor: Actor, call: Call, *, said: str = "") -> None:
    if not call.missed or call.returned_at is not None:
        raise Refused(text("This call does not wait to be returned."))
    call.returned_at = actor.at
    call.said = said
