"""Figures of the hotline (R1-33)."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.measure import Measure, Ratio

from . import queries

BY = {"unit": "unit", "night": "night", "answered_by": "answered_by"}


def _calls(name, label, definition, only=None):
    return Measure(
        f"hotline.{name}",
        label,
        unit=_("calls"),
        permits="work.see",
        of=queries.calls,
        value=Count("pk"),
        on="at",
        only=only,
        by=BY,
        definition=definition,
    )


CALLS = _calls("calls", _("Calls"), _("Calls to the hotline, answered and missed."))
NIGHT = _calls(
    "night_calls", _("Calls at night"), _("Calls between 22:00 and 06:00."), Q(night=True)
)
MISSED = _calls("missed", _("Missed calls"), _("Calls nobody answered."), Q(missed=True))
RETURNED = _calls(
    "returned",
    _("Missed calls returned"),
    _("Missed calls that were called back."),
    Q(missed=True, returned_at__isnull=False),
)
WITH_ORDER = _calls(
    "with_order", _("Calls with an order"), _("Calls that led to an order."), Q(order__isnull=False)
)
RETURN_RATE = Ratio(
    "hotline.return_rate",
    _("Missed calls returned"),
    part=RETURNED,
    whole=MISSED,
    definition=_("Missed calls called back ÷ missed calls."),
)
