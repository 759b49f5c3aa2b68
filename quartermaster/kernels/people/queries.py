"""Finding people: by account, by trade, by the grid."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from quartermaster.base.core.actor import Actor
from quartermaster.kernels.places.models import Place

from .models import Appointment, GridCell, Person, Post, Trade


def people() -> QuerySet[Person]:
    return Person.objects.select_related("unit")


def person_of(actor: Actor) -> Person | None:
    """The person behind the account that acts, if there is one."""
    if actor.user_id is None:
        return None
    return Person.objects.filter(user_id=actor.user_id).first()


def skilled(trade: Trade) -> QuerySet[Person]:
    """Everybody still here who can do the work of a trade."""
    return people().filter(skills__trade=trade, left_on__isnull=True)


def responsible_for(place: Place, trade: Trade | None, on: date) -> GridCell | None:
    """The narrowest cell around a place: the same trade before 'all trades', inner before outer."""
    around = [int(part) for part in place.path.split("/") if part.isdigit()]
    cells = GridCell.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on),
        Q(trade=trade) | Q(trade__isnull=True),
        place_id__in=around,
        since__lte=on,
    ).select_related("owner", "deputy")
    return max(
        cells,
        key=lambda cell: (around.index(cell.place_id), cell.trade_id is not None),
        default=None,
    )


def grid() -> QuerySet[GridCell]:
    return GridCell.objects.select_related("place", "trade", "owner", "deputy").filter(
        until__isnull=True
    )


def all_cells() -> QuerySet[GridCell]:
    return GridCell.objects.select_related("place", "trade", "owner", "deputy")


def posts() -> QuerySet[Post]:
    return Post.objects.select_related("unit", "trade")


def appointments() -> QuerySet[Appointment]:
    return Appointment.objects.select_related("post", "person")


def trades() -> QuerySet[Trade]:
    return Trade.objects.order_by("code")
