"""Photos and scans: stored once by content hash, attached to any record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..scope import InUnit


class Blob(models.Model):
    """A file's content, kept under its SHA-256 in the data directory."""

    sha256 = models.CharField(_("hash"), max_length=64, unique=True)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("bytes"))
    has_thumbnail = models.BooleanField(_("has a thumbnail"), default=False)

    class Meta:
        verbose_name = _("stored file")

    def __str__(self):
        return self.sha256[:12]


class Attachment(InUnit):
    """A stored file shown with a record; `kind` says what it proves."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        BEFORE = "before", _("before")
        AFTER = "after", _("after")
        SCAN = "scan", _("scan")
        SIGNATURE = "signature", _("signature")
        FILE = "file", _("file")

    subject = models.CharField(_("record"), max_length=60)
    blob = models.ForeignKey(Blob, models.PROTECT, verbose_name=_("file"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.PHOTO)
    name = models.CharField(_("file name"), max_length=120)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.CharField(_("added by"), max_length=60)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["subject", "id"], name="core_attachment_of")]

    def __str__(self):
        return self.name
