"""The dispatch desk: calls, one fault told three times, the pool, firms, and unhappy people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from quartermaster.base.core.actor import system_actor
from quartermaster.base.core.errors import Conflict, Forbidden, Refused
from quartermaster.base.core.measure import measure
from quartermaster.base.core.models import Notice
from quartermaster.base.core.refs import ref
from quartermaster.kernels.people.commands import SkillLine, engage, set_skills
from quartermaster.kernels.people.models import Person
from quartermaster.kernels.places.commands import set_quiet_hours
from quartermaster.kernels.plans.commands.roster import DutyLine, open_shift, roster
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.models import Cost, Order
from quartermaster.kernels.work.queries import duplicates_of
from quartermaster.modules.repairs.commands import miss_call, return_call, take_call
from quartermaster.modules.repairs.proposing import candidates, for_merge
from quartermaster.modules.repairs.tasks import assign_from_pool
from tests.world import World


def read(world: World, name: str, **where) -> Decimal | None:
    """A figure of the first half of 2026, as the head of the department reads it."""
    now = world.now
    span = {"since": world.at("2026-01-01 00:00"), "until": world.at("2026-07-01 00:00")}
    world.now = now
    return measure(name).read(world.as_(world.chief), **span, where=where or None)


def electrician(world: World, number: str, name: str) -> Person:
    person = engage(world.as_(world.chief), unit=world.crew, number=number, name=name)
    return set_skills(world.as_(world.chief), person, trades=[SkillLine(world.electricity)])


@pytest.mark.rows("R1-33")
def test_three_reports_of_one_leak_are_one_order_and_three_people_are_told(world):
    dispatcher = world.dispatcher
    world.at("2026-03-02 09:01")
    first = world.reported("厕所漏水", category=world.water)
    world.at("2026-03-02 09:12")
    second = work.report(
        world.as_(world.foreman), symptom="厕所地上有水", place=world.room, category=world.water
    )
    world.at("2026-03-02 09:24")
    third = work.report(
        world.as_(world.electrician), symptom="厕所又漏", place=world.room, category=world.water
    )
    # All three lie within 30 minutes: the desk is offered the other two.
    assert list(duplicates_of(third, world.now)) == [first, second]
    for order in (second, third):
        merged = work.merge(world.as_(dispatcher), order, into=first)
        assert (merged.state, merged.merged_into) == ("merged", first)
    assert read(world, "work.count") == 1
    assert first.reporters.count() == 2

    first.refresh_from_db()
    world.at("2026-03-02 09:30")
    work.dispatch(world.as_(dispatcher), first, assignee=world.liu)
    first.refresh_from_db()
    work.take(world.as_(world.plumber), first)
    first.refresh_from_db()
    work.arrive(world.as_(world.plumber), first)
    first.refresh_from_db()
    work.finish(world.as_(world.plumber), first, result="更换阀芯")
    told = Notice.objects.filter(subject=ref(first), title__contains="更换阀芯")
    reporters = {world.nurse.pk, world.foreman.pk, world.electrician.pk}
    assert set(told.values_list("user_id", flat=True)) == reporters
    assert read(world, "work.finished") == 1
    # What was merged away can be neither dispatched nor merged into.
    with pytest.raises(Conflict):
        work.dispatch(world.as_(dispatcher), second, assignee=world.liu)


def test_a_fault_half_an_hour_and_a_minute_later_is_not_offered_for_merging(world):
    world.at("2026-03-02 09:00")
    world.reported("厕所漏水", category=world.water)
    world.at("2026-03-02 09:31")
    later = world.reported("厕所漏水", category=world.water)
    assert not duplicates_of(later, world.now).exists()


@pytest.mark.rows("R1-33")
def test_what_nobody_takes_from_the_pool_goes_to_the_least_loaded_on_shift(world):
    world.at("2026-03-01 12:00")
    busy, idle, away = (
        electrician(world, f"E1{place}", name) for place, name in enumerate(("孙", "周", "吴"))
    )
    shift = open_shift(
        world.as_(world.chief), unit=world.crew, name="白班", begins="08:00", ends="18:00"
    )
    duties = [DutyLine(date(2026, 3, 2), person) for person in (busy, idle, world.liu)]
    roster(world.as_(world.chief), shift, monday=date(2026, 3, 2), duties=duties)
    world.at("2026-03-02 10:00")
    first = world.reported("床头灯", category=world.lighting)
    work.dispatch(world.as_(world.dispatcher), first, assignee=busy)
    order = world.reported("走廊灯", category=world.lighting, urgency="P2")
    order = work.pool(world.as_(world.dispatcher), order)

    # Three minutes of patience: at two nothing happens. The plumber is on shift and no choice,
    # Wu has nothing to do and is not on shift, Ma answers for the place and is not on shift.
    world.at("2026-03-02 10:02:59")
    assert assign_from_pool(system_actor(world.now), None) == 0
    world.at("2026-03-02 10:03:00")
    assert assign_from_pool(system_actor(world.now), None) == 1
    order.refresh_from_db()
    assert (order.state, order.assignee) == ("dispatched", idle)
    assert away.pk != order.assignee_id
    assert assign_from_pool(system_actor(world.now), None) == 0


@pytest.mark.rows("R1-33")
def test_two_people_take_one_order_and_one_of_them_has_it(world):
    order = world.reported(category=world.lighting)
    work.pool(world.as_(world.dispatcher), order)
    second = electrician(world, "E20", "孙师傅")
    second.user = world._user("sun", "孙师傅", world.house, "tradesman")
    second.save()
    mine, his = Order.objects.get(), Order.objects.get()
    work.take(world.as_(world.electrician), mine)
    with pytest.raises(Conflict):
        work.take(world.as_(second.user), his)
    assert Order.objects.get().assignee == world.ma
    # The plumber would not have got it either: it is another trade's.
    other = world.reported(category=world.lighting)
    work.pool(world.as_(world.dispatcher), other)
    with pytest.raises(Refused):
        work.take(world.as_(world.plumber), other)


@pytest.mark.rows("R2-30")
def test_a_fault_of_the_same_place_is_chained_for_thirty_days(world):
    world.at("2026-03-02 09:00")
    first = world.finished(symptom="漏电")
    world.at("2026-04-01 09:00")
    second = world.finished(symptom="又漏电")
    assert second.repeat_of == first
    third = world.reported("再漏电", category=world.lighting)
    assert third.repeat_of == second
    # Another category, another place, and 30 days and a minute are no repetition.
    assert world.reported("漏水", category=world.water).repeat_of is None
    elsewhere = world.reported("漏电", category=world.lighting, place=world.floor)
    assert elsewhere.repeat_of is None
    world.at("2026-05-01 09:01")
    assert world.reported("漏电", category=world.lighting).repeat_of is None
    assert read(world, "work.repeats") == 2
    assert read(world, "work.repeat_rate") == Decimal("33.33")


@pytest.mark.rows("R2-27", "R4-15")
def test_overtime_at_night_is_hours_of_overtime_and_off_hours_orders(world):
    world.at("2026-03-02 23:10")
    order = world.dispatched(symptom="停电", urgency="P1")
    ma = world.as_(world.electrician)
    order = work.take(ma, order)
    world.later(minutes=8)
    order = work.arrive(world.as_(world.electrician), order)
    world.later(minutes=82)
    work.finish(world.as_(world.electrician), order, result="复位空开", minutes=90, overtime=True)
    world.at("2026-03-03 10:00")
    by_day = world.finished()
    work.record_work(world.as_(world.electrician), by_day, minutes=45)
    assert read(world, "work.overtime_hours") == Decimal("1.5")
    assert read(world, "work.overtime_hours", person=world.liu.pk) in {None, 0}
    with pytest.raises(Refused):
        work.record_work(world.as_(world.electrician), by_day, minutes=1441)


@pytest.mark.rows("R1-44")
def test_the_grid_proposes_who_answers_for_the_place(world):
    other = electrician(world, "E09", "郑师傅")
    order = world.reported(category=world.lighting)
    best = candidates(order, world.now)
    assert [(each.person, each.grid) for each in best] == [(world.ma, True), (other, False)]
    assert read(world, "grid.cells") == 1
    assert read(world, "grid.named_rate") == Decimal("100.00")


@pytest.mark.rows("R1-33", "R1-34")
def test_calls_become_orders_missed_ones_wait_and_are_returned_once(world):
    world.at("2026-03-02 23:30")
    desk = world.as_(world.dispatcher)
    call = take_call(desk, number="8103", caller="吴护士", said="灯不亮", category=world.lighting)
    # The extension tells the place, and the order its channel.
    assert (call.place, call.order.place, call.order.channel) == (world.room, world.room, "phone")
    again = take_call(desk, number="8103", said="还没人来", existing=call.order)
    assert again.order == call.order
    missed = miss_call(desk, number="8103")
    world.later(minutes=4)
    returned = return_call(world.as_(world.dispatcher), missed, said="已派人")
    assert (returned.returned_at - returned.at).total_seconds() == 240
    with pytest.raises(Refused):
        return_call(world.as_(world.dispatcher), returned)
    with pytest.raises(Refused):
        return_call(world.as_(world.dispatcher), call)
    miss_call(world.as_(world.dispatcher), number="000")
    with pytest.raises(Forbidden):
        miss_call(world.as_(world.nurse), number="1")

    world.at("2026-03-03 10:00")
    world.reported()  # on the web
    assert (read(world, "hotline.calls"), read(world, "hotline.missed")) == (4, 2)
    assert (read(world, "hotline.night_calls"), read(world, "hotline.with_order")) == (4, 2)
    assert read(world, "hotline.return_rate") == Decimal("50.00")
    assert read(world, "work.repairs", channel="phone") == 1
    assert read(world, "work.repairs", channel="web") == 1
    assert read(world, "work.repairs", channel="qr") == 0


@pytest.mark.rows("R1-67")
def test_the_proactive_share_counts_rounds_and_upkeep_not_repairs(world):
    world.reported()
    world.reported("灯闪")
    world.reported("巡检发现", kind="round")
    world.reported("保养", kind="upkeep")
    cancelled = world.reported("误报", kind="upkeep")
    work.cancel(world.as_(world.nurse), cancelled, reason="重复")
    assert read(world, "work.proactive") == 2
    assert read(world, "work.proactive_share") == Decimal("50.00")


def test_a_firm_does_it_and_its_bill_is_the_cost_of_the_order(world):
    order = world.reported(category=world.lighting)
    order = work.accept(world.as_(world.dispatcher), order)
    order = work.outsource(world.as_(world.dispatcher), order, contractor=world.firm)
    order = work.add_cost(
        world.as_(world.dispatcher), order, cost_kind=Cost.Kind.CONTRACTOR, amount=Decimal("380.50")
    )
    with pytest.raises(Refused):
        work.add_cost(
            world.as_(world.dispatcher), order, cost_kind=Cost.Kind.OTHER, amount=Decimal("0.005")
        )
    with pytest.raises(Refused):  # only who dispatches reports for a firm, not any worker
        work.finish(world.as_(world.electrician), order, result="完成")
    order = work.finish(world.as_(world.foreman), order, result="厂家更换主板")
    assert read(world, "work.outsourced") == 1
    assert read(world, "work.cost") == Decimal("380.50")


def test_three_stars_are_called_back_before_the_order_is_closed(world):
    order = work.rate(world.as_(world.nurse), world.finished(), rating=3, rating_note="来晚了")
    with pytest.raises(Refused) as refusal:
        work.close(world.as_(world.dispatcher), order)
    assert refusal.value.rule == "work.low_ratings_are_called_back"
    order.refresh_from_db()
    assert order.state == "rated"
    order = work.call_back(world.as_(world.dispatcher), order, note="已道歉")
    order = work.close(world.as_(world.dispatcher), order)
    assert order.state == "closed"
    happy = work.rate(world.as_(world.nurse), world.finished(), rating=4)
    assert work.close(world.as_(world.dispatcher), happy).called_at is None
    assert read(world, "work.satisfaction") == Decimal("50.00")
    assert read(world, "work.call_back_rate") == Decimal("50.00")


@pytest.mark.rows("R2-73")
def test_noisy_work_in_quiet_hours_is_pointed_out_to_both(world):
    noisy = work.open_category(
        world.as_(world.chief), trade=world.electricity, code="drill", name="打孔", noisy=True
    )
    set_quiet_hours(world.as_(world.chief), world.floor, quiet_from="12:00", quiet_until="14:30")

    def warned(moment: str, category) -> set[int]:
        order = world.reported("墙上打孔", category=category)
        world.at(moment)
        work.dispatch(world.as_(world.dispatcher), order, assignee=world.ma)
        rows = Notice.objects.filter(subject=ref(order), title__contains=str(world.room))
        return set(rows.values_list("user_id", flat=True))

    assert warned("2026-03-02 12:00", noisy) == {world.electrician.pk, world.dispatcher.pk}
    assert warned("2026-03-02 14:29", noisy) == {world.electrician.pk, world.dispatcher.pk}
    # At 14:30 it is over; a quiet lamp may be changed at any time.
    assert warned("2026-03-02 14:30", noisy) == set()
    assert warned("2026-03-03 12:30", world.lighting) == set()


def test_an_account_of_no_unit_has_to_say_which_unit_asks(world):
    homeless = system_actor(world.now, world.hospital.pk)
    with pytest.raises(Refused) as refusal:
        work.report(homeless, symptom="灯不亮")
    assert set(refusal.value.field_errors) == {"unit"}
    assert not Order.objects.exists()
    assert work.report(homeless, symptom="灯不亮", unit=world.ward).unit == world.ward
    # A person without an account of the house's people cannot take work.
    order = work.pool(world.as_(world.dispatcher), world.reported(category=world.lighting))
    with pytest.raises(Refused):
        work.take(world.as_(world.foreman), order)


def test_the_form_for_merging_proposes_the_order_that_came_first(world):
    first = world.reported("卫生间漏水", category=world.water)
    world.later(minutes=11)
    again = world.reported("厕所地上都是水", category=world.water)
    desk = world.as_(world.dispatcher)
    (proposal,) = for_merge(desk, again)
    assert (proposal.input, proposal.value) == ("into", first)
    world.later(minutes=40)
    assert for_merge(desk, world.reported("又漏水", category=world.water)) == []
