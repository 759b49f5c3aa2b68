"""The rates of work: shares of its figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.measure import Ratio

from .figures import (
    ARRIVALS,
    ARRIVED_IN_TIME,
    CALLED,
    COUNT,
    FINISHED_COUNT,
    FINISHED_IN_TIME,
    FINISHED_OF_REPORTED,
    FIRST_TIME,
    LIMITED,
    PROACTIVE,
    RATED,
    REPEATS,
    REWORKED,
    SATISFIED,
)


def _rate(name, label, part, whole, definition):
    return Ratio(f"work.{name}", label, part=part, whole=whole, definition=definition)


ARRIVAL_RATE = _rate(
    "arrival_rate",
    _("Arrived in time"),
    ARRIVED_IN_TIME,
    ARRIVALS,
    _("Arrivals within the limit ÷ finished orders that had an arrival limit."),
)
ON_TIME_RATE = _rate(
    "on_time_rate",
    _("Finished in time"),
    FINISHED_IN_TIME,
    LIMITED,
    _("Finished within the limit ÷ finished orders that had a completion limit."),
)
DONE_RATE = _rate(
    "done_rate",
    _("Completion rate"),
    FINISHED_OF_REPORTED,
    COUNT,
    _("Orders of the period finished by now ÷ orders reported in the period."),
)
FIRST_TIME_RATE = _rate(
    "first_time_rate",
    _("Fixed at the first visit"),
    FIRST_TIME,
    FINISHED_COUNT,
    _("Finished without rework ÷ finished."),
)
REWORK_RATE = _rate(
    "rework_rate", _("Rework rate"), REWORKED, FINISHED_COUNT, _("Reworked ÷ finished.")
)
SATISFACTION = _rate(
    "satisfaction",
    _("Satisfaction"),
    SATISFIED,
    RATED,
    _("Ratings of four and five stars ÷ all ratings."),
)
RATED_RATE = _rate("rated_rate", _("Share rated"), RATED, FINISHED_COUNT, _("Rated ÷ finished."))
CALL_BACK_RATE = _rate(
    "call_back_rate", _("Share called back"), CALLED, FINISHED_COUNT, _("Called back ÷ finished.")
)
PROACTIVE_SHARE = _rate(
    "proactive_share", _("Proactive share"), PROACTIVE, COUNT, _("Proactive ÷ all orders.")
)
REPEAT_RATE = _rate(
    "repeat_rate", _("Repeated faults"), REPEATS, COUNT, _("Repeated faults ÷ all orders.")
)
