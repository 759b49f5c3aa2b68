"""Document numbers, handed out inside the transaction that uses them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction

from .actor import Actor
from .models import NumberSeries

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


def next_number(actor: Actor, institution_id: int, prefix: str, *, year: int | None = None) -> str:
    """BX20260001: prefix, year (of `actor.at` unless given), running number of four digits or more.

    The series' row stays locked until the transaction ends; if that is rolled back the number is
    free again, so there are no gaps. Ask for it as late as possible.
    """
    year = year or actor.at.astimezone(LOCAL_ZONE).year
    value = _take(institution_id, prefix, year)
    return f"{prefix}{year}{value:04d}"


def _take(institution_id: int, prefix: str, year: int) -> int:
    statement = (
        "UPDATE core_numberseries SET next_value = next_value + 1 "
        "WHERE institution_id = %s AND prefix = %s AND year = %s RETURNING next_value - 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [institution_id, prefix, year])
        if row := cursor.fetchone():
            return row[0]
    try:
        with transaction.atomic():
            NumberSeries.objects.create(
                institution_id=institution_id, prefix=prefix, year=year, next_value=2
            )
    except IntegrityError:
        return _take(institution_id, prefix, year)
    return 1
