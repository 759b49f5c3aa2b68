"""What planned work asks for: occasions ahead, orders when due, the missed, the quotas."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Refused
from quartermaster.base.jobs.registry import Progress, task
from quartermaster.kernels.plans.commands.occasion import expect, mark_missed
from quartermaster.kernels.plans.commands.settings import judge_quota
from quartermaster.kernels.plans.expecting import HORIZON, local_day
from quartermaster.kernels.plans.models import Plan
from quartermaster.kernels.plans.queries import active_plans, hopeless, to_issue

from .issuing import issue_order

QUOTA_DAYS = timedelta(days=400)
"""How far back quotas are reckoned again, because work may be recorded late."""


@task("upkeep.expect", label=_("Work out the occasions of plans"), daily_at=time(0, 10))
def expect_ahead(actor: Actor, progress: Progress) -> dict[str, int]:
    plans = list(active_plans().exclude(rule={}))
    for number, plan in enumerate(plans, 1):
        expect(actor, plan, until=local_day(actor.at) + HORIZON)
        progress(number, len(plans), str(plan))
    return {"plans": len(plans)}


@task("upkeep.issue_due", label=_("Issue the orders of plans"), every=timedelta(hours=1))
def issue_due(actor: Actor, progress: Progress) -> dict[str, int]:
    """An order for every occasion whose window has begun; what a larger one includes gets none."""
    occasions = list(to_issue(local_day(actor.at)))
    issued = refused = 0
    for number, occasion in enumerate(occasions, 1):
        try:
            issued += issue_order(actor, occasion) is not None
        except Refused:
            # One plan that cannot be issued must not keep the others waiting.
            refused += 1
        progress(number, len(occasions), str(occasion))
    covered = len(occasions) - issued - refused
    return {"issued": issued, "covered": covered, "refused": refused}


@task("upkeep.mark_missed", label=_("Mark missed occasions"), daily_at=time(0, 20))
def mark_what_was_missed(actor: Actor, progress: Progress) -> dict[str, int]:
    """What was not done before the next one came."""
    occasions = list(hopeless(local_day(actor.at)))
    for occasion in occasions:
        mark_missed(actor, occasion)
    return {"missed": len(occasions)}


@task("upkeep.judge_quotas", label=_("Reckon the quotas of plans"), daily_at=time(0, 30))
def judge_quotas(actor: Actor, progress: Progress) -> dict[str, int]:
    """Every window since a plan came into force, as far back as late entries are expected."""
    plans = list(Plan.objects.filter(state__in=["active", "retired"]).exclude(quota={}))
    today = local_day(actor.at)
    for plan in plans:
        since = max(local_day(plan.active_at), today - QUOTA_DAYS) if plan.active_at else today
        until = local_day(plan.retired_at) if plan.retired_at else today
        if since < until:
            judge_quota(actor, plan, since=since, until=until)
    return {"plans": len(plans)}
