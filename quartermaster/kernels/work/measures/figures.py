"""Counts, sums and means over orders, their quantities and labour."""

from __future__ import annotations

from django.db.models import Avg, Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.measure import Measure

from .. import queries
from ..workflow import FINISHED

BY = {
    "trade": "trade",
    "category": "category",
    "unit": "unit",
    "urgency": "urgency",
    "kind": "kind",
    "channel": "channel",
    "state": "state",
    "assignee": "assignee",
    "place": "place",
    "off_hours": "off_hours",
    "rating": "rating",
}
DONE = Q(state__in=FINISHED)


def _orders(name, label, definition, *, on, value=None, only=None, unit=None, decimals=0):
    return Measure(
        f"work.{name}",
        label,
        unit=unit or _("orders"),
        permits="work.see",
        of=queries.real_orders,
        value=value or Count("pk"),
        on=on,
        only=only,
        by=BY,
        definition=definition,
        decimals=decimals,
    )


COUNT = _orders(
    "count",
    _("Orders reported"),
    _("Orders reported in the period, without cancelled and merged ones."),
    on="reported_at",
)
REPAIRS = _orders(
    "repairs",
    _("Repair requests"),
    _("Orders of the kind repair reported in the period."),
    on="reported_at",
    only=Q(kind="repair"),
)
NIGHT = _orders(
    "off_hours",
    _("Orders outside service hours"),
    _("Orders reported when the service calendar was closed."),
    on="reported_at",
    only=Q(off_hours=True),
)
PROACTIVE = _orders(
    "proactive",
    _("Proactive orders"),
    _("Orders from plans and rounds, not from a complaint."),
    on="reported_at",
    only=Q(kind__in=["upkeep", "round"]),
)
FINISHED_OF_REPORTED = _orders(
    "finished_of_reported",
    _("Orders of the period finished so far"),
    _("Orders reported in the period that are finished by now."),
    on="reported_at",
    only=DONE,
)
UNFINISHED = _orders(
    "unfinished",
    _("Orders not finished"),
    _("Orders reported in the period that are not finished yet."),
    on="reported_at",
    only=~DONE,
)
FINISHED_COUNT = _orders(
    "finished",
    _("Orders finished"),
    _("Orders whose work was finished in the period."),
    on="done_at",
    only=DONE,
)
ARRIVALS = _orders(
    "arrivals",
    _("Finished orders with an arrival limit"),
    _("Orders finished in the period for which an arrival was promised and recorded."),
    on="done_at",
    only=DONE & Q(arrived_in_time__isnull=False),
)
ARRIVED_IN_TIME = _orders(
    "arrived_in_time",
    _("Arrived in time"),
    _("Those of them with the arrival within the limit."),
    on="done_at",
    only=DONE & Q(arrived_in_time=True),
)
LIMITED = _orders(
    "limited",
    _("Finished orders with a completion limit"),
    _("Orders finished in the period for which a completion time was promised."),
    on="done_at",
    only=DONE & Q(finished_in_time__isnull=False),
)
FINISHED_IN_TIME = _orders(
    "finished_in_time",
    _("Finished in time"),
    _("Those of them finished within the limit, approved pauses not counted."),
    on="done_at",
    only=DONE & Q(finished_in_time=True),
)
LATE = _orders(
    "late",
    _("Finished late"),
    _("Orders finished in the period after their limit, approved pauses not counted."),
    on="done_at",
    only=DONE & Q(finished_in_time=False),
)
FIRST_TIME = _orders(
    "first_time",
    _("Fixed at the first visit"),
    _("Orders finished in the period that were never sent back or re-opened."),
    on="done_at",
    only=DONE & Q(rework_count=0),
)
REWORKED = _orders(
    "reworked",
    _("Reworked"),
    _("Orders finished in the period that had been sent back or re-opened."),
    on="done_at",
    only=DONE & Q(rework_count__gt=0),
)
RATED = _orders(
    "rated",
    _("Orders rated"),
    _("Orders finished in the period that were rated."),
    on="done_at",
    only=DONE & Q(rating__isnull=False),
)
SATISFIED = _orders(
    "satisfied",
    _("Satisfied ratings"),
    _("Ratings of four or five stars."),
    on="done_at",
    only=DONE & Q(rating__gte=4),
)
DISSATISFIED = _orders(
    "dissatisfied",
    _("Ratings of three stars or fewer"),
    _("Orders finished in the period and rated with three stars or fewer."),
    on="done_at",
    only=DONE & Q(rating__lte=3),
)
CALLED = _orders(
    "called_back",
    _("Orders called back"),
    _("Orders finished in the period after which the desk called back."),
    on="done_at",
    only=DONE & Q(called_at__isnull=False),
)
REPEATS = _orders(
    "repeats",
    _("Repeated faults"),
    _("Orders of the same place and category as another within 30 days."),
    on="reported_at",
    only=Q(repeat_of__isnull=False),
)
OUTSOURCED = _orders(
    "outsourced",
    _("Done by contractors"),
    _("Orders finished in the period by an outside firm."),
    on="done_at",
    only=DONE & Q(contractor__isnull=False),
)
RESPONSE = _orders(
    "response_minutes",
    _("Mean response"),
    _("Mean of accepted − reported over orders reported in the period and accepted."),
    on="reported_at",
    value=Avg(F("response_seconds") / 60.0),
    only=Q(response_seconds__isnull=False),
    unit=_("minutes"),
    decimals=1,
)
DONE_HOURS = _orders(
    "done_hours",
    _("Mean completion"),
    _("Mean working time from report to finish, approved pauses not counted."),
    on="done_at",
    value=Avg(F("finish_seconds") / 3600.0),
    only=DONE & Q(finish_seconds__isnull=False),
    unit=_("hours"),
    decimals=1,
)
MEAN_RATING = _orders(
    "mean_rating",
    _("Mean rating"),
    _("Mean of the stars of orders finished in the period."),
    on="done_at",
    value=Avg("rating"),
    only=DONE & Q(rating__isnull=False),
    unit=_("stars"),
    decimals=4,
)
COST = _orders(
    "cost",
    _("Cost of orders"),
    _("Sum of the costs of orders finished in the period."),
    on="done_at",
    value=Sum("cost"),
    only=DONE & Q(cost__gt=0),
    unit=_("yuan"),
    decimals=2,
)
QUANTITY = Measure(
    "work.quantity",
    _("Quantity done"),
    unit="",
    permits="work.see",
    of=queries.quantity_lines,
    value=Sum("quantity"),
    on="at",
    by={
        "item": "item",
        "measure_unit": "measure_unit",
        "place": "place",
        "trade": "order__trade",
        "unit": "order__unit",
    },
    definition=_("Sum of the quantity lines of orders, by item and unit of measure."),
    decimals=3,
)
OVERTIME = Measure(
    "work.overtime_hours",
    _("Overtime"),
    unit=_("hours"),
    permits="work.see",
    of=queries.labour,
    value=Sum(F("minutes") / 60.0),
    on="at",
    only=Q(overtime=True),
    by={"person": "person", "trade": "order__trade"},
    definition=_("Sum of the labour written down as overtime."),
    decimals=1,
)
