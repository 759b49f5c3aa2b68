"""Reports: sentences that claim something, and the figures that carry the claims."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import InUnit, Scoped, ScopedQuerySet

from .workflow import REPORT


class Claim(models.TextChoices):
    """What a sentence needs in order to be said."""

    NUMBER = "NUM", _("figure")
    STATE = "STA", _("state or event")
    ALL = "ALL", _("universal claim")
    ZERO = "ZERO", _("absence")
    COMPARISON = "CMP", _("comparison")
    QUOTATION = "QUO", _("outside judgement")
    GAP = "GAP", _("shortcoming")
    PLAN = "PLAN", _("intention")
    RHETORIC = "RHET", _("set phrase")
    HEADING = "HEAD", _("heading")


class Verdict(models.TextChoices):
    """What the guard says of a claim."""

    HOLDS = "holds", _("holds")
    WEAKER = "weaker", _("said more weakly")
    PENDING = "pending", _("to be verified")
    EMPTY = "empty", _("nothing recorded")


class Report(InUnit):
    """One report of one institution over [since, until)."""

    sees = "reports.see"
    natural_keys = ("number",)

    number = models.CharField(_("number"), max_length=20)
    kind = models.CharField(_("kind"), max_length=30)
    title = models.CharField(_("title"), max_length=120)
    period = models.CharField(_("period"), max_length=24)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    state = REPORT.field()
    drafted_at = models.DateTimeField(_("drafted at"))
    author = models.CharField(_("author"), max_length=40)
    author_id = models.BigIntegerField(_("author's account"), null=True)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            REPORT.constraint(),
            models.UniqueConstraint(
                fields=["institution", "number"], name="reports_report_number_once"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="reports_report_period_has_days"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | ~Q(digest=""),
                name="reports_report_frozen_has_digest",
            ),
        ]

    def __str__(self):
        return self.title

    def search_terms(self) -> tuple[str, str]:
        return self.title, self.number


class OfReport(Scoped):
    """A record under a report."""

    scope_prefix = "report__"
    sees = "reports.see"

    class Meta:
        abstract = True


class Sentence(OfReport):
    """One sentence or heading. `text` holds {slots}; the figures fill them."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="sentences", verbose_name=_("report")
    )
    position = models.PositiveIntegerField(_("position"))
    key = models.CharField(_("key"), max_length=40)
    level = models.PositiveSmallIntegerField(_("heading level"), default=0)
    claim = models.CharField(_("claim"), max_length=5, choices=Claim.choices)
    text = models.TextField(_("text"), max_length=2000)
    edited = models.BooleanField(_("edited"), default=False)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("sentence")
        verbose_name_plural = _("sentences")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "report", "key"], name="reports_sentence_once"
            )
        ]

    def __str__(self):
        return self.text[:60]


class Figure(OfReport):
    """One locked number of a sentence: which measure, over what, and what it counted."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="figures", verbose_name=_("report")
    )
    sentence = models.ForeignKey(
        Sentence, models.CASCADE, related_name="figures", verbose_name=_("sentence")
    )
    slot = models.CharField(_("slot"), max_length=40)
    position = models.PositiveIntegerField(_("position"), default=0)
    label = models.CharField(_("label"), max_length=120, blank=True)
    measure = models.CharField(_("measure"), max_length=60)
    where = models.JSONField(_("filter"), default=dict)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6, null=True, blank=True)
    base = models.DecimalField(
        _("compared with"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    how = models.CharField(_("printed as"), max_length=20)
    style = models.CharField(_("style"), max_length=16, default="exact")
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    text = models.CharField(_("text"), max_length=120)
    evidence_count = models.PositiveIntegerField(_("records counted"), default=0)
    evidence = models.BinaryField(_("records"), null=True)
    evidence_digest = models.CharField(_("digest of the records"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self):
        return f"{self.measure}: {self.text}"


class ReportSignature(OfReport):
    """Somebody signed the frozen report. Append-only."""

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="signatures", verbose_name=_("report")
    )
    name = models.CharField(_("name"), max_length=40)
    post = models.CharField(_("post"), max_length=40, blank=True)
    user_id = models.BigIntegerField(_("account"))
    at = models.DateTimeField(_("time"))
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "report", "user_id", "digest"],
                name="reports_signature_once",
            )
        ]

    def __str__(self):
        return self.name
