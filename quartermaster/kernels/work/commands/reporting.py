"""How an order comes into being, and how one that should not stand goes away again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.attaching import attach
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.events import announce
from quartermaster.base.core.models import Unit
from quartermaster.base.core.numbering import next_number
from quartermaster.base.core.uploads import Upload
from quartermaster.kernels.places.models import Place

from ..clocks import reckon
from ..events import WorkCancelled, WorkReported
from ..models import Category, Cost, Order, Reporter
from ..models.category import Urgency
from ..queries import earlier_same_fault
from ..telling import tell_the_desk, tell_the_reporters
from ..workflow import ORDER, VOID

IMPORT_SYNONYMS = {
    "symptom": (
        "OriginalShorttext",
        "Short text",
        "Description",
        "Problem",
        "故障描述",
        "故障现象",
        "报修内容",
        "问题描述",
    ),
    "reported_on": ("Date", "Reported", "Created", "报修时间", "报修日期", "日期", "创建时间"),
    "done_on": ("Completed", "Finished", "完成时间", "完工时间", "完成日期"),
    "asset_note": ("Asset", "Equipment", "设备", "设备名称", "资产"),
    "place_note": ("FuncLocation", "Functional location", "报修地点", "地点", "位置"),
    "requester": ("Requester", "Reported by", "报修人", "联系人"),
    "result": ("Action", "Resolution", "处理结果", "维修结果"),
    "cause": ("FM", "Failure mode", "故障原因", "原因"),
    "cost": ("Cost", "Total cost", "费用", "维修费用", "金额"),
}
"""Heads under which other programs and paper lists keep what `back_enter` asks for."""

PREFIXES = {
    Order.Kind.REPAIR: "BX",
    Order.Kind.UPKEEP: "BY",
    Order.Kind.ROUND: "XJ",
    Order.Kind.SERVICE: "FW",
}


@command(
    "work.report",
    permits="work.report",
    label=_("Report a fault"),
    labels={"photos": _("photos"), "claim": _("claim code")},
    secret=("claim", "claim_digest"),
)
def report(
    actor: Actor,
    *,
    symptom: str,
    place: Place | None = None,
    unit: Unit | None = None,
    category: Category | None = None,
    urgency: Urgency | None = None,
    place_note: str = "",
    asset_note: str = "",
    requester: str = "",
    requester_phone: str = "",
    appointment_at: datetime | None = None,
    kind: Order.Kind = Order.Kind.REPAIR,
    channel: Order.Channel = Order.Channel.WEB,
    source: str = "",
    claim: str = "",
    photos: list[Upload] | None = None,
) -> Order:
    """Somebody says what is wrong and where. Everything but the words may be left to the desk.

    `claim` is the code by which somebody without an account follows the order; only its digest
    is kept.
    """
    home = _home(actor, unit, place)
    order = Order(
        institution_id=home.institution_id,
        unit=home,
        kind=kind,
        channel=channel,
        symptom=symptom,
        category=category,
        trade_id=category.trade_id if category else None,
        urgency=urgency or (category.urgency if category else Urgency.P3),
        place=place,
        place_note=place_note,
        asset_note=asset_note,
        requester=requester or ("" if actor.user_id is None else actor.name),
        requester_phone=requester_phone,
        requester_user_id=actor.user_id,
        appointment_at=appointment_at,
        claim_digest=claim_digest(claim),
        source=source,
        reported_at=actor.at,
    )
    order.repeat_of_id = earlier_same_fault(order)
    reckon(order)
    order.number = next_number(actor, order.institution_id, PREFIXES[order.kind])
    order.save(force_insert=True)
    attach(actor, order, photos or [], kind="before")
    tell_the_desk(actor, order)
    announce(actor, WorkReported(order.pk, source))
    return order


def claim_digest(claim: str) -> str:
    plain = "".join(claim.upper().split()).replace("-", "")
    return hashlib.sha256(plain.encode()).hexdigest() if plain else ""


def _home(actor: Actor, unit: Unit | None, place: Place | None) -> Unit:
    """The unit that asks: as said, else the one that uses the place, else the reporter's own."""
    if unit is not None and place is not None and unit.institution_id != place.institution_id:
        raise Refused(text("The place and the unit belong to different institutions."))
    if unit is not None:
        return unit
    if place is not None:
        return place.unit
    if actor.unit_id is not None:
        return Unit.objects.get(pk=actor.unit_id)
    raise Refused(
        text("Your account belongs to no unit. Choose the place or the unit that asks."),
        field_errors={"unit": text("Choose a unit.")},
    )


