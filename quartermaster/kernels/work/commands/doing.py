"""On site: arrive, work, pause, write down what was done, finish."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.attaching import attach
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.events import announce
from quartermaster.base.core.uploads import Upload
from quartermaster.kernels.people.models import Person
from quartermaster.kernels.people.queries import person_of
from quartermaster.kernels.places.models import Place

from ..clocks import limits_of, reckon, sla_of
from ..events import WorkFinished
from ..measure_units import MeasureUnit
from ..models import Cost, Labour, Order, Pause, QuantityLine
from ..telling import tell_the_leaders, tell_the_reporters
from ..workflow import ORDER
from .dispatching import refuse_stranger


@dataclass(frozen=True)
class DoneLine:
    """One line of what was done: 更换日光灯管 · 2 · 支."""

    item: str
    quantity: Decimal
    measure_unit: MeasureUnit
    place: Place | None = None

    labels = {
        "item": _("what was done"),
        "quantity": _("quantity"),
        "measure_unit": _("unit of measure"),
        "place": _("place"),
    }


@command(
    "work.arrive",
    on=Order,
    moves=ORDER,
    permits="work.take",
    label=_("Arrived"),
    labels={"tag": _("QR code")},
)
def arrive(actor: Actor, order: Order, *, tag: str = "") -> None:
    """On site; `tag` is the scanned QR of the place, which must be the order's or lie in it."""
    refuse_stranger(actor, order)
    if tag and order.place_id is not None:
        _refuse_wrong_place(order.place, tag)
    order.taken_at = order.taken_at or actor.at
    reckon(order)


def _refuse_wrong_place(wanted: Place, tag: str) -> None:
    scanned = Place.objects.filter(tag=tag.strip().upper()).first()
    if scanned is None:
        raise Refused(text("This QR code is not known. Scan the sheet of the place again."))
    if not (scanned.path.startswith(wanted.path) or wanted.path.startswith(scanned.path)):
        raise Refused(
            text("You are at “%(here)s”; the order is for “%(there)s”.")
            % {"here": scanned.full_name, "there": wanted.full_name}
        )


@command("work.start", on=Order, moves=ORDER, permits="work.take", label=_("Start"))
def start(actor: Actor, order: Order) -> None:
    refuse_stranger(actor, order)
    order.taken_at = order.taken_at or actor.at
    reckon(order)


@command(
    "work.pause",
    on=Order,
    moves=ORDER,
    permits="work.take",
    label=_("Pause"),
    labels={"reason": _("reason"), "note": _("note")},
)
def pause(actor: Actor, order: Order, *, reason: Pause.Reason, note: str = "") -> None:
    """Wait for something; the finish clock stands still once a leader has approved it."""
    refuse_stranger(actor, order)
    limits = limits_of(order, sla_of(order))
    if order.pauses.count() >= limits.most_pauses:
        raise Refused(
            text("An order can be paused %(most)d times; this would be one more. Ask your leader.")
            % {"most": limits.most_pauses},
            rule=f"work.sla – {limits.ruling.source}" if limits.ruling else None,
        )
    leader = actor.may("work.approve", order)
    Pause.objects.create(
        institution_id=order.institution_id,
        order=order,
        reason=reason,
        note=note,
        since=actor.at,
        approved_by=actor.name[:40] if leader else "",
    )
    if not leader:
        tell_the_leaders(actor, order, "work.approve", text("asks for a pause"))
    reckon(order)


@command(
    "work.approve_pause", on=Order, moves=ORDER, permits="work.approve", label=_("Approve pause")
)
def approve_pause(actor: Actor, order: Order) -> None:
    waiting = order.pauses.filter(approved_by="", until__isnull=True)
    if not waiting.update(approved_by=actor.name[:40]):
        raise Refused(text("No pause is waiting for approval."))
    reckon(order)


@command("work.resume", on=Order, moves=ORDER, permits="work.take", label=_("Go on"))
def resume(actor: Actor, order: Order) -> None:
    refuse_stranger(actor, order)
    order.pauses.filter(until__isnull=True).update(until=actor.at)
    reckon(order)


