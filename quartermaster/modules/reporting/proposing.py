"""First answers for drafting a report: the half-year that ended last."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.screen import Proposal
from quartermaster.base.time.period import PeriodKind, containing
from quartermaster.kernels.reports.template import TEMPLATES


def for_draft(actor: Actor, _record: object) -> list[Proposal]:
    """The kind and the period, with the other choices as the reason."""
    today = timezone.localtime(actor.at).date()
    ended = containing(PeriodKind.HALF_YEAR, today).previous()
    kinds = "、".join(f"{each.kind}（{each.label}）" for each in TEMPLATES.values())
    return [
        Proposal("kind", "half-year", text("One of: %(kinds)s.") % {"kinds": kinds}),
        Proposal(
            "period",
            ended.code,
            text("The half-year that ended last; others: 2026, 2026Q2, 2026-03."),
        ),
    ]