@command(
    "work.back_enter",
    permits="work.import",
    label=_("Enter from paper"),
    labels={"reported_on": _("reported on"), "done_on": _("finished on")},
)
def back_enter(
    actor: Actor,
    *,
    symptom: str,
    reported_on: datetime,
    unit: Unit | None = None,
    place: Place | None = None,
    place_note: str = "",
    asset_note: str = "",
    category: Category | None = None,
    urgency: Urgency | None = None,
    requester: str = "",
    action: Order.Action | None = None,
    cause: str = "",
    result: str = "",
    cost: Decimal | None = None,
    done_on: datetime | None = None,
) -> Order:
    """An order that happened before, with its own dates: from paper or another program (X-09).

    Without `done_on` it is open and is worked like any other.
    """
    home = _home(actor, unit, place)
    _refuse_dates(actor, home, reported_on, done_on)
    _refuse_cost(cost)
    order = Order(
        institution_id=home.institution_id,
        unit=home,
        kind=Order.Kind.REPAIR,
        channel=Order.Channel.PAPER,
        symptom=symptom,
        category=category,
        trade_id=category.trade_id if category else None,
        urgency=urgency or (category.urgency if category else Urgency.P3),
        place=place,
        place_note=place_note,
        asset_note=asset_note,
        requester=requester,
        action=action or "",
        cause=cause,
        result=result,
        cost=cost or 0,
        reported_at=reported_on,
        done_at=done_on,
        state="reported" if done_on is None else "done",
    )
    reckon(order)
    order.number = next_number(actor, order.institution_id, "BX", year=_year_of(reported_on))
    order.save(force_insert=True)
    if cost:
        Cost.objects.create(
            institution_id=order.institution_id,
            order=order,
            kind=Cost.Kind.OTHER,
            amount=cost,
            at=reported_on,
        )
    return order


def _year_of(at: datetime) -> int:
    return timezone.localtime(at).year


def _refuse_cost(cost: Decimal | None) -> None:
    if cost is not None and cost < 0:
        raise Refused(
            text("A cost cannot be negative. Leave it out or correct it."),
            field_errors={"cost": text("A cost cannot be negative.")},
        )


def _refuse_dates(actor: Actor, home: Unit, reported: datetime, done: datetime | None) -> None:
    if reported > actor.at or (done is not None and done > actor.at):
        raise Refused(
            text("The date lies in the future. Enter when it really happened."),
            field_errors={"reported_on": text("This date lies in the future.")},
        )
    if done is not None and done < reported:
        raise Refused(
            text("Finished before it was reported: check the two dates."),
            field_errors={"done_on": text("This lies before the report.")},
        )
    closed = home.institution.closed_until
    if closed is not None and timezone.localtime(reported).date() < closed:
        raise Refused(
            text(
                "The books are closed until %(day)s. Enter this in the open period and say in "
                "the text when it happened."
            )
            % {"day": closed},
            rule="core.closed_until",
        )


@command(
    "work.cancel",
    on=Order,
    moves=ORDER,
    permits="work.report",
    label=_("Cancel"),
    labels={"reason": _("reason")},
    confirm=True,
)
def cancel(actor: Actor, order: Order, *, reason: str) -> None:
    """Taken back before anybody went: by who reported it, or by the desk."""
    own = actor.user_id is not None and order.requester_user_id == actor.user_id
    if not own and not actor.may("work.accept", order):
        raise Refused(text("Only who reported it or the desk may cancel an order."))
    order.result = reason
    announce(actor, WorkCancelled(order.pk, order.source))
    tell_the_reporters(actor, order, text("cancelled: %(reason)s") % {"reason": reason})


@command(
    "work.merge",
    on=Order,
    moves=ORDER,
    permits="work.dispatch",
    label=_("Merge into another"),
    labels={"into": _("order that stays")},
)
def merge(actor: Actor, order: Order, *, into: Order) -> None:
    """One fault, several calls: this order ends, its reporter follows the one that stays."""
    if into.pk == order.pk or into.institution_id != order.institution_id:
        raise Refused(text("Choose another order of the same institution."))
    if into.state in VOID or not into.is_open:
        raise Refused(
            text("“%(order)s” is no longer open; merge into an open one.") % {"order": into}
        )
    Order.objects.filter(merged_into=order).update(merged_into=into)
    Reporter.objects.filter(order=order).update(order=into)
    Reporter.objects.create(
        institution_id=order.institution_id,
        order=into,
        name=order.requester,
        phone=order.requester_phone,
        user_id=order.requester_user_id,
        claim_digest=order.claim_digest,
        reported_at=order.reported_at,
    )
    order.merged_into = into
    announce(actor, WorkCancelled(order.pk, order.source))
    tell_the_reporters(actor, order, text("joined to %(number)s") % {"number": into.number})
