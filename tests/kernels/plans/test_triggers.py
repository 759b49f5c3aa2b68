"""Meters, quotas, stacks and rhythms from the day it was done; and the load they make."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from quartermaster.base.core.errors import Refused
from quartermaster.base.core.measure import measure
from quartermaster.kernels.plans.commands.occasion import (
    cover,
    record_done,
    record_unplanned,
    skip_occasion,
)
from quartermaster.kernels.plans.commands.plan import (
    change,
    describe,
)
from quartermaster.kernels.plans.commands.settings import (
    judge_quota,
    record_reading,
    set_meter,
    set_quota,
    stack,
)
from quartermaster.kernels.plans.forecast import load
from quartermaster.kernels.plans.models import QuotaWindow
from tests.kernels.plans.drafting import days, drafted, in_force, monthly, on, robot

pytestmark = pytest.mark.usefixtures("proven")


def test_a_meter_makes_it_due_once_however_far_it_leapt(world):
    plan = drafted(world, "发电机保养", kind="upkeep")
    foreman = world.as_(world.foreman)
    plan = set_meter(foreman, plan, meter="运行时间", meter_unit="h", meter_step=Decimal(250))
    plan = in_force(world, plan)
    plan = record_reading(foreman, plan, reading=Decimal(240))
    assert days(plan) == []
    plan = record_reading(foreman, plan, reading=Decimal(260))
    assert days(plan) == ["03-02"]
    assert plan.meter_trigger == 250
    world.at("2026-03-03 08:00")
    foreman = world.as_(world.foreman)
    plan = record_reading(foreman, plan, reading=Decimal(800))
    assert plan.meter_trigger == 750
    assert days(plan) == ["03-02"], "still open: due once"
    record_done(foreman, on(plan, date(2026, 3, 2)), done_on=date(2026, 3, 3))
    world.at("2026-03-20 08:00")
    plan = record_reading(world.as_(world.foreman), plan, reading=Decimal(1000))
    assert days(plan) == ["03-02", "03-20"]
    assert on(plan, date(2026, 3, 20)).at_reading == 1000


def test_a_quota_counts_weeks_that_are_over(world):
    plan = drafted(world, "夜间巡逻", kind="round")
    plan = set_quota(world.as_(world.foreman), plan, times=2, per="week")
    plan = in_force(world, plan)
    for moment in ("2026-03-03", "2026-03-05", "2026-03-10"):
        world.at(f"{moment} 23:00")
        record_unplanned(world.as_(world.foreman), plan, done_on=date.fromisoformat(moment))
    world.at("2026-03-17 08:00")
    plan = judge_quota(robot(world), plan, since=date(2026, 3, 2), until=date(2026, 3, 17))
    # 2–8 March twice, 9–15 March once; the week of the 16th is not over.
    assert [(w.counted, w.met) for w in QuotaWindow.objects.order_by("since")] == [
        (2, True),
        (1, False),
    ]
    head = world.as_(world.chief)
    span = {"since": world.at("2026-03-01 00:00"), "until": world.at("2026-04-01 00:00")}
    assert measure("plan.quota_rate").read(head, **span) == Decimal("50.00")
    assert measure("plan.due").read(head, **span) == 0, "nothing was due on a fixed day"


def test_a_rhythm_from_the_day_it_was_done_counts_on_from_there(world):
    rule = {
        "pattern": {"kind": "daily", "every": 15},
        "since": "2026-03-01",
        "anchor": "from_done",
    }
    plan = in_force(world, drafted(world, kind="upkeep", rule=rule), last_done_on=date(2026, 3, 1))
    assert days(plan, state="expected")[:3] == ["03-16", "03-31", "04-15"]
    world.at("2026-03-18 10:00")
    record_done(robot(world), on(plan, date(2026, 3, 16)), done_on=date(2026, 3, 18))
    assert days(plan, state="expected")[:3] == ["04-02", "04-17", "05-02"]
    # Done early on 25 March: it serves the one that was coming, and the count begins again.
    world.at("2026-03-25 10:00")
    foreman = world.as_(world.foreman)
    with pytest.raises(Refused, match="2026-04-02"):
        record_unplanned(foreman, plan, done_on=date(2026, 3, 25))
    early = record_done(foreman, on(plan, date(2026, 4, 2)), done_on=date(2026, 3, 25))
    assert early.days_late(date(2026, 3, 25)) == 0
    assert days(plan, state="expected")[:2] == ["04-09", "04-24"]


def test_the_larger_service_of_a_stack_covers_the_smaller(world):
    foreman = world.as_(world.foreman)
    month = stack(foreman, monthly(world, title="月检"), stack_key="chiller", stack_rank=1)
    year = drafted(world, "年检", repeats="years", since=date(2026, 3, 1), on="06-01")
    year = stack(foreman, year, stack_key="chiller", stack_rank=3)
    month, year = in_force(world, month), in_force(world, year)
    small, large = on(month, date(2026, 6, 1)), on(year, date(2026, 6, 1))
    with pytest.raises(Refused):
        cover(robot(world), large, larger=small)
    small = cover(robot(world), small, larger=large)
    assert (small.state, small.covered_by) == ("skipped", large)
    # The yearly one falls away: the monthly one is due by itself again.
    skip_occasion(foreman, large, reason="厂家改期")
    assert on(month, date(2026, 6, 1)).state == "expected"


def test_a_covered_service_is_due_again_when_the_larger_one_is_planned_otherwise(world):
    foreman = world.as_(world.foreman)
    month = stack(foreman, monthly(world, title="月检"), stack_key="chiller", stack_rank=1)
    year = drafted(world, "年检", repeats="years", since=date(2026, 3, 1), on="06-01")
    year = stack(foreman, year, stack_key="chiller", stack_rank=3)
    month, year = in_force(world, month), in_force(world, year)
    cover(robot(world), on(month, date(2026, 6, 1)), larger=on(year, date(2026, 6, 1)))
    change(foreman, year, repeats="years", since=date(2026, 3, 1), on="09-01")
    assert on(month, date(2026, 6, 1)).state == "expected"
    assert days(year) == ["09-01"]


def test_what_is_done_early_serves_the_next_occasion_only(world):
    plan = in_force(world, monthly(world))
    world.at("2026-03-30 10:00")
    foreman = world.as_(world.foreman)
    with pytest.raises(Refused, match="2026-04-01"):
        record_done(foreman, on(plan, date(2026, 5, 1)), done_on=date(2026, 3, 30))
    assert record_done(foreman, on(plan, date(2026, 4, 1)), done_on=date(2026, 3, 30))


def test_the_forecast_counts_the_largest_of_a_stack_and_goes_on_beyond_the_horizon(world):
    foreman = world.as_(world.foreman)
    month = monthly(world, title="月检", trade=world.electricity)
    month = stack(foreman, month, stack_key="chiller", stack_rank=1)
    month = describe(foreman, month, minutes=60)
    year = drafted(
        world, "年检", repeats="years", since=date(2026, 3, 1), on="06-01", trade=world.electricity
    )
    year = stack(foreman, year, stack_key="chiller", stack_rank=3)
    year = describe(foreman, year, minutes=480)
    in_force(world, month)
    in_force(world, year)
    weeks = load(world.hospital.pk, date(2026, 3, 4), weeks=80)
    by_monday = {week.monday: week for week in weeks}
    assert weeks[0].monday == date(2026, 3, 2)
    # 1 April 2026 is a Wednesday; 1 June 2026 a Monday; 1 June 2027 (beyond) a Tuesday.
    assert by_monday[date(2026, 3, 30)].minutes == {"电工": 60}
    assert by_monday[date(2026, 6, 1)].minutes == {"电工": 480}
    assert by_monday[date(2026, 6, 1)].total_occasions == 1
    assert by_monday[date(2027, 5, 31)].total_minutes == 480
    assert by_monday[date(2026, 3, 9)].total_minutes == 0
    # 80 weeks end before 2027-09-13: 18 first days of a month, two of them yearly.
    assert sum(week.total_occasions for week in weeks) == 18
    assert sum(week.total_minutes for week in weeks) == 16 * 60 + 2 * 480
