"""Institutions and their units, as one tree of paths.

A superior body (a bureau with its houses) is an institution whose unit path is the beginning of
theirs, so a right held there reaches down.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..scope import Scoped, ScopedQuerySet


class Institution(models.Model):
    """One house with its own numbers, calendar and reports."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    superior = models.CharField(_("superior body"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("belongs to")
    )
    timezone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    closed_until = models.DateField(_("closed until"), null=True, blank=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self):
        return self.name

    def scope_ids(self):
        """With the path of its root unit, so that a right held above reaches a new institution."""
        root = Unit.objects.filter(institution=self, kind="institution").values_list("path")
        return self.pk, None, next((path for (path,) in root), None)


class Unit(Scoped):
    """A node of the organisation: a department, a section, a team, a store."""

    sees = "core.see"

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("belongs to")
    )
    code = models.CharField(_("code"), max_length=30, blank=True)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    path = models.CharField(_("path"), max_length=200, unique=True, editable=False)
    active = models.BooleanField(_("active"), default=True)

    objects = ScopedQuerySet.as_manager()
    selectable_when = Q(active=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        indexes = [models.Index(fields=["institution", "name"], name="core_unit_by_name")]

    def __str__(self):
        return self.name

    @classmethod
    def scope_lookups(cls) -> tuple[str, str]:
        return "institution_id", "id"

    def scope_ids(self):
        return self.institution_id, self.pk, self.path

    @property
    def is_root(self) -> bool:
        """The unit that stands for its whole institution."""
        return self.kind == "institution"

    def search_terms(self) -> tuple[str, str]:
        return self.name, self.code
