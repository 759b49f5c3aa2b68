"""Idempotency: the same key again is answered with the first result."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Repeat(models.Model):
    """A key that one account used for one command, and what came of it."""

    user_id = models.BigIntegerField(_("account"))
    key = models.CharField(_("key"), max_length=80)
    command = models.CharField(_("operation"), max_length=60)
    fingerprint = models.CharField(_("inputs"), max_length=64)
    result = models.CharField(_("result"), max_length=60, blank=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("repeat")
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="core_repeat_key_once")
        ]

    def __str__(self):
        return self.key
