"""The hospital's summary: eight fields of work, what is lacking, what comes.

Sentences whose trade has no records yet are left out, and a part without any says so. The rows
they answer stand beside them.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.kernels.reports.models import Claim
from quartermaster.kernels.reports.template import Change, Head, Line, Listing, Table, Value

from .daily_work import DAILY

OPENING = Head(
    "opening",
    0,
    "",
    (
        Line(
            "service",
            Claim.COMPARISON,
            _(
                "In the period {count} repair requests were received ({count_change}); "
                "{done_rate} of all orders reported are finished, {on_time} of those with a limit "
                "were finished in time, and {satisfaction} of {rated} ratings were satisfied."
            ),
            {
                "count": Value("work.repairs"),
                "count_change": Change("work.repairs"),
                "done_rate": Value("work.done_rate"),
                "on_time": Value("work.on_time_rate"),
                "satisfaction": Value("work.satisfaction"),
                "rated": Value("work.rated"),
            },
            weaker=_(
                "In the period {count} repair requests were received; {done_rate} of all orders "
                "reported are finished, {on_time} of those with a limit were finished in time, and "
                "{satisfaction} of {rated} ratings were satisfied."
            ),
            basis="work.repairs",
            rows=("R1-07",),
        ),
        Line(
            "accidents",
            Claim.ZERO,
            _("There was no accident in the period."),
            weaker=_("Accidents: to be verified, no register of incidents is kept yet."),
            rows=("R1-51", "X-07"),
        ),
    ),
)

STAFF = Head(
    "staff",
    1,
    _("Building the staff and its spirit of work"),
    (
        Line(
            "quota",
            Claim.NUMBER,
            _("Establishment {quota} people, in post {staff}."),
            {"quota": Value("staff.quota"), "staff": Value("staff.count")},
            basis="staff.count",
            rows=("R1-08",),
        ),
        Line(
            "efficiency",
            Claim.COMPARISON,
            _(
                "The mean response was {response} minutes ({response_change}), the mean completion "
                "{hours} hours ({hours_change}); {on_time} were finished in time "
                "({on_time_change})."
            ),
            {
                "response": Value("work.response_minutes"),
                "response_change": Change("work.response_minutes", direction="time"),
                "hours": Value("work.done_hours"),
                "hours_change": Change("work.done_hours", direction="time"),
                "on_time": Value("work.on_time_rate"),
                "on_time_change": Change("work.on_time_rate", direction="quality"),
            },
            weaker=_(
                "The mean response was {response} minutes, the mean completion {hours} hours; "
                "{on_time} were finished in time. There is no figure of last year to compare with."
            ),
            basis="work.repairs",
            rows=("R1-12",),
        ),
    ),
)

FINE_MANAGEMENT = Head(
    "management",
    2,
    _("Management in detail"),
    (
        Line(
            "hotline",
            Claim.NUMBER,
            _(
                "The 24-hour hotline took {calls} calls, {night} of them at night; {with_order} "
                "became orders, {missed} were missed."
            ),
            {
                "calls": Value("hotline.calls"),
                "night": Value("hotline.night_calls"),
                "with_order": Value("hotline.with_order"),
                "missed": Value("hotline.missed"),
            },
            basis="hotline.calls",
            rows=("R1-33",),
        ),
        Line(
            "channels",
            Claim.NUMBER,
            _("By channel: {channels}."),
            {"channels": Listing("work.repairs", "channel")},
            basis="work.repairs",
            rows=("R1-34",),
        ),
        Line(
            "grid",
            Claim.ALL,
            _("The service grid has {cells} cells; all of them have a named responsible person."),
            {"cells": Value("grid.cells"), "named": Value("grid.named_rate")},
            weaker=_(
                "The service grid has {cells} cells; {named} of them have a named responsible "
                "person."
            ),
            share="grid.named_rate",
            basis="grid.cells",
            rows=("R1-44",),
        ),
        Line(
            "proactive",
            Claim.NUMBER,
            _("{proactive} orders came from plans and rounds, {share} of all."),
            {"proactive": Value("work.proactive"), "share": Value("work.proactive_share")},
            basis="work.proactive",
            rows=("R1-45", "R1-67"),
        ),
    ),
)

PROBLEMS = Head(
    "problems",
    1,
    _("What is lacking"),
    (
        Line(
            "open",
            Claim.GAP,
            _(
                "Of the orders reported {unfinished} are not finished; {late} were finished after "
                "their limit."
            ),
            {"unfinished": Value("work.unfinished"), "late": Value("work.late")},
            basis="work.count",
            rows=("R1-78",),
        ),
        Line(
            "unhappy",
            Claim.GAP,
            _("{unhappy} ratings were of three stars or fewer."),
            {"unhappy": Value("work.dissatisfied")},
            basis="work.dissatisfied",
            rows=("R1-79",),
        ),
    ),
)

COMING = Head(
    "coming",
    1,
    _("What comes next"),
    (
        Line(
            "planned",
            Claim.PLAN,
            _("The plans in force call for {coming} jobs in the following period."),
            {"coming": Value("plan.due", following=True)},
            basis="plan.due",
            rows=("R1-81",),
        ),
    ),
)

PARTS = (
    OPENING,
    STAFF,
    Head("work", 1, _("Steady daily work, emphasis on what matters")),
    Head("image", 2, _("The look of the grounds")),
    Head("construction", 2, _("Support for construction")),
    Head("handover", 2, _("Handing services over to society")),
    FINE_MANAGEMENT,
    Head("safety", 2, _("Safety in everybody's mind")),
    Head("catering", 2, _("Better and safer catering")),
    Head("kindergarten", 2, _("The kindergarten")),
    DAILY,
    PROBLEMS,
    COMING,
)

TABLES = (
    Table(
        "by_trade",
        _("Orders by trade"),
        "trade",
        ("work.repairs", "work.finished", "work.on_time_rate", "work.satisfaction"),
    ),
    Table(
        "by_urgency",
        _("Orders by urgency"),
        "urgency",
        ("work.count", "work.finished", "work.arrival_rate", "work.on_time_rate"),
    ),
)
