"""The service catalogue: what can be asked for, which trade does it, how urgent it usually is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import Scoped, ScopedQuerySet
from quartermaster.kernels.people.models import Trade


class Urgency(models.TextChoices):
    """The classes of the SLA matrix."""

    P1 = "P1", _("P1 emergency")
    P2 = "P2", _("P2 urgent")
    P3 = "P3", _("P3 normal")
    P4 = "P4", _("P4 by appointment")
    P5 = "P5", _("P5 minor works")


class Category(Scoped):
    """One line of the catalogue. `words` are keywords that suggest it."""

    sees = "core.see"
    natural_keys = ("code", "name")
    selectable_when = Q(active=True)

    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=40)
    trade = models.ForeignKey(Trade, models.PROTECT, verbose_name=_("trade"))
    urgency = models.CharField(
        _("urgency"), max_length=2, choices=Urgency.choices, default=Urgency.P3
    )
    words = models.CharField(_("keywords"), max_length=300, blank=True)
    noisy = models.BooleanField(_("noisy work"), default=False)
    active = models.BooleanField(_("active"), default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="work_category_code_once")
        ]

    def __str__(self):
        return self.name

    @classmethod
    def scope_lookups(cls):
        return "institution_id", "institution_id"

    def scope_ids(self):
        return self.institution_id, None, None
