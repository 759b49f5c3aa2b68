"""The load of the coming year by week and trade, before the orders exist."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as text

from quartermaster.kernels.plans.expecting import local_day
from quartermaster.kernels.plans.forecast import load
from quartermaster.kernels.plans.queries import active_plans


def load_page(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    actor.must("plans.see")
    plans = active_plans().visible_to(actor, "plans.see")
    weeks = load(actor.institution_id, local_day(actor.at), plans=plans)
    trades = sorted({trade for week in weeks for trade in week.occasions})
    context = {
        "title": text("Planned work of the next 52 weeks"),
        "trades": [trade or text("no trade") for trade in trades],
        "rows": [
            {
                "monday": week.monday,
                "occasions": week.total_occasions,
                "minutes": week.total_minutes,
                "by_trade": [(week.occasions[trade], week.minutes[trade]) for trade in trades],
            }
            for week in weeks
        ],
        "most": max((week.total_minutes for week in weeks), default=0) or 1,
        "occasions": sum(week.total_occasions for week in weeks),
        "minutes": sum(week.total_minutes for week in weeks),
    }
    return render(request, "upkeep/load.html", context)


urlpatterns = [path("upkeep/load/", load_page)]
