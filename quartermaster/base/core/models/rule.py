"""Rules of the trade as dated rows: who, where, from, to, how much, and who says so."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..actor import Actor
from ..scope import ScopedQuerySet


class Mark(models.TextChoices):
    """How well a rule is known. Only LAW and PUBLISHED may be printed as such."""

    LAW = "law", _("law or standard, read")
    PUBLISHED = "published", _("published by a comparable institution")
    SECONDARY = "secondary", _("second-hand source")
    KNOWLEDGE = "knowledge", _("practice of the trade, no source read")
    OWN = "own", _("decided by the institution")


class RuleQuerySet(ScopedQuerySet):
    """Rules for everybody are seen wherever the permission is held; own ones in their scope."""

    def visible_to(self, actor: Actor, permission: str):
        within_reach = super().visible_to(actor, permission)
        if actor.may(permission):
            return within_reach | self.filter(institution__isnull=True)
        return within_reach


class Rule(models.Model):
    """One value of the rule `code`, valid in [since, until), for all or for some.

    `applies_to` narrows it (for instance {"urgency": "P2"}); an empty one holds for everything.
    `institution` empty means every institution. Rows marked secondary or knowledge count only
    after a person adopted them (`adopted_by`).
    """

    code = models.CharField(_("rule"), max_length=60)
    institution = models.ForeignKey(
        "core.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("institution"),
        related_name="+",
    )
    applies_to = models.JSONField(_("applies to"), default=dict, blank=True)
    value = models.JSONField(_("value"))
    since = models.DateField(_("valid from"))
    until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    mark = models.CharField(_("mark"), max_length=12, choices=Mark.choices)
    adopted_by = models.CharField(_("adopted by"), max_length=60, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        indexes = [models.Index(fields=["code", "institution"], name="core_rule_by_code")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="core_rule_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.since}"

    @classmethod
    def scope_lookups(cls) -> tuple[str, str | None]:
        return "institution_id", None

    def scope_ids(self):
        return self.institution_id, None, None

    @property
    def in_force(self) -> bool:
        trusted = {Mark.LAW, Mark.PUBLISHED, Mark.OWN}
        return self.mark in trusted or bool(self.adopted_by)
