"""The figures of plans: what was due, what was done of it, and in time (R1-05, R1-66, R2-36)."""

from __future__ import annotations

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.measure import Measure, Ratio

from . import queries

BY = {"unit": "unit", "trade": "trade", "kind": "kind", "plan": "plan"}


def _occasions(name, label, definition, *, only=None, of=queries.due_occasions, value=None):
    return Measure(
        f"plan.{name}",
        label,
        unit=_("occasions"),
        permits="plans.see",
        of=of,
        value=value or Count("pk"),
        on="due_on",
        only=only,
        by=BY,
        definition=definition,
    )


DUE = _occasions(
    "due",
    _("Planned work due"),
    _("Occasions due in the period, without those excused with a reason."),
)
DONE = _occasions(
    "done",
    _("Planned work done"),
    _("Occasions due in the period that are done, in time or late."),
    only=Q(state="done"),
)
DONE_IN_TIME = _occasions(
    "done_in_time",
    _("Planned work done in time"),
    _("Occasions due in the period that were done by the last day of their window."),
    only=Q(state="done", done_on__lte=F("window_until")),
)
MISSED = _occasions(
    "missed",
    _("Planned work missed"),
    _("Occasions due in the period that were not done before the next one was due."),
    only=Q(state="missed"),
)
SKIPPED = _occasions(
    "skipped",
    _("Planned work excused"),
    _("Occasions of the period that were left out with a reason or done with a larger service."),
    only=Q(state="skipped"),
    of=queries.occasions,
)
UNITS = _occasions(
    "units_due",
    _("Units with planned work"),
    _("Different units with an occasion due in the period."),
    value=Count("unit", distinct=True),
)
UNITS_DONE = _occasions(
    "units_done",
    _("Units covered by planned work"),
    _("Different units with an occasion of the period that is done."),
    only=Q(state="done"),
    value=Count("unit", distinct=True),
)
DONE_RATE = Ratio(
    "plan.done_rate",
    _("Planned work done in time"),
    part=DONE_IN_TIME,
    whole=DUE,
    definition=_("Occasions done within their window ÷ occasions due."),
)
COVERAGE = Ratio(
    "plan.coverage",
    _("Units covered"),
    part=UNITS_DONE,
    whole=UNITS,
    definition=_("Units with planned work done ÷ units with planned work due."),
)
MINUTES = Measure(
    "plan.minutes",
    _("Planned working time"),
    unit=_("minutes"),
    permits="plans.see",
    of=queries.due_occasions,
    value=Sum("minutes"),
    on="due_on",
    by=BY,
    definition=_("Sum of the planned minutes of the occasions due in the period."),
)
ACTIVE = Measure(
    "plan.active",
    _("Plans in force"),
    unit=_("plans"),
    permits="plans.see",
    of=queries.plans,
    value=Count("pk"),
    begins="active_at",
    ends="retired_at",
    only=Q(active_at__isnull=False),
    by={"unit": "unit", "trade": "trade", "kind": "kind"},
    definition=_("Plans that were in force at the end of the period."),
)


def _windows(name, label, definition, only=None):
    return Measure(
        f"plan.{name}",
        label,
        unit=_("windows"),
        permits="plans.see",
        of=queries.quota_windows,
        value=Count("pk"),
        on="middle",
        only=only,
        by={"unit": "unit", "plan": "plan"},
        definition=definition,
    )


QUOTA_WINDOWS = _windows(
    "quota_windows",
    _("Weeks (months, terms) with a quota"),
    _("Windows of plans with a quota whose middle day lies in the period, once they are over."),
)
QUOTA_MET = _windows(
    "quota_met",
    _("Weeks (months, terms) that met the quota"),
    _("Windows in which the work was done often enough."),
    Q(met=True),
)
QUOTA_RATE = Ratio(
    "plan.quota_rate",
    _("Quota met"),
    part=QUOTA_MET,
    whole=QUOTA_WINDOWS,
    definition=_("Windows that met their quota ÷ windows with a quota."),
)
