"""Figures about people: how many are here, how the grid is covered."""

from __future__ import annotations

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.measure import Measure, Ratio

from . import queries

QUOTA = Measure(
    "staff.quota",
    _("Establishment quota"),
    unit=_("people"),
    permits="people.see",
    of=queries.posts,
    value=Sum("quota"),
    definition=_("Sum of the quotas of all posts."),
    by={"unit": "unit"},
)
STAFF = Measure(
    "staff.count",
    _("Staff"),
    unit=_("people"),
    permits="people.see",
    of=queries.people,
    value=Count("pk"),
    begins="joined_on",
    ends="left_on",
    definition=_("People who had joined and not left at the end of the period."),
    by={"unit": "unit", "employment": "employment"},
)
CELLS = Measure(
    "grid.cells",
    _("Grid cells"),
    unit=_("cells"),
    permits="people.see",
    of=queries.all_cells,
    value=Count("pk"),
    begins="since",
    ends="until",
    definition=_("Service-grid cells in force at the end of the period."),
    by={"trade": "trade", "unit": "unit"},
)
NAMED_CELLS = Measure(
    "grid.named_cells",
    _("Grid cells with a responsible person"),
    unit=_("cells"),
    permits="people.see",
    of=queries.all_cells,
    value=Count("pk"),
    begins="since",
    ends="until",
    only=Q(owner__isnull=False),
    definition=_("Cells in force whose responsible person is named."),
    by={"trade": "trade", "unit": "unit"},
)
NAMED_RATE = Ratio(
    "grid.named_rate",
    _("Cells with a responsible person"),
    part=NAMED_CELLS,
    whole=CELLS,
    definition=_("Grid cells with a named person ÷ all grid cells in force."),
)
