"""Calls to the hotline: the one table of this trade that nobody else points to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import InUnit
from quartermaster.kernels.places.models import Place
from quartermaster.kernels.work.models import Order


class Call(InUnit):
    """One telephone call, answered or missed. A call may become an order, or belong to one."""

    sees = "work.see"

    at = models.DateTimeField(_("time"))
    number = models.CharField(_("caller's number"), max_length=30, blank=True)
    caller = models.CharField(_("caller"), max_length=40, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    said = models.TextField(_("what was said"), max_length=2000, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=40, blank=True)
    missed = models.BooleanField(_("missed"), default=False)
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    night = models.BooleanField(_("at night"), default=False)
    order = models.ForeignKey(
        Order,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("work order"),
    )

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [models.Index(fields=["institution", "at"], name="repairs_call_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(missed=True) | ~Q(answered_by=""), name="repairs_call_was_answered"
            )
        ]

    def __str__(self):
        return f"{self.caller or self.number or _('call')}"
