"""The period of a report, from its code."""

from __future__ import annotations

from django.utils.translation import gettext as text

from quartermaster.base.core.errors import Invalid
from quartermaster.base.core.models import Institution
from quartermaster.base.time.period import Period, parse, term
from quartermaster.kernels.plans.queries import terms

from .models import Report


def terms_of(institution: Institution) -> list[Period]:
    """The school terms of an institution, as periods."""
    rows = terms().filter(institution=institution).order_by("since")
    return [term(row.code, row.since, row.until) for row in rows]


def read_period(institution: Institution, code: str) -> Period:
    """2026H1, 2026, 2026Q2, 2026-03 or the code of a term; raises Invalid."""
    try:
        return parse(code, terms_of(institution))
    except ValueError:
        message = text(
            "“%(code)s” is not a period. Write 2026H1, 2026, 2026Q2, 2026-03 or the code of a term."
        ) % {"code": code}
        raise Invalid(message, field_errors={"period": message}) from None


def period_of(report: Report) -> Period:
    return read_period(report.institution, report.period)
