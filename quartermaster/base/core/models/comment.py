"""Words about any record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..scope import InUnit


class Comment(InUnit):
    """Said once, never edited: a further word is a further comment."""

    subject = models.CharField(_("record"), max_length=60)
    text = models.TextField(_("comment"), max_length=4000)
    at = models.DateTimeField(_("time"))
    by = models.CharField(_("who"), max_length=60)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["subject", "id"], name="core_comment_of")]

    def __str__(self):
        return self.text[:40]
