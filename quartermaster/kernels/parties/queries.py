"""Finding parties."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import Party


def parties() -> QuerySet[Party]:
    return Party.objects.select_related("unit")
