"""Parties outside the house: suppliers, contractors, utilities, authorities."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import InUnit, ScopedQuerySet


class Party(InUnit):
    """One legal person or office the institution deals with."""

    class Kind(models.TextChoices):
        SUPPLIER = "supplier", _("supplier")
        CONTRACTOR = "contractor", _("contractor")
        UTILITY = "utility", _("utility company")
        AUTHORITY = "authority", _("authority")
        OTHER = "other", _("other")

    sees = "parties.see"
    natural_keys = ("code", "name")
    selectable_when = Q(active=True)

    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    registration = models.CharField(_("registration number"), max_length=30, blank=True)
    contact = models.CharField(_("contact"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    active = models.BooleanField(_("active"), default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="parties_party_code_once")
        ]

    def __str__(self):
        return self.name

    def search_terms(self) -> tuple[str, str]:
        return self.name, f"{self.code} {self.contact}"
