"""Planned work: plans, their occasions, quotas, the roster and the calendar."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.screen import Column, Need, Part, Screen, Way
from quartermaster.kernels.plans import queries
from quartermaster.kernels.plans.commands import calendar, occasion, plan, roster, settings
from quartermaster.kernels.plans.expecting import local_day
from quartermaster.kernels.plans.models import Occasion

PLANNED = _("Planned work")
CALENDAR = _("Calendar")


def _overdue(actor: Actor) -> Q:
    return Q(state__in=queries.OPEN, window_until__lt=local_day(actor.at))


def _due(actor: Actor) -> Q:
    today = local_day(actor.at)
    return Q(state__in=queries.OPEN, window_from__lte=today, window_until__gte=today)


def _days_late(row: Occasion) -> int | None:
    """Only of what is done: how late something open is depends on the day one looks."""
    return row.days_late(row.done_on) if row.done_on else None


class Plans(Screen):
    name, title, sees, group = "plans", _("Plans"), "plans.see", PLANNED
    pages = [Way(_("The coming 52 weeks"), "/upkeep/load/")]
    source = queries.plans
    columns = ["title", "kind", "unit", "place", "trade", "state", "responsible"]
    phone_columns = ["title", "place", "state"]
    filters = ["state", "kind", "trade", "unit", "place"]
    sorts = ["title", "-id"]
    details = [
        *columns,
        "category",
        "subject",
        "minutes",
        "steps",
        "rule",
        "lead_days",
        "tolerance_days",
        "stack_key",
        "stack_rank",
        "quota",
        "meter",
        "meter_unit",
        "meter_step",
        "meter_trigger",
        "meter_reading",
        "meter_read_at",
        "version",
        "expected_until",
        "approved_at",
        "active_at",
        "retired_at",
    ]
    parts = [
        Part(
            _("Occasions"),
            lambda found: found.occasions.order_by("-due_on"),
            ("due_on", "window_until", "state", "done_on", "reason"),
        ),
        Part(
            _("Quota"),
            lambda found: found.quota_windows.order_by("-since"),
            ("since", "until", "wanted", "counted", "met"),
        ),
    ]
    starts = [plan.draft]
    actions = [
        plan.approve,
        plan.activate,
        settings.record_reading,
        occasion.record_unplanned,
        plan.describe,
        plan.change,
        settings.stack,
        settings.set_quota,
        settings.set_meter,
        plan.send_back,
        plan.retire,
    ]
    needs = [
        Need(
            "to_approve",
            _("Plans to approve"),
            "plans.approve",
            only=lambda actor: Q(state="draft") & ~(Q(rule={}) & Q(quota={}) & Q(meter="")),
            query="state=draft",
        ),
        Need(
            "to_activate",
            _("Approved plans to put into force"),
            "plans.manage",
            only=lambda actor: Q(state="approved"),
            query="state=approved",
        ),
    ]


class Occasions(Screen):
    name, title, sees, group = "occasions", _("Due and done"), "plans.see", PLANNED
    source = queries.occasions
    columns = [
        "plan",
        "unit",
        "trade",
        "due_on",
        "window_until",
        "state",
        "done_on",
        Column("days_late", _("days late"), _days_late, "number"),
    ]
    phone_columns = ["plan", "due_on", "state"]
    filters = ["state", "kind", "trade", "unit", "plan"]
    sorts = ["due_on", "-due_on", "window_until"]
    since_until = "due_on"
    details = [
        *columns,
        "kind",
        "minutes",
        "planned_on",
        "window_from",
        "at_reading",
        "unplanned",
        "reason",
        "covered_by",
        "issued_at",
        "version",
    ]
    actions = [occasion.record_done, occasion.shift_occasion, occasion.skip_occasion]
    needs = [
        Need(
            "overdue",
            _("Planned work overdue"),
            "plans.see",
            only=_overdue,
            urgent=True,
            query="need=overdue",
        ),
        Need("due", _("Planned work due now"), "plans.see", only=_due, query="need=due"),
    ]


class QuotaWindows(Screen):
    name, title, sees, group = "quotas", _("Quotas"), "plans.see", PLANNED
    source = queries.quota_windows
    columns = ["plan", "unit", "since", "until", "wanted", "counted", "met"]
    filters = ["plan", "unit", "met"]
    sorts = ["-since", "plan"]
    since_until = "middle"


class Roster(Screen):
    name, title, sees, group = "roster", _("Duty roster"), "plans.see", PLANNED
    source = queries.roster
    columns = ["on", "shift", "person", "starts_at", "ends_at", "unit"]
    phone_columns = ["on", "shift", "person"]
    filters = ["shift", "person", "unit"]
    sorts = ["-starts_at", "starts_at"]
    since_until = "starts_at"
    actions = [roster.replace_on_duty, roster.swap]
    needs = [
        Need(
            "on_duty",
            _("On duty now"),
            "plans.see",
            only=lambda actor: Q(starts_at__lte=actor.at, ends_at__gt=actor.at),
            query="need=on_duty",
        )
    ]


class Shifts(Screen):
    name, title, sees, group = "shifts", _("Shifts"), "plans.see", PLANNED
    source = queries.shifts
    columns = ["name", "unit", "trade", "begins", "ends", "active"]
    filters = ["unit", "trade", "active"]
    sorts = ["name"]
    starts = [roster.open_shift]
    actions = [roster.roster, roster.close_shift]


class CalendarDays(Screen):
    name, title, sees, group = "calendar", _("Holidays and make-up workdays"), "plans.see", CALENDAR
    source = queries.calendar_days
    columns = ["date", "kind", "name", "source"]
    filters = ["kind"]
    sorts = ["-date", "date"]
    since_until = "date"
    starts = [calendar.import_holidays, calendar.set_day]


class Terms(Screen):
    name, title, sees, group = "terms", _("Terms"), "plans.see", CALENDAR
    source = queries.terms
    columns = ["code", "name", "since", "until"]
    sorts = ["-since"]
    starts = [calendar.open_term]
