"""Notifications: what a person should know, first of all inside the program."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..scope import Scoped


class Notice(Scoped):
    """One message to one account about one record. Read once, kept."""

    user_id = models.BigIntegerField(_("account"))
    subject = models.CharField(_("record"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=120)
    body = models.CharField(_("text"), max_length=300, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    at = models.DateTimeField(_("time"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = [
            models.Index(fields=["user_id", "-id"], name="core_notice_of"),
            models.Index(
                fields=["user_id"], condition=Q(read_at__isnull=True), name="core_notice_unread"
            ),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def scope_lookups(cls) -> tuple[str, str | None]:
        return "institution_id", None

    def scope_ids(self):
        return self.institution_id, None, None
