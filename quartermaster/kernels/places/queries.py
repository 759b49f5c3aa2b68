"""Finding places."""

from __future__ import annotations

from datetime import time

from django.db.models import QuerySet

from .models import Place


def places() -> QuerySet[Place]:
    return Place.objects.select_related("unit", "parent")


def place_of_tag(tag: str) -> Place | None:
    """The place whose QR sheet was scanned; typed tags may be in small letters with spaces."""
    wanted = "".join(tag.upper().split()).replace("-", "")[:16]
    return (
        Place.objects.select_related("institution", "unit").filter(tag=wanted, active=True).first()
    )


def place_of_phone(institution_id: int, number: str) -> Place | None:
    """The place of a telephone extension."""
    if not number:
        return None
    return Place.objects.filter(institution_id=institution_id, phone=number, active=True).first()


def below(place: Place) -> QuerySet[Place]:
    """The place itself and everything in it."""
    return Place.objects.filter(institution_id=place.institution_id, path__startswith=place.path)


def is_quiet(place: Place, at: time) -> bool:
    """Whether `at` (local time) lies in the quiet hours of the place or of one around it."""
    step: Place | None = place
    while step is not None:
        if step.quiet_from is not None and step.quiet_until is not None:
            begins, ends = step.quiet_from, step.quiet_until
            return begins <= at < ends if begins < ends else at >= begins or at < ends
        step = step.parent
    return False
