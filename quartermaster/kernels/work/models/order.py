"""The work order: something asked for or due at a place, until it is done and confirmed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import InUnit, ScopedQuerySet
from quartermaster.kernels.parties.models import Party
from quartermaster.kernels.people.models import Person, Trade
from quartermaster.kernels.places.models import Place

from ..workflow import FINISHED, OPEN, ORDER
from .category import Category, Urgency


class Order(InUnit):
    """One order. `unit` is the unit that asked.

    Instants named like a state are when it was last entered. Everything in the last block is
    derived from events, pauses and dated rules by `clocks.reckon`, and proved by `qm verify`.
    """

    class Kind(models.TextChoices):
        REPAIR = "repair", _("repair")
        UPKEEP = "upkeep", _("upkeep")
        ROUND = "round", _("from a round")
        SERVICE = "service", _("service")

    class Channel(models.TextChoices):
        PHONE = "phone", _("telephone")
        WEB = "web", _("web page")
        QR = "qr", _("QR code")
        MOBILE = "mobile", _("phone app")
        ROUND = "round", _("found on a round")
        PLAN = "plan", _("plan")
        ALARM = "alarm", _("equipment alarm")
        COMPLAINT = "complaint", _("complaint")
        PAPER = "paper", _("entered from paper or a file")

    class Action(models.TextChoices):
        REPAIR = "repair", _("repaired")
        REPLACE = "replace", _("replaced")
        ADJUST = "adjust", _("adjusted or cleaned")
        INSTALL = "install", _("installed")
        NONE = "none", _("no fault found")

    sees = "work.see"
    natural_keys = ("number",)
    searched_by = frozenset(
        {"number", "symptom", "place_id", "place_note", "asset_note", "requester", "unit_id"}
    )

    number = models.CharField(_("number"), max_length=20)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.REPAIR)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.WEB
    )
    symptom = models.TextField(_("what is wrong"), max_length=2000)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, verbose_name=_("category")
    )
    trade = models.ForeignKey(
        Trade, models.PROTECT, null=True, blank=True, verbose_name=_("trade"), db_index=False
    )
    urgency = models.CharField(
        _("urgency"), max_length=2, choices=Urgency.choices, default=Urgency.P3
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    place_note = models.CharField(_("where exactly"), max_length=120, blank=True)
    asset_note = models.CharField(_("equipment"), max_length=120, blank=True)
    requester = models.CharField(_("requester"), max_length=40, blank=True)
    requester_phone = models.CharField(_("requester's phone"), max_length=30, blank=True)
    requester_user_id = models.BigIntegerField(_("requester's account"), null=True, blank=True)
    claim_digest = models.CharField(max_length=64, blank=True)
    first_owner = models.CharField(_("first responsible"), max_length=40, blank=True)
    source = models.CharField(_("comes from"), max_length=60, blank=True)
    repeat_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeats",
        verbose_name=_("repeats"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("merged into"),
    )
    state = ORDER.field()
    assignee = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name=_("worker")
    )
    contractor = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, verbose_name=_("contractor")
    )
    appointment_at = models.DateTimeField(_("agreed time"), null=True, blank=True)
    action = models.CharField(_("action"), max_length=10, choices=Action.choices, blank=True)
    cause = models.CharField(_("cause"), max_length=200, blank=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    rating_note = models.CharField(_("remark"), max_length=300, blank=True)

    reported_at = models.DateTimeField(_("reported at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    pooled_at = models.DateTimeField(_("in the pool since"), null=True, blank=True)
    dispatched_at = models.DateTimeField(_("dispatched at"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    done_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    verified_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    rated_at = models.DateTimeField(_("rated at"), null=True, blank=True)
    called_at = models.DateTimeField(_("called back at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    rework_count = models.PositiveSmallIntegerField(_("reworked"), default=0)
    cost = models.DecimalField(_("cost (yuan)"), max_digits=12, decimal_places=2, default=0)
    off_hours = models.BooleanField(_("outside service hours"), default=False)
    escalated = models.PositiveSmallIntegerField(_("escalated to (%)"), default=0)
    arrive_due_at = models.DateTimeField(_("arrive by"), null=True, blank=True)
    finish_due_at = models.DateTimeField(_("finish by"), null=True, blank=True)
    response_seconds = models.IntegerField(_("response (s)"), null=True, blank=True)
    arrival_seconds = models.IntegerField(_("arrival (s)"), null=True, blank=True)
    finish_seconds = models.IntegerField(_("completion (s)"), null=True, blank=True)
    arrived_in_time = models.BooleanField(_("arrived in time"), null=True, blank=True)
    finished_in_time = models.BooleanField(_("finished in time"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        constraints = [
            ORDER.constraint(),
            models.UniqueConstraint(
                fields=["institution", "number"], name="work_order_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FINISHED) | Q(done_at__isnull=False),
                name="work_order_finished_has_time",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
                name="work_order_rating_one_to_five",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False),
                name="work_order_merged_says_where",
            ),
        ]
        indexes = [
            models.Index(
                fields=["institution", "reported_at", "trade", "state"], name="work_order_reported"
            ),
            models.Index(fields=["institution", "done_at", "trade"], name="work_order_done"),
            models.Index(fields=["unit", "reported_at"], name="work_order_of_unit"),
            models.Index(
                fields=["institution", "state", "reported_at"], name="work_order_by_state"
            ),
            models.Index(
                fields=["claim_digest"], condition=~Q(claim_digest=""), name="work_order_claim"
            ),
            models.Index(
                fields=["institution", "state", "finish_due_at"], name="work_order_state_due"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.symptom[:30]}"

    def search_terms(self) -> tuple[str, str]:
        place = self.place.full_name if self.place_id else ""
        words = f"{place} {self.place_note} {self.asset_note} {self.requester}"
        return f"{self.number} {self.symptom[:100]}", " ".join(words.split())

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
