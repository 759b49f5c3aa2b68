"""One line per findable record: what it is called and the tokens it is found by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..scope import InUnit


class SearchEntry(InUnit):
    """Derived from the record; rebuilt by `qm manage reindex`. `tokens` are space-separated."""

    kind = models.CharField(_("kind"), max_length=40)
    record_id = models.BigIntegerField(_("record"))
    label = models.CharField(_("label"), max_length=160)
    hint = models.CharField(_("hint"), max_length=160, blank=True)
    tokens = models.TextField(_("tokens"))

    class Meta:
        verbose_name = _("search entry")
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], name="core_search_entry_once")
        ]

    def __str__(self):
        return self.label
