"""Who is on duty when: the shifts of a unit and the slots people have in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import InUnit, ScopedQuerySet
from quartermaster.kernels.people.models import Person, Trade


class Shift(InUnit):
    """A stretch of the day that a unit staffs; an end not after its beginning is a day later."""

    sees = "plans.see"
    natural_keys = ("name",)
    selectable_when = Q(active=True)

    name = models.CharField(_("name"), max_length=40)
    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, verbose_name=_("trade"))
    begins = models.TimeField(_("begins at"))
    ends = models.TimeField(_("ends at"))
    active = models.BooleanField(_("active"), default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "unit", "name"], name="plans_shift_name_once"
            )
        ]

    def __str__(self):
        return self.name


class RosterSlot(InUnit):
    """`person` is on duty in [starts_at, ends_at). `unit` is the one that staffs the shift."""

    sees = "plans.see"

    shift = models.ForeignKey(Shift, models.PROTECT, verbose_name=_("shift"))
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"))
    on = models.DateField(_("date"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duty roster")
        constraints = [
            models.UniqueConstraint(fields=["shift", "on", "person"], name="plans_slot_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="plans_slot_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "ends_at", "starts_at"], name="plans_slot_on_duty"),
            models.Index(fields=["shift", "on"], name="plans_slot_by_shift"),
        ]

    def __str__(self):
        return f"{self.person} · {self.shift} · {self.on}"
