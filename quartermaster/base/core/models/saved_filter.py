"""A list as somebody wants to see it again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..scope import InUnit


class SavedFilter(InUnit):
    """The query of one screen under a name; private, or shared with the unit."""

    user_id = models.BigIntegerField(_("account"))
    screen = models.CharField(_("screen"), max_length=40)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("filter"), max_length=500)
    shared = models.BooleanField(_("shared with the unit"), default=False)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "user_id", "screen", "name"], name="core_saved_filter_once"
            )
        ]

    def __str__(self):
        return self.name
