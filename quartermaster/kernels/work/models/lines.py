"""What stands under an order: quantities, labour, costs, pauses, refusals, further reporters."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import Scoped
from quartermaster.kernels.people.models import Person
from quartermaster.kernels.places.models import Place

from .order import Order


class OfOrder(Scoped):
    """A record under an order; it lies where its order lies."""

    scope_prefix = "order__"
    sees = "work.see"

    class Meta:
        abstract = True


class QuantityLine(OfOrder):
    """What was done, how much of it, where: 更换日光灯管 2 支."""

    order = models.ForeignKey(
        Order, models.PROTECT, related_name="quantity_lines", verbose_name=_("work order")
    )
    item = models.CharField(_("what was done"), max_length=80)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3)
    measure_unit = models.CharField(_("unit of measure"), max_length=10)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("quantity line")
        verbose_name_plural = _("quantity lines")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="work_quantity_positive")
        ]
        indexes = [models.Index(fields=["institution", "at"], name="work_quantity_at")]

    def __str__(self):
        return f"{self.item} {self.quantity.normalize():f} {self.measure_unit}"


class Labour(OfOrder):
    """The time one person spent on an order."""

    order = models.ForeignKey(
        Order, models.PROTECT, related_name="labour", verbose_name=_("work order")
    )
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"))
    minutes = models.PositiveIntegerField(_("minutes"))
    overtime = models.BooleanField(_("overtime"), default=False)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("labour")
        verbose_name_plural = _("labour")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=1440), name="work_labour_within_a_day"
            )
        ]
        indexes = [models.Index(fields=["institution", "at"], name="work_labour_at")]

    def __str__(self):
        return f"{self.person} {self.minutes}"


class Cost(OfOrder):
    """Money an order cost, by kind; the order's `cost` is their sum."""

    class Kind(models.TextChoices):
        PARTS = "parts", _("parts")
        LABOUR = "labour", _("labour")
        CONTRACTOR = "contractor", _("contractor")
        OTHER = "other", _("other")

    order = models.ForeignKey(
        Order, models.PROTECT, related_name="costs", verbose_name=_("work order")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    amount = models.DecimalField(_("amount (yuan)"), max_digits=12, decimal_places=2)
    note = models.CharField(_("note"), max_length=120, blank=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="work_cost_positive")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount}"


class Pause(OfOrder):
    """While the finish clock stands still: only an approved pause counts."""

    class Reason(models.TextChoices):
        PARTS = "parts", _("waiting for parts")
        WINDOW = "window", _("waiting for a time slot")
        THIRD_PARTY = "third_party", _("waiting for a third party")
        REQUESTER = "requester", _("waiting for the requester")

    order = models.ForeignKey(
        Order, models.PROTECT, related_name="pauses", verbose_name=_("work order")
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="work_pause_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return self.get_reason_display()


class Refusal(OfOrder):
    """A worker gave an order back; two a day are free (a dated rule)."""

    order = models.ForeignKey(
        Order, models.PROTECT, related_name="refusals", verbose_name=_("work order")
    )
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"))
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("refusal")
        verbose_name_plural = _("refusals")
        indexes = [models.Index(fields=["person", "at"], name="work_refusal_of")]

    def __str__(self):
        return f"{self.person} {self.reason}"


class Reporter(OfOrder):
    """Somebody else who reported the same fault; told of every step like the first one."""

    order = models.ForeignKey(
        Order, models.PROTECT, related_name="reporters", verbose_name=_("work order")
    )
    name = models.CharField(_("requester"), max_length=40, blank=True)
    phone = models.CharField(_("requester's phone"), max_length=30, blank=True)
    user_id = models.BigIntegerField(_("requester's account"), null=True, blank=True)
    claim_digest = models.CharField(max_length=64, blank=True, db_index=True)
    reported_at = models.DateTimeField(_("reported at"))

    class Meta:
        verbose_name = _("further reporter")
        verbose_name_plural = _("further reporters")

    def __str__(self):
        return self.name
