"""The audit trail: one row per command that succeeded, sealed in batches by hash."""

from __future__ import annotations

import hashlib
import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..scope import Scoped


class Audit(Scoped):
    """Append-only (a trigger refuses UPDATE and DELETE). `digest` covers every other column.

    `details` is canonical JSON text, {"inputs": …, "changes": {field: [old, new]}}: text, so that
    both databases keep it byte for byte.
    """

    unit = models.ForeignKey(
        "core.Unit",
        models.PROTECT,
        null=True,
        verbose_name=_("unit"),
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField(_("time"))
    device_at = models.DateTimeField(_("device time"), null=True)
    command = models.CharField(_("operation"), max_length=60)
    user_id = models.BigIntegerField(_("account"), null=True)
    actor = models.CharField(_("who"), max_length=60)
    channel = models.CharField(_("channel"), max_length=20)
    subject = models.CharField(_("record"), max_length=60)
    source = models.CharField(_("from state"), max_length=20, blank=True)
    target = models.CharField(_("to state"), max_length=20, blank=True)
    details = models.TextField(_("details"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        indexes = [
            models.Index(fields=["subject", "id"], name="core_audit_story"),
            models.Index(fields=["institution", "at"], name="core_audit_time"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.command} {self.subject}"

    def own_digest(self) -> str:
        """SHA-256 of the row's content, as it ought to stand in `digest`."""
        content = [
            self.institution_id,
            self.unit_id,
            self.at.timestamp(),
            self.device_at.timestamp() if self.device_at else None,
            self.command,
            self.user_id,
            self.actor,
            self.channel,
            self.subject,
            self.source,
            self.target,
            self.details,
        ]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def inputs(self) -> dict:
        return json.loads(self.details)["inputs"]

    @property
    def changes(self) -> dict:
        return json.loads(self.details)["changes"]


class AuditSeal(models.Model):
    """A batch of audit rows bound to the batch before it.

    `leaves` holds 16 bytes per row (8 of its id, 8 of its digest), so a changed, added or
    removed row can be named. `digest` = SHA-256(previous digest + leaves).
    """

    number = models.PositiveBigIntegerField(unique=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    leaves = models.BinaryField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("audit seal")

    def __str__(self):
        return f"{self.number}: {self.first_id}–{self.last_id}"


class AuditHorizon(models.Model):
    """Up to which id rows may be sealed once every transaction that ran then has ended.

    On PostgreSQL a row with a smaller id may be committed later than one with a larger id; the
    horizon waits until no transaction older than `transaction_id` is running.
    """

    last_id = models.BigIntegerField()
    transaction_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("audit horizon")

    def __str__(self):
        return str(self.last_id)
