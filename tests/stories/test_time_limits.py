"""Time limits of orders: what stops a clock, what does not, and where a limit of number ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from quartermaster.base.core.actor import system_actor
from quartermaster.base.core.commands import set_rule
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.models import Notice, Unit
from quartermaster.base.core.refs import ref
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.models import Order, Pause
from quartermaster.modules.repairs.tasks import confirm_by_silence
from tests.world import SHANGHAI, World

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
MONDAY_TO_FRIDAY = {"weekly": {day: [["08:00", "18:00"]] for day in WEEK}}
MONDAY_TO_SATURDAY = {"weekly": {day: [["08:00", "18:00"]] for day in (*WEEK, "saturday")}}


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def decide(world: World, code: str, value: dict, **applies_to) -> None:
    set_rule(
        world.system,
        code=code,
        institution=world.hospital,
        value=value,
        since=date(2026, 1, 1),
        source="hospital decision",
        applies_to=applies_to,
    )


def at_work(world: World, **more) -> Order:
    """An order with Ma on site."""
    order = world.dispatched(**more)
    work.take(world.as_(world.electrician), order)
    return work.arrive(world.as_(world.electrician), order)


def paused(world: World, order: Order, moment: str) -> Order:
    world.at(moment)
    return work.pause(world.as_(world.electrician), order, reason=Pause.Reason.PARTS)


@pytest.mark.rows("R1-33", "R1-12")
def test_an_approved_pause_stops_the_finish_clock_alone_and_the_third_is_refused(world):
    decide(
        world,
        "work.sla",
        {"accept": 10, "arrive": 20, "finish": 1440, "hours": "always", "pauses": 2},
        urgency="P3",
    )
    world.at("2026-03-02 10:00")
    order = world.dispatched()
    assert order.finish_due_at == local("2026-03-03 10:00")
    world.at("2026-03-02 10:19")
    order = work.arrive(world.as_(world.electrician), order)

    # Waiting for parts 11:00–15:00; until the leader has approved it the clock goes on.
    order = paused(world, order, "2026-03-02 11:00")
    world.at("2026-03-02 11:20")
    order = work.approve_pause(world.as_(world.foreman), order)
    world.at("2026-03-02 15:00")
    order = work.resume(world.as_(world.electrician), order)
    assert order.finish_due_at == local("2026-03-03 14:00")  # 240 minutes later
    assert order.arrive_due_at == local("2026-03-02 10:20")
    assert (order.arrival_seconds, order.arrived_in_time) == (19 * 60, True)

    # A second one nobody approves moves nothing; a third is refused and leaves no trace.
    order = paused(world, order, "2026-03-02 16:00")
    world.at("2026-03-02 17:00")
    order = work.resume(world.as_(world.electrician), order)
    assert order.finish_due_at == local("2026-03-03 14:00")
    with pytest.raises(Refused, match="2"):
        paused(world, order, "2026-03-02 18:00")
    order.refresh_from_db()
    assert (order.state, order.pauses.count()) == ("working", 2)

    world.at("2026-03-03 13:59")
    order = work.finish(world.as_(world.electrician), order, result="更换镇流器")
    assert order.finished_in_time is True
    assert order.finish_seconds == 24 * 3600 - 60


@pytest.mark.rows("R1-33")
def test_a_limit_runs_in_service_hours_over_the_weekend(world):
    decide(
        world,
        "work.sla",
        {"accept": 10, "arrive": 30, "finish": 1440, "hours": "service"},
        urgency="P3",
    )
    decide(world, "plans.service_hours", MONDAY_TO_FRIDAY)
    world.at("2026-03-06 17:40")
    order = world.reported()
    # Twenty minutes on Friday, ten more on Monday.
    assert order.arrive_due_at == local("2026-03-09 08:10")
    assert order.off_hours is False
    world.at("2026-03-07 10:00")
    assert world.reported().off_hours is True


@pytest.mark.rows("R1-33")
def test_where_saturday_is_worked_the_limit_ends_on_saturday(world):
    decide(
        world,
        "work.sla",
        {"accept": 10, "arrive": 30, "finish": 1440, "hours": "service"},
        urgency="P3",
    )
    decide(world, "plans.service_hours", MONDAY_TO_SATURDAY)
    world.at("2026-03-06 17:40")
    assert world.reported().arrive_due_at == local("2026-03-07 08:10")


@pytest.mark.rows("R1-33")
def test_the_third_refusal_of_a_day_is_blocked(world):
    world.at("2026-03-02 09:00")
    orders = [world.dispatched(symptom=f"灯 {number}") for number in range(4)]
    ma = world.as_(world.electrician)
    for order in orders[:2]:
        work.refuse(ma, order, reason="在手术室")
    with pytest.raises(Refused) as refusal:
        work.refuse(ma, orders[2], reason="在手术室")
    assert refusal.value.rule.startswith("work.refusals_per_day")
    orders[2].refresh_from_db()
    assert (orders[2].state, orders[2].assignee) == ("dispatched", world.ma)
    # What was given back lies at the desk again, and the leader has been told with the reason.
    orders[0].refresh_from_db()
    assert (orders[0].state, orders[0].assignee) == ("accepted", None)
    told = Notice.objects.filter(user_id=world.foreman.pk, subject=ref(orders[0]))
    assert told.filter(title__contains="在手术室").count() == 1
    # A new day begins at local midnight (16:00 UTC), not eight hours later.
    world.at("2026-03-03 00:01")
    work.refuse(world.as_(world.electrician), orders[2], reason="在手术室")


@pytest.mark.rows("R1-33")
def test_sent_back_is_rework_and_reopening_ends_after_a_week(world):
    world.at("2026-03-02 09:00")
    order = world.finished()
    nurse = world.as_(world.nurse)
    order = work.send_back(nurse, order, reason="还在闪")
    assert (order.state, order.rework_count, order.done_at) == ("rework", 1, None)
    world.later(hours=1)
    order = work.finish(world.as_(world.electrician), order, result="更换灯座")
    order = work.rate(world.as_(world.nurse), order, rating=5)
    order = work.close(world.as_(world.dispatcher), order)

    # Seven days to the second are within the limit, a second more is a new fault.
    closed = order.closed_at
    world.now = closed + timedelta(days=7, seconds=1)
    with pytest.raises(Refused) as refusal:
        work.reopen(world.as_(world.nurse), order, reason="又闪")
    assert refusal.value.rule.startswith("work.reopen_days")
    order.refresh_from_db()
    assert (order.state, order.rework_count) == ("closed", 1)
    world.now = closed + timedelta(days=7)
    order = work.reopen(world.as_(world.nurse), order, reason="又闪")
    assert (order.state, order.rework_count) == ("rework", 2)


def test_silence_confirms_after_three_days_and_not_before(world):
    world.at("2026-03-02 09:00")
    order = world.finished()
    world.at("2026-03-05 09:00")
    assert confirm_by_silence(system_actor(world.now), None) == 0
    world.at("2026-03-05 09:01")
    assert confirm_by_silence(system_actor(world.now), None) == 1
    order.refresh_from_db()
    assert order.state == "verified"
    assert order.rating is None


@pytest.mark.rows("X-09")
def test_nobody_writes_into_a_closed_period(world):
    world.hospital.closed_until = date(2026, 3, 1)
    world.hospital.save()
    ward = Unit.objects.get(pk=world.ward.pk)
    world.at("2026-03-02 09:00")
    chief = world.as_(world.chief)
    with pytest.raises(Refused) as refusal:
        work.back_enter(chief, symptom="二月的灯", reported_on=local("2026-02-28 10:00"), unit=ward)
    assert refusal.value.rule == "core.closed_until"
    assert not Order.objects.exists()
    # The first day of the open period, from its first minute, is free.
    order = work.back_enter(
        chief, symptom="三月的灯", reported_on=local("2026-03-01 00:00"), unit=ward
    )
    assert order.state == "reported"
