"""What is planned is expected, done and counted: doors before winter, air conditioners, a lift."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from quartermaster.base.core.actor import system_actor
from quartermaster.base.core.measure import measure
from quartermaster.base.core.proofs import PROOFS
from quartermaster.kernels.people.models import Person
from quartermaster.kernels.plans.commands.calendar import import_holidays
from quartermaster.kernels.plans.commands.occasion import skip_occasion
from quartermaster.kernels.plans.commands.plan import activate, approve, change, describe, draft
from quartermaster.kernels.plans.forecast import load
from quartermaster.kernels.plans.models import Occasion, Plan
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.commands.doing import DoneLine
from quartermaster.kernels.work.models import Order
from quartermaster.modules.upkeep.screens import Occasions
from quartermaster.modules.upkeep.tasks import issue_due


def drafted(world, unit, title: str, kind: str, responsible: Person, **rhythm) -> Plan:
    plan = draft(
        world.as_(world.foreman),
        unit=unit,
        title=title,
        kind=kind,
        trade=world.electricity,
        responsible=responsible,
        **rhythm,
    )
    return describe(world.as_(world.foreman), plan, category="lighting")


def in_force(world, plan: Plan, **more) -> Plan:
    return activate(world.as_(world.foreman), approve(world.as_(world.chief), plan), **more)


def orders_are_issued(world, moment: str) -> int:
    world.at(moment)
    return issue_due(system_actor(world.now), lambda *_report: None)["issued"]


def finished(world, moment: str, order: Order, lines: list[DoneLine] | None = None) -> Order:
    world.at(moment)
    worker = world.as_(world.electrician)
    work.take(worker, order)
    work.arrive(worker, order)
    return work.finish(worker, order, result="完成", action="adjust", lines=lines or [])


def figures(world, since: str, until: str, **where):
    head = world.as_(world.chief)
    span = {"since": world.at(f"{since} 00:00"), "until": world.at(f"{until} 00:00")}
    return lambda name: measure(name).read(head, **span, where=where or None)


@pytest.mark.rows("R2-36")
def test_doors_and_windows_of_all_departments_before_winter(world):
    emergency, theatre = world._unit("急诊科", world.house), world._unit("手术室", world.house)
    for unit in (world.ward, emergency, theatre):
        plan = drafted(
            world,
            unit,
            f"{unit}门窗冬季防寒",
            "seasonal",
            world.ma,
            repeats="years",
            since=date(2026, 3, 1),
            on="10-15",
        )
        plan = describe(world.as_(world.foreman), plan, tolerance_days=31)
        in_force(world, plan)
    # Due on 15 October, at the latest on 15 November: one order for each of three departments.
    assert orders_are_issued(world, "2026-10-14 06:00") == 0
    assert orders_are_issued(world, "2026-10-15 06:00") == 3
    assert list(Occasion.objects.values_list("window_until", flat=True).distinct()) == [
        date(2026, 11, 15)
    ]
    of = {order.unit: order for order in Order.objects.select_related("unit")}
    finished(world, "2026-10-20 10:00", of[world.ward], [DoneLine("窗户密封", Decimal(12), "扇")])
    finished(world, "2026-11-17 10:00", of[emergency], [DoneLine("窗户密封", Decimal(8), "扇")])

    read = figures(world, "2026-01-01", "2027-01-01", kind="seasonal")
    assert (read("plan.due"), read("plan.done"), read("plan.done_in_time")) == (3, 2, 1)
    assert read("plan.done_rate") == Decimal("33.33")
    assert (read("plan.units_done"), read("plan.units_due")) == (2, 3)
    assert read("plan.coverage") == Decimal("66.67")
    quantity = figures(world, "2026-01-01", "2027-01-01", item="窗户密封", measure_unit="扇")
    assert quantity("work.quantity") == 20

    # The theatre is being rebuilt: excused with a reason, so it is not owed any more.
    world.at("2026-11-20 09:00")
    left = Occasion.objects.get(unit=theatre, due_on=date(2026, 10, 15))
    skip_occasion(world.as_(world.foreman), left, reason="手术室改造，门窗全部更换")
    read = figures(world, "2026-01-01", "2027-01-01", kind="seasonal")
    assert read("plan.due") == 2
    assert read("plan.done_rate") == Decimal("50.00")
    assert read("plan.coverage") == Decimal("100.00")
    assert list(PROOFS["plans.occasions"].check(None)) == []


@pytest.mark.rows("R1-41", "X-03", "R1-66")
def test_air_conditioners_are_cleaned_by_unit_and_not_on_holidays(world):
    season = {
        "repeats": "months",
        "since": date(2026, 3, 1),
        "on": "1",
        "season": "05-01..09-30",
        "on_holiday": "after",
    }
    plan = drafted(
        world,
        world.ward,
        "空调滤网清洗",
        "cleaning",
        world.ma,
        repeats="months",
        since=date(2026, 3, 1),
        on="1",
    )
    plan = change(world.as_(world.foreman), plan, **season)
    plan = describe(world.as_(world.foreman), plan, minutes=90)
    plan = in_force(world, plan)

    def this_year() -> list[str]:
        rows = plan.occasions.filter(due_on__year=2026).order_by("due_on")
        return [f"{row.due_on:%m-%d}" for row in rows]

    # 1 May 2026 is a Friday; 1 August a Saturday, so it moves to Monday the 3rd.
    assert this_year() == ["05-01", "06-01", "07-01", "08-03", "09-01"]
    import_holidays(world.as_(world.chief), institution=world.hospital, year=2026)
    # Labour Day lasts until the 5th: Wednesday the 6th.
    assert this_year() == ["05-06", "06-01", "07-01", "08-03", "09-01"]

    weeks = {week.monday: week for week in load(world.hospital.pk, date(2026, 3, 2), weeks=44)}
    assert weeks[date(2026, 5, 4)].minutes == {"电工": 90}
    assert weeks[date(2026, 4, 27)].total_minutes == 0
    assert sum(week.total_minutes for week in weeks.values()) == 5 * 90

    assert orders_are_issued(world, "2026-05-06 06:00") == 1
    finished(world, "2026-05-06 10:00", Order.objects.get())
    assert orders_are_issued(world, "2026-06-01 06:00") == 1
    finished(world, "2026-06-02 10:00", Order.objects.latest("pk"))
    read = figures(world, "2026-01-01", "2026-07-01", unit=world.ward.pk)
    # Two due in the half-year, both done, the second a day late.
    assert (read("plan.due"), read("plan.done")) == (2, 2)
    assert read("plan.done_rate") == Decimal("50.00")
    assert read("plan.minutes") == 180
    assert figures(world, "2026-01-01", "2026-07-01", unit=world.crew.pk)("plan.due") == 0


@pytest.mark.rows("R1-67")
def test_the_lift_every_fifteen_days_and_the_proactive_share(world):
    plan = drafted(
        world,
        world.ward,
        "电梯半月保养",
        "upkeep",
        world.ma,
        rule={
            "pattern": {"kind": "daily", "every": 15},
            "since": "2026-03-01",
            "anchor": "from_done",
        },
    )
    plan = describe(world.as_(world.foreman), plan, lead_days=3)
    plan = in_force(world, plan, last_done_on=date(2026, 3, 1))

    # Serviced on 1 March: due on the 16th at the latest; the order comes out three days ahead.
    assert plan.occasions.filter(state="expected").earliest("due_on").due_on == date(2026, 3, 16)
    assert orders_are_issued(world, "2026-03-12 06:00") == 0
    assert orders_are_issued(world, "2026-03-13 06:00") == 1

    def overdue() -> list[Occasion]:
        return list(Occasions.rows(world.as_(world.chief), {"need": "overdue"}))

    world.at("2026-03-16 23:00")
    assert overdue() == []
    world.at("2026-03-17 00:10")
    late = plan.occasions.get(due_on=date(2026, 3, 16))
    assert overdue() == [late]

    # Done on the 18th: two days late, and the next one is due 15 days after that.
    finished(world, "2026-03-18 09:00", Order.objects.get())
    late.refresh_from_db()
    assert (late.state, late.done_on, late.days_late(date(2026, 3, 18))) == (
        "done",
        date(2026, 3, 18),
        2,
    )
    assert overdue() == []
    assert plan.occasions.filter(state="expected").earliest("due_on").due_on == date(2026, 4, 2)
    read = figures(world, "2026-03-01", "2026-04-01")
    assert (read("plan.due"), read("plan.done"), read("plan.done_in_time")) == (1, 1, 0)

    # Three calls for help in the same month: one order in four came from foresight.
    world.at("2026-03-20 09:00")
    for symptom in ("灯不亮", "门锁坏", "插座松"):
        world.reported(symptom)
    read = figures(world, "2026-03-01", "2026-04-01")
    assert (read("work.proactive"), read("work.count")) == (1, 4)
    assert read("work.proactive_share") == Decimal("25.00")
    assert list(PROOFS["plans.occasions"].check(None)) == []
