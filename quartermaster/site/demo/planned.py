"""The demo's planned work: upkeep and rounds, from the approved plan to the finished order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from quartermaster.base.core.actor import system_actor
from quartermaster.kernels.places.models import Place
from quartermaster.kernels.plans.commands import plan as plans
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.models import Order
from quartermaster.modules.upkeep import tasks

from .hospital import Hospital
from .life import Life

PLANS = (
    # title, kind, repeats, every, on, trade, minutes, days of tolerance
    ("配电房巡检", "round", "weeks", 1, "monday", "electrician", 60, 2),
    ("水泵房与水箱巡检", "round", "weeks", 1, "tuesday", "plumber", 45, 2),
    ("氧站与负压站巡检", "round", "weeks", 1, "wednesday", "oxygen", 60, 1),
    ("空调滤网清洗", "cleaning", "months", 3, "15", "hvac", 240, 10),
    ("病区电气月检", "upkeep", "months", 1, "10", "electrician", 180, 5),
    ("下水主管路疏通", "upkeep", "months", 6, "20", "plumber", 240, 10),
    ("应急照明测试", "upkeep", "months", 1, "5", "electrician", 90, 5),
)
EVERY = timedelta(days=2)


def begin(life: Life, since: datetime) -> None:
    """Draft, approve and put the plans into force; from then on look at them every other day."""
    hospital = life.hospital
    head = hospital.as_(hospital.users["head"], since)
    leader = hospital.as_(hospital.users["leader"], since)
    place = Place.objects.filter(institution=hospital.institution, kind=Place.Kind.BUILDING).first()
    for title, kind, repeats, every, on, trade, minutes, tolerance in PLANS:
        people = hospital.workers[trade]
        plan = life.done(
            plans.draft,
            leader,
            unit=hospital.root,
            title=title,
            kind=kind,
            place=place,
            trade=hospital.trades[trade],
            responsible=people[0],
            repeats=repeats,
            every=every,
            on=on,
            since=since.date(),
        )
        category = _category(hospital, trade)
        plan = life.done(
            plans.describe,
            leader,
            plan,
            category=category,
            minutes=minutes,
            tolerance_days=tolerance,
        )
        plan = life.done(plans.approve, head, plan)
        life.done(plans.activate, leader, plan)
    life.at(_morning(since + timedelta(days=1)), _look(life))


def _category(hospital: Hospital, trade: str) -> str:
    return next(code for code, each in hospital.categories.items() if each.trade.code == trade)


def _morning(moment: datetime) -> datetime:
    return moment.replace(hour=6, minute=30, second=0, microsecond=0)


def _look(life: Life) -> Callable[[datetime], None]:
    def look(moment: datetime) -> None:
        actor = system_actor(moment, life.hospital.institution.pk)
        if moment.day <= 2:
            tasks.expect_ahead(actor, _nothing)
            tasks.mark_what_was_missed(actor, _nothing)
        tasks.issue_due(actor, _nothing)
        issued = Order.objects.select_related("assignee__user").filter(
            institution=life.hospital.institution,
            state="dispatched",
            channel="plan",
            dispatched_at=moment,
        )
        for order in issued:
            late = timedelta(days=life.dice.choice((0,) * 24 + (4, 8)))
            life.at(moment + late + life.minutes(60, 600), _do(life, order))
        life.at(_morning(moment + EVERY), look)

    return look


def _nothing(*_progress) -> None:
    """Nobody watches the demo's progress bars."""


def _do(life: Life, order: Order) -> Callable[[datetime], None]:
    def do(moment: datetime) -> None:
        worker = life.hospital.as_(order.assignee.user, moment, "phone")
        taken = life.done(work.take, worker, order)
        life.done(
            work.finish,
            worker,
            taken,
            result="按计划完成，运行正常",
            action="adjust",
            minutes=life.dice.randint(30, 180),
        )

    return do
