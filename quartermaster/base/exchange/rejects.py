"""The rows that could not be taken in, as a sheet to correct and send again."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as text

from quartermaster.base.core.reading import LOCAL_ZONE
from quartermaster.base.documents.spreadsheet import Column, Kind, to_xlsx

from .plan import Plan
from .running import Result


def rejected_rows(plan: Plan, result: Result) -> bytes:
    """A workbook: the columns as they came, with what is to be corrected behind them."""
    why: dict[int, list[str]] = defaultdict(list)
    for mistake in result.mistakes:
        why[mistake.row].append(str(mistake))
    columns = [Column(head) for head in plan.sheet.head]
    columns.append(Column(text("to correct"), Kind.TEXT, 60))
    width = len(plan.sheet.head)
    rows = (
        [
            *(cell.text for cell in (row[index] for index in range(width))),
            "\n".join(why[row.number]),
        ]
        for row in plan.sheet.rows
        if row.number in why
    )
    return to_xlsx(text("Rejected rows"), columns, rows, timezone=LOCAL_ZONE)
