"""What was imported, when, by whom, and which row became which record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import InUnit


class ColumnMapping(InUnit):
    """Which head of a sheet means which input, kept under a name for the next sheet of its kind.

    `columns` is {head: input}; an input "-" says that the column is to be left alone.
    """

    sees = "core.import"

    screen = models.CharField(_("screen"), max_length=40)
    name = models.CharField(_("name"), max_length=60)
    columns = models.JSONField(_("columns"), default=dict)

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "screen", "name"], name="exchange_mapping_named_once"
            )
        ]

    def __str__(self):
        return self.name


class ImportBatch(InUnit):
    """One spreadsheet brought in. `ended_at` is empty while it runs, or when it broke off."""

    sees = "core.import"

    screen = models.CharField(_("screen"), max_length=40)
    command = models.CharField(_("operation"), max_length=60)
    file_name = models.CharField(_("file name"), max_length=120)
    sha256 = models.CharField(_("hash"), max_length=64)
    columns = models.JSONField(_("columns"), default=dict)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_in = models.PositiveIntegerField(_("rows taken in"), default=0)
    rows_known = models.PositiveIntegerField(_("rows already there"), default=0)
    rows_rejected = models.PositiveIntegerField(_("rows rejected"), default=0)
    user_id = models.BigIntegerField(_("account"), null=True)
    by = models.CharField(_("who"), max_length=60)
    begun_at = models.DateTimeField(_("begun at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(fields=["institution", "screen", "sha256"], name="exchange_batch_of_file")
        ]

    def __str__(self):
        return f"{self.file_name} {self.begun_at:%Y-%m-%d %H:%M}"


class ImportedRow(models.Model):
    """A row that became a record: the same row again, from whatever file, is not taken twice."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, verbose_name=_("import"))
    institution = models.ForeignKey(
        "core.Institution",
        models.PROTECT,
        verbose_name=_("institution"),
        related_name="+",
        db_index=False,
    )
    screen = models.CharField(_("screen"), max_length=40)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    number = models.PositiveIntegerField(_("row"))
    result = models.CharField(_("record"), max_length=60)

    class Meta:
        verbose_name = _("imported row")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "screen", "fingerprint"], name="exchange_row_taken_once"
            )
        ]

    def __str__(self):
        return f"{self.number}: {self.result}"
