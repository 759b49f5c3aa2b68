"""The days an institution works: holidays, make-up workdays, school terms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import Scoped, ScopedQuerySet


class OfInstitution(Scoped):
    """A record of the whole institution; no single unit owns it."""

    class Meta:
        abstract = True

    @classmethod
    def scope_lookups(cls):
        return "institution_id", None

    def scope_ids(self):
        return self.institution_id, None, None


class CalendarDay(OfInstitution):
    """A date that differs from its weekday. `source` is the notice that says so."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        MAKEUP_WORKDAY = "makeup_workday", _("make-up workday")

    sees = "plans.see"

    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=40)
    source = models.CharField(_("source"), max_length=120)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        constraints = [
            models.UniqueConstraint(fields=["institution", "date"], name="plans_calendar_day_once")
        ]

    def __str__(self):
        return f"{self.date} {self.name}"


class Term(OfInstitution):
    """A school term: the days [since, until). `code` is the period's, such as 2025-2026-2."""

    sees = "plans.see"
    natural_keys = ("code", "name")

    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=60)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="plans_term_code_once"),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="plans_term_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return self.name