@command(
    "work.record_work",
    on=Order,
    moves=ORDER,
    permits="work.take",
    label=_("Write down work"),
    labels={
        "lines": _("what was done"),
        "minutes": _("minutes worked"),
        "overtime": _("overtime"),
        "person": _("person"),
        "photos": _("photos"),
    },
)
def record_work(
    actor: Actor,
    order: Order,
    *,
    lines: list[DoneLine] | None = None,
    minutes: int | None = None,
    overtime: bool = False,
    person: Person | None = None,
    photos: list[Upload] | None = None,
) -> None:
    """Quantities, time and photos while the work goes on."""
    refuse_stranger(actor, order)
    _write_down(actor, order, lines, minutes, overtime, person)
    attach(actor, order, photos or [], kind="photo")


def _write_down(actor, order, lines, minutes, overtime, person) -> None:
    for line in lines or []:
        _refuse_amount(line)
        QuantityLine.objects.create(
            institution_id=order.institution_id,
            order=order,
            item=line.item,
            quantity=line.quantity,
            measure_unit=line.measure_unit,
            place=line.place or order.place,
            at=actor.at,
        )
    if minutes is not None:
        if not 0 < minutes <= 1440:
            raise Refused(
                text("Minutes worked lie between 1 and 1440 (one day)."),
                field_errors={"minutes": text("Between 1 and 1440.")},
            )
        worker = person or person_of(actor) or order.assignee
        if worker is None:
            raise Refused(text("Say who did the work."))
        Labour.objects.create(
            institution_id=order.institution_id,
            order=order,
            person=worker,
            minutes=minutes,
            overtime=overtime,
            at=actor.at,
        )


def _refuse_amount(line: DoneLine) -> None:
    if line.quantity <= 0:
        raise Refused(text("“%(item)s”: a quantity is more than nothing.") % {"item": line.item})


@command(
    "work.finish",
    on=Order,
    moves=ORDER,
    permits="work.take",
    label=_("Finish"),
    labels={
        "lines": _("what was done"),
        "minutes": _("minutes worked"),
        "overtime": _("overtime"),
        "photos": _("photos afterwards"),
    },
)
def finish(
    actor: Actor,
    order: Order,
    *,
    result: str,
    action: Order.Action = Order.Action.REPAIR,
    lines: list[DoneLine] | None = None,
    minutes: int | None = None,
    overtime: bool = False,
    cause: str = "",
    photos: list[Upload] | None = None,
) -> None:
    """Done: what, how much, where, with photos; the requester is asked to confirm."""
    refuse_stranger(actor, order)
    order.result, order.action, order.cause = result, action, cause
    order.taken_at = order.taken_at or actor.at
    order.assignee = order.assignee or person_of(actor)
    _write_down(actor, order, lines, minutes, overtime, None)
    attach(actor, order, photos or [], kind="after")
    reckon(order)
    tell_the_reporters(actor, order, text("finished: %(result)s") % {"result": result[:60]})
    announce(actor, WorkFinished(order.pk, order.source))


@command(
    "work.add_cost",
    on=Order,
    permits="work.dispatch",
    label=_("Add a cost"),
    labels={"cost_kind": _("kind"), "amount": _("amount (yuan)"), "note": _("note")},
)
def add_cost(
    actor: Actor, order: Order, *, cost_kind: Cost.Kind, amount: Decimal, note: str = ""
) -> None:
    if amount <= 0 or amount != round(amount, 2):
        raise Refused(
            text("An amount is more than nothing and has at most two decimals."),
            field_errors={"amount": text("More than nothing, at most two decimals.")},
        )
    Cost.objects.create(
        institution_id=order.institution_id,
        order=order,
        kind=cost_kind,
        amount=amount,
        note=note,
        at=actor.at,
    )
    order.cost = order.cost + amount


@command("work.escalate", on=Order, permits="work.approve", label=_("Escalate"))
def escalate(actor: Actor, order: Order, *, escalated: int) -> None:
    """Tell the next people up that a share of the limit (in percent) is used."""
    if escalated <= order.escalated:
        return
    order.escalated = escalated
    news = text("%(percent)d %% of the time is used") % {"percent": escalated}
    ladder = {80: "work.dispatch", 100: "work.accept", 150: "reports.sign"}
    tell_the_leaders(actor, order, ladder.get(escalated, "work.dispatch"), news)
