"""From due to done: orders written by the program, finished or cancelled by people."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from quartermaster.base.core.actor import system_actor
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.refs import ref
from quartermaster.kernels.plans.commands.occasion import skip_occasion
from quartermaster.kernels.plans.commands.plan import activate, approve, describe, draft
from quartermaster.kernels.plans.commands.settings import set_quota, stack
from quartermaster.kernels.plans.models import Occasion, Plan, QuotaWindow
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.models import Order
from quartermaster.modules.upkeep.screens import Occasions, Plans
from quartermaster.modules.upkeep.tasks import (
    expect_ahead,
    issue_due,
    judge_quotas,
    mark_what_was_missed,
)
from tests.world import PASSWORD


def run(world, task) -> dict[str, int]:
    return task(system_actor(world.now), lambda *_report: None)


def planned(world, title="配电柜除尘", day="16", rank=0, **more) -> Plan:
    foreman = world.as_(world.foreman)
    plan = draft(
        foreman,
        unit=world.ward,
        title=title,
        kind="upkeep",
        place=world.room,
        repeats="months",
        since=date(2026, 3, 1),
        on=day,
    )
    plan = describe(foreman, plan, lead_days=3, category="lighting", steps="断电\n除尘", **more)
    if rank:
        plan = stack(foreman, plan, stack_key="cabinet", stack_rank=rank)
    return activate(foreman, approve(world.as_(world.chief), plan))


def march(plan: Plan) -> Occasion:
    return plan.occasions.get(due_on=date(2026, 3, 16))


def test_an_order_is_written_once_when_the_window_begins(world):
    plan = planned(world)
    world.at("2026-03-12 06:00")
    assert run(world, issue_due) == {"issued": 0, "covered": 0, "refused": 0}
    world.at("2026-03-13 06:00")
    assert run(world, issue_due)["issued"] == 1
    assert run(world, issue_due)["issued"] == 0
    order = Order.objects.get()
    assert (order.kind, order.channel, order.source) == ("upkeep", "plan", ref(march(plan)))
    assert (order.unit, order.place, order.trade) == (world.ward, world.room, world.electricity)
    assert "除尘" in order.symptom
    assert (march(plan).state, march(plan).order) == ("issued", ref(order))


def test_the_responsible_person_gets_it_at_once(world):
    planned(world, responsible=world.ma)
    world.at("2026-03-13 06:00")
    run(world, issue_due)
    order = Order.objects.get()
    assert (order.state, order.assignee) == ("dispatched", world.ma)


def test_a_finished_order_is_an_occasion_done_and_rework_does_not_undo_it(world):
    plan = planned(world, responsible=world.ma)
    world.at("2026-03-13 06:00")
    run(world, issue_due)
    order = Order.objects.get()
    world.at("2026-03-16 09:00")
    worker = world.as_(world.electrician)
    work.take(worker, order)
    work.arrive(worker, order)
    order = work.finish(worker, order, result="已除尘", action="adjust")
    assert (march(plan).state, march(plan).done_on) == ("done", date(2026, 3, 16))
    work.send_back(world.as_(world.chief), order, reason="还有灰")
    world.at("2026-03-19 09:00")
    work.finish(world.as_(world.electrician), order, result="再除尘", action="adjust")
    assert march(plan).done_on == date(2026, 3, 16)


def test_a_cancelled_order_makes_the_occasion_expected_again(world):
    plan = planned(world)
    world.at("2026-03-13 06:00")
    run(world, issue_due)
    work.cancel(world.as_(world.dispatcher), Order.objects.get(), reason="写错")
    assert (march(plan).state, march(plan).order, march(plan).issued_at) == ("expected", "", None)
    run(world, issue_due)
    assert Order.objects.count() == 2
    assert march(plan).order == ref(Order.objects.latest("pk"))


def test_of_a_stack_only_the_largest_of_the_day_gets_an_order(world):
    small, large = planned(world, "月检", rank=1), planned(world, "年检", rank=3)
    other = planned(world, "季检", day="20", rank=2)
    world.at("2026-03-13 06:00")
    assert run(world, issue_due) == {"issued": 1, "covered": 1, "refused": 0}
    assert march(small).state == "skipped"
    assert march(small).covered_by == march(large)
    assert Order.objects.get().source == ref(march(large))
    assert other.occasions.get(due_on=date(2026, 3, 20)).state == "expected"


def test_an_excused_occasion_gets_no_order(world):
    plan = planned(world)
    skip_occasion(world.as_(world.foreman), march(plan), reason="停用")
    world.at("2026-03-16 06:00")
    assert run(world, issue_due)["issued"] == 0


def test_one_that_cannot_be_issued_does_not_hold_up_the_others(world, monkeypatch):
    planned(world, "甲")
    planned(world, "乙")
    really = work.report

    def report(actor, **inputs):
        if inputs["symptom"].startswith("甲"):
            raise Refused("no")
        return really(actor, **inputs)

    monkeypatch.setattr(work, "report", report)
    world.at("2026-03-13 06:00")
    assert run(world, issue_due) == {"issued": 1, "covered": 0, "refused": 1}


def test_missed_occasions_are_marked_when_the_next_is_due(world):
    plan = planned(world)
    world.at("2026-04-15 01:00")
    assert run(world, mark_what_was_missed) == {"missed": 0}
    world.at("2026-04-16 01:00")
    assert run(world, mark_what_was_missed) == {"missed": 1}
    assert march(plan).state == "missed"


def test_the_daily_run_keeps_the_horizon_and_the_quotas(world):
    plan = planned(world)
    plan = set_quota(world.as_(world.foreman), plan, times=1, per="month")
    world.at("2026-04-02 01:00")
    assert run(world, expect_ahead) == {"plans": 1}
    plan.refresh_from_db()
    assert plan.expected_until == date(2027, 5, 7), "2026-04-02 and 400 days"
    assert run(world, judge_quotas) == {"plans": 1}
    window = QuotaWindow.objects.get()
    assert (window.since, window.counted, window.met) == (date(2026, 3, 1), 0, False)


def test_the_first_page_shows_what_waits_and_what_is_overdue(world):
    planned(world)
    draft(world.as_(world.foreman), unit=world.ward, title="草稿", kind="task")

    def pile(screen, name: str) -> int:
        return screen.rows(world.as_(world.chief), {"need": name}).count()

    world.at("2026-03-16 08:00")
    assert (pile(Occasions, "due"), pile(Occasions, "overdue")) == (1, 0)
    world.at("2026-03-17 08:00")
    assert (pile(Occasions, "due"), pile(Occasions, "overdue")) == (0, 1)
    assert pile(Plans, "to_approve") == 0, "a draft without a rhythm cannot be approved yet"
    assert Occasions.rows(world.as_(world.stranger), {}).count() == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_year_ahead_is_a_page(world, client, language):
    planned(world, minutes=75)
    client.cookies["django_language"] = language
    signed_in(client, world.chief)
    answer = client.get("/upkeep/load/")
    assert answer.status_code == 200
    assert b"<meter" in answer.content
    assert client.get("/upkeep/load/").context["minutes"] % 75 == 0


def test_the_year_ahead_is_not_for_strangers(world, client):
    assert client.get("/upkeep/load/").status_code in {302, 401}
    signed_in(client, world.nurse)
    assert client.get("/upkeep/load/").status_code == 404


def signed_in(client, user) -> None:
    """Through the door, with a password that is not too old for the clock on the wall."""
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password_changed_at"])
    answer = client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
