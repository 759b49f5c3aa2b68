"""Plans as the tests of this folder draft them."""

from __future__ import annotations

from datetime import date

from quartermaster.base.core.actor import Actor, system_actor
from quartermaster.kernels.plans.commands.plan import activate, approve, draft
from quartermaster.kernels.plans.models import Occasion, Plan


def robot(world) -> Actor:
    """The program itself, now."""
    return system_actor(world.now)


def drafted(world, title="空调滤网清洗", **more) -> Plan:
    more.setdefault("unit", world.ward)
    more.setdefault("kind", "cleaning")
    return draft(world.as_(world.foreman), title=title, **more)


def in_force(world, plan: Plan, **more) -> Plan:
    plan = approve(world.as_(world.chief), plan)
    return activate(world.as_(world.foreman), plan, **more)


def monthly(world, day="1", **more) -> Plan:
    return drafted(world, repeats="months", since=date(2026, 3, 1), on=day, **more)


def days(plan: Plan, **only) -> list[str]:
    rows = plan.occasions.filter(**only).order_by("due_on")
    return [f"{row.due_on:%m-%d}" for row in rows]


def on(plan: Plan, day: date) -> Occasion:
    return plan.occasions.get(due_on=day)
