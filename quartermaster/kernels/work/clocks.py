"""The time limits of an order, computed from its events and the dated rule of its class.

The rule `work.sla` holds, per urgency (and, narrower, per category or unit):
{"accept": minutes, "arrive": minutes | null, "finish": minutes, "hours": "always" | "service",
 "arrive_from": "reported" | "dispatched", "pauses": most}. Pauses stop only the finish clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from quartermaster.base.core.rules import Ruling, ruling
from quartermaster.base.time.calendar import ALWAYS, WorkingCalendar
from quartermaster.base.time.clock import Clock, ClockState
from quartermaster.kernels.plans.calendars import service_calendar

from .models import Order

SLA = "work.sla"
FALLBACK_PAUSES = 2
PLANNED = (Order.Kind.UPKEEP, Order.Kind.ROUND)


@dataclass(frozen=True)
class Limits:
    """The clocks of one order; a clock is None where no rule in force names its limit."""

    arrive: Clock | None
    finish: Clock | None
    most_pauses: int
    ruling: Ruling | None


def sla_of(order: Order) -> Ruling | None:
    """The decision that holds for this order, by the day it was reported.

    None for planned work: what it promises is the window of its plan.
    """
    if order.kind in PLANNED:
        return None
    circumstances = {
        "urgency": order.urgency,
        "category": order.category.code if order.category_id else None,
        "unit": order.unit_id,
    }
    return ruling(SLA, order.institution_id, order.reported_at.date(), circumstances)


def limits_of(
    order: Order, decided: Ruling | None, service: WorkingCalendar | None = None
) -> Limits:
    """Both clocks from the events recorded so far, under the decision that holds (`sla_of`).

    `service` is the house's service calendar, where the caller has it at hand already.
    """
    if decided is None:
        return Limits(None, None, FALLBACK_PAUSES, None)
    value = decided.value
    calendar = _calendar(order, value, service)
    return Limits(
        arrive=_arrival_clock(order, value, calendar),
        finish=_finish_clock(order, value, calendar),
        most_pauses=value.get("pauses", FALLBACK_PAUSES),
        ruling=decided,
    )


def _calendar(order: Order, value: dict, service: WorkingCalendar | None) -> WorkingCalendar:
    if value.get("hours", "always") == "always":
        return ALWAYS
    return service_calendar(order.institution_id) if service is None else service


def _arrival_clock(order: Order, value: dict, calendar: WorkingCalendar) -> Clock | None:
    minutes = value.get("arrive")
    starts = order.reported_at
    if value.get("arrive_from") == "dispatched":
        starts = order.dispatched_at
    if order.appointment_at is not None:
        starts = max(starts or order.appointment_at, order.appointment_at)
    if not minutes or starts is None:
        return None
    return Clock(timedelta(minutes=minutes), calendar, starts, order.arrived_at)


def _finish_clock(order: Order, value: dict, calendar: WorkingCalendar) -> Clock | None:
    minutes = value.get("finish")
    if not minutes:
        return None
    return Clock(
        timedelta(minutes=minutes),
        calendar,
        max(order.reported_at, order.appointment_at or order.reported_at),
        order.done_at,
        pauses=approved_pauses(order),
        excludes_pauses=True,
    )


def approved_pauses(order: Order) -> tuple[tuple[datetime, datetime | None], ...]:
    if order.pk is None:
        return ()
    rows = order.pauses.exclude(approved_by="").order_by("since")
    return tuple(rows.values_list("since", "until"))


def reckon(order: Order) -> None:
    """Set everything on the order that follows from its events (not saved here)."""
    for name, value in derived(order, sla_of(order)).items():
        setattr(order, name, value)


def derived(order: Order, decided: Ruling | None) -> dict[str, object]:
    """The derived columns as they ought to be: what `qm verify` compares."""
    service = service_calendar(order.institution_id)
    limits = limits_of(order, decided, service)
    arrive, finish = limits.arrive, limits.finish
    return {
        "arrive_due_at": arrive.due_at if arrive else None,
        "finish_due_at": finish.due_at if finish else None,
        "response_seconds": _seconds(order.reported_at, order.accepted_at),
        "arrival_seconds": _seconds(order.reported_at, order.arrived_at),
        "finish_seconds": _worked_seconds(order, finish),
        "arrived_in_time": _in_time(arrive, order.arrived_at),
        "finished_in_time": _in_time(finish, order.done_at),
        "off_hours": not service.is_open(order.reported_at),
    }


def _seconds(begin: datetime, end: datetime | None) -> int | None:
    return None if end is None else int((end - begin).total_seconds())


def _worked_seconds(order: Order, finish: Clock | None) -> int | None:
    if order.done_at is None:
        return None
    if finish is None:
        return _seconds(order.reported_at, order.done_at)
    return int(finish.elapsed(order.done_at).total_seconds())


def _in_time(clock: Clock | None, stopped: datetime | None) -> bool | None:
    """None while it runs, or where nothing was promised."""
    if clock is None or stopped is None:
        return None
    return clock.state(stopped) is ClockState.MET
