"""Finding orders."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from quartermaster.base.core.rules import ruling
from quartermaster.kernels.people.models import Person

from .models import Category, Labour, Order, QuantityLine
from .workflow import IN_HAND, OPEN, VOID

MERGE_MINUTES = "work.merge_minutes"
REPEATS = "work.repeat_escalation"


def orders() -> QuerySet[Order]:
    """Every order with what a list shows of it."""
    return Order.objects.select_related("unit", "place", "trade", "assignee", "category")


def real_orders() -> QuerySet[Order]:
    """What figures count: neither cancelled nor merged."""
    return Order.objects.exclude(state__in=VOID)


def open_orders() -> QuerySet[Order]:
    return orders().filter(state__in=OPEN)


def open_orders_of(person: Person) -> QuerySet[Order]:
    return Order.objects.filter(assignee=person, state__in=IN_HAND)


def open_counts(person_ids) -> dict[int, int]:
    """How many orders each of these people has in hand."""
    rows = Order.objects.filter(assignee_id__in=person_ids, state__in=IN_HAND)
    counted = rows.order_by().values("assignee_id").annotate(number=Count("pk"))
    return {row["assignee_id"]: row["number"] for row in counted}


def quantity_lines() -> QuerySet[QuantityLine]:
    """Lines of orders that are finished and stand."""
    return QuantityLine.objects.select_related("order", "place").exclude(order__state__in=VOID)


def labour() -> QuerySet[Labour]:
    return Labour.objects.select_related("order", "person")


def categories() -> QuerySet[Category]:
    return Category.objects.select_related("trade").order_by("code")


def earlier_same_fault(order: Order) -> int | None:
    """The latest repair of the same place and category within the days of a dated rule (故障重复).

    None as well where the house has decided no such rule: then nothing counts as repeated.
    """
    if order.kind != Order.Kind.REPAIR or order.place_id is None or order.category_id is None:
        return None
    decided = ruling(REPEATS, order.institution_id, order.reported_at.date())
    if decided is None:
        return None
    earlier = Order.objects.filter(
        place_id=order.place_id,
        category_id=order.category_id,
        kind=Order.Kind.REPAIR,
        reported_at__gte=order.reported_at - timedelta(days=decided.value["days"]),
        reported_at__lte=order.reported_at,
    ).exclude(state__in=VOID)
    if order.pk is not None:
        earlier = earlier.exclude(pk=order.pk)
    return earlier.order_by("-reported_at", "-pk").values_list("pk", flat=True).first()


def duplicates_of(order: Order, at: datetime) -> QuerySet[Order]:
    """Open orders that may be the same fault: same or neighbouring place, same trade, close in
    time (the minutes are a dated rule)."""
    decided = ruling(MERGE_MINUTES, order.institution_id, at.date())
    if decided is None or order.place_id is None:
        return Order.objects.none()
    span = timedelta(minutes=decided.value["minutes"])
    near = Q(place_id=order.place_id)
    if order.place.parent_id is not None:
        near |= Q(place__parent_id=order.place.parent_id) | Q(place_id=order.place.parent_id)
    same_work = Q(category_id=order.category_id) if order.category_id else Q()
    return (
        orders()
        .filter(
            near,
            same_work,
            institution_id=order.institution_id,
            state__in=OPEN,
            reported_at__gte=order.reported_at - span,
            reported_at__lte=order.reported_at + span,
        )
        .exclude(pk=order.pk)
        .order_by("reported_at")
    )
