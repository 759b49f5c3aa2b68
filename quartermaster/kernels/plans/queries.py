"""Finding plans and their occasions, and who is on duty."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from quartermaster.kernels.people.models import Trade

from .models import CalendarDay, Occasion, Plan, QuotaWindow, RosterSlot, Shift, Term

OPEN = ("expected", "issued")


def plans() -> QuerySet[Plan]:
    return Plan.objects.select_related("unit", "place", "trade", "responsible")


def active_plans(institution_id: int | None = None) -> QuerySet[Plan]:
    rows = plans().filter(state="active")
    return rows if institution_id is None else rows.filter(institution_id=institution_id)


def occasions() -> QuerySet[Occasion]:
    return Occasion.objects.select_related("plan", "unit", "trade")


def due_occasions() -> QuerySet[Occasion]:
    """What was expected and not excused: the denominator."""
    return occasions().filter(unplanned=False).exclude(state="skipped")


def to_issue(on: date) -> QuerySet[Occasion]:
    """Expected occasions of active plans whose window has begun."""
    rows = occasions().select_related("plan__place", "plan__trade", "plan__unit")
    return rows.filter(
        state="expected", plan__state="active", window_from__lte=on, unplanned=False
    ).order_by("due_on", "pk")


def hopeless(on: date) -> QuerySet[Occasion]:
    """Open ones whose window is over and whose plan has come to its next occasion, or ended."""
    later = Occasion.objects.filter(
        plan=OuterRef("plan"), due_on__gt=OuterRef("due_on"), due_on__lte=on, unplanned=False
    )
    over = Occasion.objects.filter(state__in=OPEN, window_until__lt=on)
    return over.filter(Exists(later) | Q(plan__state="retired")).order_by("due_on", "pk")


def larger_on_the_day(occasion: Occasion) -> Occasion | None:
    """The largest service of the same stack, place and day that is to be done or was done."""
    plan = occasion.plan
    if not plan.stack_key:
        return None
    rows = Occasion.objects.filter(
        institution_id=occasion.institution_id,
        due_on=occasion.due_on,
        plan__stack_key=plan.stack_key,
        plan__stack_rank__gt=plan.stack_rank,
        plan__place_id=plan.place_id,
        plan__subject=plan.subject,
        unplanned=False,
        state__in=(*OPEN, "done"),
    )
    return rows.select_related("plan").order_by("-plan__stack_rank", "pk").first()


def quota_windows() -> QuerySet[QuotaWindow]:
    return QuotaWindow.objects.select_related("plan", "unit")


def calendar_days() -> QuerySet[CalendarDay]:
    return CalendarDay.objects.order_by("date")


def terms() -> QuerySet[Term]:
    return Term.objects.order_by("since")


def shifts() -> QuerySet[Shift]:
    return Shift.objects.select_related("unit", "trade")


def roster() -> QuerySet[RosterSlot]:
    return RosterSlot.objects.select_related("shift", "shift__trade", "person", "unit")


def on_duty(institution_id: int, at: datetime, trade: Trade | None = None) -> QuerySet[RosterSlot]:
    """The duties running at an instant; for a trade: its shifts, and its people in mixed ones."""
    rows = roster().filter(institution_id=institution_id, starts_at__lte=at, ends_at__gt=at)
    if trade is not None:
        mixed = Q(shift__trade__isnull=True, person__skills__trade=trade)
        rows = rows.filter(Q(shift__trade=trade) | mixed).distinct()
    return rows.order_by("starts_at", "pk")
