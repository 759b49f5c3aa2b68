"""Document numbers: BX20260001, per institution and year, without gaps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..scope import Scoped


class NumberSeries(Scoped):
    """The next free number of one prefix in one year. Locked while a number is handed out."""

    prefix = models.CharField(_("prefix"), max_length=10)
    year = models.PositiveIntegerField(_("year"))
    next_value = models.PositiveBigIntegerField(_("next"), default=1)

    class Meta:
        verbose_name = _("number series")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "prefix", "year"], name="core_number_series_once"
            )
        ]

    def __str__(self):
        return f"{self.prefix}{self.year}"
