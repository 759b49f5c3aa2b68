"""Part eight of the hospital's summary: daily work, where most of the figures stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.kernels.reports.models import Claim
from quartermaster.kernels.reports.template import Head, Line, Listing, Value

DAILY = Head(
    "daily",
    2,
    _("Daily work runs in good order"),
    (
        Line(
            "plans",
            Claim.ALL,
            _("Plans called for {due} jobs; all of them were done within their window."),
            {"due": Value("plan.due"), "rate": Value("plan.done_rate")},
            weaker=_("Plans called for {due} jobs; {rate} of them were done within their window."),
            share="plan.done_rate",
            basis="plan.due",
            rows=("R1-66", "R1-41"),
        ),
        Line(
            "trades",
            Claim.NUMBER,
            _("Repairs by trade: {trades}."),
            {"trades": Listing("work.repairs", "trade")},
            basis="work.repairs",
            rows=("R1-68", "R2-26"),
        ),
        Line(
            "arrival",
            Claim.ALL,
            _(
                "Whenever called the trades came: all of {arrivals} arrivals with a limit were in "
                "time, {done} orders were finished."
            ),
            {
                "arrivals": Value("work.arrivals"),
                "rate": Value("work.arrival_rate"),
                "done": Value("work.finished"),
            },
            weaker=_(
                "Of {arrivals} arrivals with a limit {rate} were in time; {done} orders were "
                "finished."
            ),
            share="work.arrival_rate",
            basis="work.finished",
            rows=("R1-68", "R2-27"),
        ),
        Line(
            "quality",
            Claim.NUMBER,
            _(
                "{first_time} were put right at the first visit, {rework} had to be redone; the "
                "same fault came back in {repeats} of all orders."
            ),
            {
                "first_time": Value("work.first_time_rate"),
                "rework": Value("work.rework_rate"),
                "repeats": Value("work.repeat_rate"),
            },
            basis="work.finished",
            rows=("R2-30",),
        ),
        Line(
            "off_hours",
            Claim.NUMBER,
            _("{off_hours} orders came outside service hours."),
            {"off_hours": Value("work.off_hours")},
            basis="work.off_hours",
            rows=("R2-27", "R4-15"),
        ),
        Line(
            "overtime",
            Claim.NUMBER,
            _("Overtime came to {overtime} hours."),
            {"overtime": Value("work.overtime_hours")},
            basis="work.overtime_hours",
            rows=("R2-27", "R4-15"),
        ),
        Line(
            "quantities",
            Claim.NUMBER,
            _("Done above all: {quantities}."),
            {"quantities": Listing("work.quantity", "item", unit_by="measure_unit")},
            basis="work.quantity",
            rows=("R2-32",),
        ),
        Line(
            "cost",
            Claim.NUMBER,
            _("Repairs cost {cost} yuan."),
            {"cost": Value("work.cost")},
            basis="work.cost",
            rows=("R2-32",),
        ),
    ),
)
