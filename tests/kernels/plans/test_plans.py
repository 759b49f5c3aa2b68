"""The life of a plan and its occasions, with every date worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from quartermaster.base.core.errors import Conflict, Forbidden, Invalid, Refused
from quartermaster.base.core.measure import measure
from quartermaster.base.core.proofs import PROOFS
from quartermaster.kernels.plans.commands.occasion import (
    expect,
    issue,
    mark_missed,
    record_done,
    record_unplanned,
    shift_occasion,
    skip_occasion,
)
from quartermaster.kernels.plans.commands.plan import (
    activate,
    approve,
    change,
    describe,
    retire,
)
from quartermaster.kernels.plans.models import Occasion, Plan
from quartermaster.kernels.plans.queries import hopeless
from tests.kernels.plans.drafting import days, drafted, in_force, monthly, on, robot

pytestmark = pytest.mark.usefixtures("proven")


def test_a_plan_expects_nothing_before_it_is_in_force(world):
    plan = monthly(world)
    assert plan.occasions.count() == 0
    with pytest.raises(Conflict):
        activate(world.as_(world.foreman), plan)
    with pytest.raises(Forbidden):
        approve(world.as_(world.foreman), plan)
    plan = in_force(world, plan)
    # From 2026-03-02, 400 days: until before 2027-04-06. 1 March has passed.
    assert plan.expected_until == date(2027, 4, 6)
    assert len(days(plan)) == 13
    assert days(plan)[:2] == ["04-01", "05-01"]
    assert on(plan, date(2027, 4, 1)).state == "expected"


def test_a_plan_without_rhythm_quota_or_meter_cannot_be_approved(world):
    with pytest.raises(Refused):
        approve(world.as_(world.chief), drafted(world))


def test_the_other_hospital_neither_sees_nor_changes_it(world):
    plan = in_force(world, monthly(world))
    stranger = world.as_(world.stranger)
    assert not Plan.objects.visible_to(stranger, "plans.see").exists()
    assert not Occasion.objects.visible_to(stranger, "plans.see").exists()
    with pytest.raises(Forbidden):
        change(stranger, plan, repeats="days", every=7)


def test_a_change_leaves_the_past_and_what_was_issued(world):
    plan = in_force(world, monthly(world))
    world.at("2026-05-10 08:00")
    issue(robot(world), on(plan, date(2026, 5, 1)), order="work.order:1")
    issue(robot(world), on(plan, date(2026, 6, 1)), order="work.order:2")
    plan = change(
        world.as_(world.foreman), plan, repeats="months", since=date(2026, 5, 10), on="20"
    )
    assert plan.version == 2
    assert days(plan, due_on__lt=date(2026, 9, 1)) == [
        "04-01",
        "05-01",
        "05-20",
        "06-01",
        "06-20",
        "07-20",
        "08-20",
    ]
    assert on(plan, date(2026, 4, 1)).version == 1
    assert on(plan, date(2026, 5, 20)).version == 2


def test_a_wider_window_holds_for_what_is_still_expected(world):
    plan = in_force(world, monthly(world))
    world.at("2026-04-15 08:00")
    plan = describe(world.as_(world.foreman), plan, lead_days=3, tolerance_days=5, minutes=90)
    assert on(plan, date(2026, 4, 1)).window_until == date(2026, 4, 1)
    later = on(plan, date(2026, 5, 1))
    assert (later.window_from, later.window_until) == (date(2026, 4, 28), date(2026, 5, 6))
    assert later.minutes == 90


def test_the_horizon_moves_on_and_nothing_is_expected_twice(world):
    plan = in_force(world, monthly(world))
    world.at("2026-03-20 08:00")
    plan = expect(robot(world), plan, until=date(2027, 6, 1))
    plan = expect(robot(world), plan, until=date(2027, 1, 1))
    assert plan.expected_until == date(2027, 6, 1)
    assert len(days(plan)) == 14


def test_the_proof_names_an_occasion_that_was_lost(world):
    plan = in_force(world, monthly(world))
    on(plan, date(2026, 5, 1)).delete()
    assert list(PROOFS["plans.occasions"].check(world.hospital.pk)) == [
        f"plans.plan:{plan.pk} 空调滤网清洗: nothing is expected on 2026-05-01"
    ]
    expect(robot(world), plan, until=date(2027, 4, 6))


def test_a_shifted_occasion_stays_shifted(world):
    plan = in_force(world, monthly(world))
    moved = on(plan, date(2026, 5, 1))
    foreman = world.as_(world.foreman)
    shift_occasion(foreman, moved, due_on=date(2026, 5, 8), reason="手术室占用")
    with pytest.raises(Refused):
        shift_occasion(
            foreman, on(plan, date(2026, 6, 1)), due_on=date(2026, 5, 8), reason="也占用"
        )
    expect(robot(world), plan, until=date(2027, 4, 6))
    assert days(plan, due_on__lt=date(2026, 6, 2)) == ["04-01", "05-08", "06-01"]


def test_what_is_excused_is_not_due_and_late_is_not_in_time(world):
    plan = in_force(world, monthly(world))
    foreman = world.as_(world.foreman)
    skip_occasion(foreman, on(plan, date(2026, 6, 1)), reason="病区停用")
    world.at("2026-05-20 09:00")
    foreman = world.as_(world.foreman)
    record_done(foreman, on(plan, date(2026, 4, 1)), done_on=date(2026, 4, 1))
    record_done(foreman, on(plan, date(2026, 5, 1)), done_on=date(2026, 5, 3))
    with pytest.raises(Invalid):
        record_done(foreman, on(plan, date(2026, 7, 1)), done_on=date(2026, 7, 1))
    head = world.as_(world.chief)
    span = {"since": world.at("2026-04-01 00:00"), "until": world.at("2026-07-01 00:00")}
    # April in time, May two days late, June excused.
    assert measure("plan.due").read(head, **span) == 2
    assert measure("plan.done").read(head, **span) == 2
    assert measure("plan.skipped").read(head, **span) == 1
    assert measure("plan.done_rate").read(head, **span) == Decimal("50.00")
    assert on(plan, date(2026, 5, 1)).days_late(date(2026, 5, 20)) == 2
    assert measure("plan.due").read(world.as_(world.stranger), **span) == 0


def test_missed_is_what_was_not_done_before_the_next_one(world):
    plan = in_force(world, monthly(world))
    world.at("2026-04-20 08:00")
    april = on(plan, date(2026, 4, 1))
    assert not hopeless(date(2026, 4, 20)).exists()
    assert list(hopeless(date(2026, 5, 1))) == [april]
    world.at("2026-05-01 08:00")
    april = mark_missed(robot(world), april)
    assert april.state == "missed"
    with pytest.raises(Refused):
        mark_missed(robot(world), on(plan, date(2026, 5, 1)))
    # Done after all: late, but done.
    assert record_done(robot(world), april, done_on=date(2026, 5, 1)).state == "done"


def test_a_retired_plan_expects_nothing_more(world):
    plan = in_force(world, monthly(world))
    world.at("2026-04-15 08:00")
    plan = retire(world.as_(world.chief), plan, reason="设备报废")
    assert days(plan) == ["04-01"]
    with pytest.raises(Conflict):
        expect(robot(world), plan, until=date(2027, 1, 1))
    head = world.as_(world.chief)
    march = {"since": world.at("2026-03-01 00:00"), "until": world.at("2026-04-01 00:00")}
    april = {"since": march["until"], "until": world.at("2026-05-01 00:00")}
    assert measure("plan.active").read(head, **march) == 1
    assert measure("plan.active").read(head, **april) == 0
    assert list(hopeless(date(2026, 4, 15)))[0].due_on == date(2026, 4, 1)


def test_a_place_of_another_hospital_is_refused(world):
    with pytest.raises(Refused):
        drafted(world, place=world.place_elsewhere())


def test_nothing_is_recorded_twice_on_a_day_that_was_due(world):
    plan = in_force(world, monthly(world))
    world.at("2026-04-01 10:00")
    with pytest.raises(Refused):
        record_unplanned(world.as_(world.foreman), plan, done_on=date(2026, 4, 1))
    assert plan.occasions.filter(unplanned=True).count() == 0
    assert plan.expected_until - date(2026, 3, 2) == timedelta(days=400)
