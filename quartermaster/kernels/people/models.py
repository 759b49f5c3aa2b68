"""People of the house: posts with a quota, trades, skills, and who answers for what, where."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.accounts.models import User
from quartermaster.base.core.scope import InUnit, Scoped, ScopedQuerySet
from quartermaster.kernels.places.models import Place


class Trade(Scoped):
    """A craft: electrician, plumber, carpenter, …"""

    sees = "core.see"
    natural_keys = ("code", "name")
    selectable_when = Q(active=True)

    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=40)
    active = models.BooleanField(_("active"), default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("trade")
        verbose_name_plural = _("trades")
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="people_trade_code_once")
        ]

    def __str__(self):
        return self.name

    @classmethod
    def scope_lookups(cls):
        return "institution_id", "institution_id"

    def scope_ids(self):
        return self.institution_id, None, None


class Person(InUnit):
    """Somebody who works here, whether or not he has an account."""

    class Employment(models.TextChoices):
        PERMANENT = "permanent", _("permanent")
        TEMPORARY = "temporary", _("temporary")
        OUTSOURCED = "outsourced", _("outsourced")

    sees = "people.see"
    natural_keys = ("number", "name")
    selectable_when = Q(left_on__isnull=True)

    number = models.CharField(_("staff number"), max_length=20)
    name = models.CharField(_("name of a person"), max_length=40)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    employment = models.CharField(
        _("employment"), max_length=12, choices=Employment.choices, default=Employment.PERMANENT
    )
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("account")
    )
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "number"], name="people_person_number_once"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="people_person_leaves_after_joining",
            ),
        ]

    def __str__(self):
        return self.name

    def search_terms(self) -> tuple[str, str]:
        return self.name, self.number


class Post(InUnit):
    """A post of a unit and how many people it is meant to have (编制)."""

    sees = "people.see"

    title = models.CharField(_("title"), max_length=40)
    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, verbose_name=_("trade"))
    quota = models.PositiveIntegerField(_("quota"), default=1)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "unit", "title"], name="people_post_once"
            )
        ]

    def __str__(self):
        return f"{self.unit} {self.title}"


class Appointment(Scoped):
    """`person` holds `post` in [since, until)."""

    scope_prefix = "post__"
    sees = "people.see"

    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("post"))
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"))
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="people_appointment_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.post}"


class Skill(Scoped):
    """`person` can do the work of `trade`."""

    scope_prefix = "person__"
    sees = "people.see"

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="skills", verbose_name=_("person")
    )
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="skills", verbose_name=_("trade"))

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "person", "trade"], name="people_skill_once"
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.trade}"


class GridCell(InUnit):
    """Who answers for one trade at one place and everything in it (网格化), and who deputises."""

    sees = "people.see"

    place = models.ForeignKey(Place, models.PROTECT, verbose_name=_("place"))
    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, verbose_name=_("trade"))
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grid_cells",
        verbose_name=_("responsible"),
    )
    deputy = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputy_cells",
        verbose_name=_("deputy"),
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("grid cell")
        verbose_name_plural = _("service grid")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "place", "trade"],
                condition=Q(until__isnull=True),
                name="people_grid_cell_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | Q(owner__isnull=True) | ~Q(deputy=F("owner")),
                name="people_grid_deputy_is_somebody_else",
            ),
        ]

    def __str__(self):
        return f"{self.place} · {self.trade or _('all trades')}"
