"""What `qm verify` proves about orders: the derived columns follow from the events."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.proofs import proof

from .clocks import derived, sla_of
from .models import Cost, Order


@proof("work.clocks", _("Clocks and durations of orders follow from their events"))
def clocks(institution_id: int | None) -> Iterator[str]:
    rows = Order.objects.select_related("category")
    if institution_id is not None:
        rows = rows.filter(institution_id=institution_id)
    decisions: dict[tuple, object] = {}
    for order in rows.iterator(2_000):
        day = order.reported_at.date()
        key = (
            order.institution_id,
            day,
            order.kind,
            order.urgency,
            order.category_id,
            order.unit_id,
        )
        if key not in decisions:
            decisions[key] = sla_of(order)
        for name, value in derived(order, decisions[key]).items():
            if getattr(order, name) != value:
                kept = getattr(order, name)
                yield f"work.order:{order.pk} {order.number}: {name} is {kept}, not {value}"


@proof("work.costs", _("The cost of every order is the sum of its cost lines"))
def costs(institution_id: int | None) -> Iterator[str]:
    lines = Cost.objects.all()
    rows = Order.objects.filter(cost__gt=0)
    if institution_id is not None:
        lines = lines.filter(institution_id=institution_id)
        rows = rows.filter(institution_id=institution_id)
    sums = dict(lines.values_list("order_id").annotate(total=Sum("amount")))
    kept = dict(rows.values_list("pk", "cost"))
    for pk in sorted(sums.keys() | kept.keys()):
        if sums.get(pk, 0) != kept.get(pk, 0):
            yield f"work.order:{pk}: cost is {kept.get(pk, 0)}, its lines say {sums.get(pk, 0)}"
