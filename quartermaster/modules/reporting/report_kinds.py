"""The kinds of report that can be written, on the hospital's skeleton."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.kernels.reports.template import Template

from .skeleton import PARTS, TABLES

TITLE = _("{institution}: summary of general affairs, {period}")

HALF_YEAR = Template("half-year", _("Half-year report"), TITLE, PARTS, TABLES)
ANNUAL = Template("annual", _("Annual report"), TITLE, PARTS, TABLES)
QUARTER = Template("quarter", _("Quarterly report"), TITLE, PARTS, TABLES)
MONTH = Template("month", _("Monthly report"), TITLE, PARTS, TABLES)
