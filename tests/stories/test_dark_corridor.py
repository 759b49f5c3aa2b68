"""A lamp in Ward 3 goes dark; two tubes later it does not, and the half-year knows it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from quartermaster.base.core.errors import Conflict
from quartermaster.base.core.measure import measure
from quartermaster.base.core.models import Notice
from quartermaster.base.core.queries import story
from quartermaster.base.core.refs import ref
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.commands.doing import DoneLine
from quartermaster.kernels.work.models import Order


@pytest.mark.rows("R1-33", "R1-68", "R2-29")
def test_from_the_call_to_the_figure(world):
    # 10:00 the nurse reports; the desk hears of it.
    world.at("2026-03-02 10:00:00")
    order = world.reported("走廊日光灯不亮", urgency="P2")
    assert order.number == "BX20260001"
    assert Notice.objects.filter(user_id=world.dispatcher.pk).get().subject == ref(order)

    # 10:03:30 accepted, 10:06 dispatched to Ma, 10:07:10 taken, 10:19 on site.
    world.at("2026-03-02 10:03:30")
    work.accept(world.as_(world.dispatcher), order, category=world.lighting)
    world.at("2026-03-02 10:06:00")
    work.dispatch(world.as_(world.dispatcher), order, assignee=world.ma)
    world.at("2026-03-02 10:07:10")
    work.take(world.as_(world.electrician), order)
    world.at("2026-03-02 10:19:00")
    order = work.arrive(world.as_(world.electrician), order, tag=world.room.tag)
    assert order.response_seconds == 3 * 60 + 30
    assert order.arrival_seconds == 19 * 60
    assert order.arrived_in_time is False

    # 11:05 finished with what was done, how much of it.
    world.at("2026-03-02 11:05:00")
    order = work.finish(
        world.as_(world.electrician),
        order,
        result="更换日光灯管",
        action="replace",
        lines=[DoneLine("更换日光灯管", Decimal(2), "支")],
        minutes=40,
    )
    assert order.finished_in_time is True
    assert order.finish_seconds == 65 * 60

    # The nurse gives five stars; a second rating would be one too many.
    order = work.rate(world.as_(world.nurse), order, rating=5)
    assert order.state == "rated"
    with pytest.raises(Conflict):
        work.rate(world.as_(world.nurse), order, rating=1)

    # The head asks for the half-year.
    head = world.as_(world.chief)
    span = {"since": world.at("2026-01-01 00:00"), "until": world.at("2026-07-01 00:00")}
    assert measure("work.finished").read(head, **span) == 1
    assert measure("work.satisfaction").read(head, **span) == Decimal("100.00")
    tubes = measure("work.quantity").read(
        head, **span, where={"item": "更换日光灯管", "measure_unit": "支"}
    )
    assert tubes == 2
    assert list(measure("work.finished").evidence(head, **span)) == [Order.objects.get()]
    # Another hospital counts nothing of it.
    assert measure("work.finished").read(world.as_(world.stranger), **span) == 0

    # The order tells its own story.
    told = [row.command for row in story(ref(order))]
    assert told == [
        "work.report",
        "work.accept",
        "work.dispatch",
        "work.take",
        "work.arrive",
        "work.finish",
        "work.rate",
    ]
    assert order.done_at - order.reported_at == timedelta(minutes=65)
