"""What is to be done again and again, and the occasions on which it is expected."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base import time
from quartermaster.base.core.scope import InUnit, ScopedQuerySet
from quartermaster.kernels.people.models import Person, Trade
from quartermaster.kernels.places.models import Place

from ..workflow import OCCASION, PLAN


class Plan(InUnit):
    """A recurring duty of a unit. `unit` is the one it is done for.

    `rule` is a recurrence of base/time as JSON; empty where only a meter triggers it. An occasion
    may be done from `lead_days` before it is due until `tolerance_days` after. Occasions exist for
    the days in [`expected_from`, `expected_until`), as last worked out.
    """

    class Kind(models.TextChoices):
        UPKEEP = "upkeep", _("upkeep")
        ROUND = "round", _("round")
        CLEANING = "cleaning", _("cleaning")
        SEASONAL = "seasonal", _("seasonal work")
        TASK = "task", _("other task")

    sees = "plans.see"
    natural_keys = ("title",)
    selectable_when = ~Q(state="retired")

    title = models.CharField(_("title"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    state = PLAN.field()
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    subject = models.CharField(_("about"), max_length=60, blank=True)
    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, verbose_name=_("trade"))
    category = models.CharField(_("category"), max_length=40, blank=True)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name=_("responsible")
    )
    minutes = models.PositiveIntegerField(_("minutes of work"), default=0)
    steps = models.TextField(_("steps"), blank=True)

    rule = models.JSONField(_("rhythm"), default=dict, blank=True)
    lead_days = models.PositiveIntegerField(_("issued days ahead"), default=0)
    tolerance_days = models.PositiveIntegerField(_("days of tolerance"), default=0)
    expected_from = models.DateField(_("expected from"), null=True, blank=True, editable=False)
    expected_until = models.DateField(_("expected until"), null=True, blank=True, editable=False)

    stack_key = models.CharField(_("stack"), max_length=40, blank=True)
    stack_rank = models.PositiveIntegerField(_("rank in the stack"), default=0)

    quota = models.JSONField(_("quota"), default=dict, blank=True)

    meter = models.CharField(_("meter"), max_length=40, blank=True)
    meter_unit = models.CharField(_("unit of the meter"), max_length=12, blank=True)
    meter_step = models.DecimalField(
        _("due every"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    meter_trigger = models.DecimalField(
        _("last trigger"), max_digits=14, decimal_places=3, default=Decimal(0)
    )
    meter_reading = models.DecimalField(
        _("last reading"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    meter_read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    active_at = models.DateTimeField(_("activated at"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            PLAN.constraint(),
            models.CheckConstraint(
                condition=Q(stack_key="") | Q(stack_rank__gt=0), name="plans_plan_stack_has_rank"
            ),
            models.CheckConstraint(
                condition=Q(meter="") | Q(meter_step__gt=0), name="plans_plan_meter_has_step"
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "state", "kind"], name="plans_plan_by_state"),
            models.Index(
                fields=["institution", "stack_key"],
                condition=~Q(stack_key=""),
                name="plans_plan_by_stack",
            ),
        ]

    def __str__(self):
        return self.title

    def search_terms(self) -> tuple[str, str]:
        return self.title, f"{self.category} {self.place or ''}"

    @property
    def recurrence(self) -> time.Rule | None:
        return time.rule_from_dict(self.rule) if self.rule else None

    @property
    def demanded(self) -> time.Quota | None:
        return time.quota_from_dict(self.quota) if self.quota else None

    def window(self, due_on: date) -> tuple[date, date]:
        """The first and the last day on which an occasion due that day may be done."""
        return (
            due_on - timedelta(self.lead_days),
            due_on + timedelta(self.tolerance_days),
        )


class Occasion(InUnit):
    """One expected doing of a plan: what its completion is measured by.

    `planned_on` is the day the rule names, `due_on` the day it was shifted to (usually the same).
    `at_reading` is the reading that brought it about; `unplanned` is one that nobody expected: it
    was simply done, and counts for quotas, not among what was due. The trade, kind and minutes are
    the plan's when it was expected, for figures without joins.
    """

    sees = "plans.see"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="occasions", verbose_name=_("plan"))
    version = models.PositiveIntegerField(_("version of the plan"), default=1)
    planned_on = models.DateField(_("planned for"))
    due_on = models.DateField(_("due on"))
    window_from = models.DateField(_("from"))
    window_until = models.DateField(_("at the latest"))
    state = OCCASION.field()
    kind = models.CharField(_("kind"), max_length=12, choices=Plan.Kind.choices)
    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, verbose_name=_("trade"))
    minutes = models.PositiveIntegerField(_("minutes of work"), default=0)
    at_reading = models.DecimalField(
        _("at reading"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    unplanned = models.BooleanField(_("not planned"), default=False)
    order = models.CharField(_("work order"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    covered_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("done with")
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        constraints = [
            OCCASION.constraint(),
            models.UniqueConstraint(fields=["plan", "due_on"], name="plans_occasion_once"),
            models.CheckConstraint(
                condition=Q(window_from__lte=F("due_on")) & Q(window_until__gte=F("due_on")),
                name="plans_occasion_due_in_window",
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(reason=""),
                name="plans_occasion_skipped_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="plans_occasion_done_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "due_on"], name="plans_occasion_by_day"),
            models.Index(
                fields=["institution", "window_from"],
                condition=Q(state__in=["expected", "issued"]),
                name="plans_occasion_open",
            ),
        ]

    def __str__(self):
        return f"{self.plan} · {self.due_on}"

    def days_late(self, today: date) -> int:
        """How many days after its window it was done, or still is not; 0 when in time."""
        reached = self.done_on or today
        return max((reached - self.window_until).days, 0)


class QuotaWindow(InUnit):
    """Whether a plan met its quota in one week (month, term …), [since, until).

    `middle` is its middle day: the window belongs to the period that day lies in.
    """

    sees = "plans.see"

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="quota_windows", verbose_name=_("plan")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    middle = models.DateField(_("middle day"))
    wanted = models.PositiveIntegerField(_("wanted"))
    counted = models.PositiveIntegerField(_("counted"))
    met = models.BooleanField(_("met"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota window")
        verbose_name_plural = _("quota windows")
        constraints = [
            models.UniqueConstraint(fields=["plan", "since"], name="plans_quota_window_once"),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="plans_quota_window_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["institution", "middle"], name="plans_quota_window_by_day")]

    def __str__(self):
        return f"{self.plan} · {self.since}"
