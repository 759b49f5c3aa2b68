"""Drafting, wording, freezing and signing reports."""

from __future__ import annotations

import hashlib
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.audit import canonical
from quartermaster.base.core.command import command
from quartermaster.base.core.commands import root_unit
from quartermaster.base.core.errors import Invalid, Refused
from quartermaster.base.core.measure import measure
from quartermaster.base.core.models import Institution
from quartermaster.base.core.numbering import next_number
from quartermaster.base.documents import wording
from quartermaster.base.documents.approximation import Style
from quartermaster.base.time.period import Period

from . import claims
from .drafting import Reader, sentences
from .evidence import live, pack
from .models import Claim, Figure, Report, ReportSignature, Sentence
from .periods import period_of, read_period
from .printing import printed, spoken
from .template import TEMPLATES
from .workflow import REPORT


@command(
    "reports.draft",
    permits="reports.write",
    label=_("Draft a report"),
    labels={"institution": _("institution"), "kind": _("kind"), "period": _("period")},
)
def draft(
    actor: Actor,
    *,
    kind: str,
    institution: Institution,
    period: str,
    language: str = "zh-hans",
) -> Report:
    """Write the draft from what was really done. `period`: 2026H1, 2026, 2026-03, a term."""
    template = TEMPLATES.get(kind)
    if template is None:
        offered = ", ".join(sorted(TEMPLATES))
        raise Invalid(
            text("There is no report “%(kind)s”. Kinds: %(offered)s.")
            % {"kind": kind, "offered": offered},
            field_errors={"kind": text("Choose one of: %(offered)s.") % {"offered": offered}},
        )
    span = read_period(institution, period)
    report = Report(
        institution=institution,
        unit=root_unit(institution),
        kind=kind,
        period=span.code,
        since=span.since,
        until=span.until,
        language=language,
        drafted_at=actor.at,
        author=actor.name[:40],
        author_id=actor.user_id,
    )
    with translation.override(language):
        label = wording.period_label(span, spoken(language))
        report.title = str(template.title).format(institution=institution.name, period=label)
        report.number = next_number(actor, institution.pk, "BG")
        report.save(force_insert=True)
        _write(actor, report, span)
    return report


def _write(actor: Actor, report: Report, span: Period) -> None:
    zone = ZoneInfo(report.institution.timezone)
    reader = Reader(actor, report, span, zone)
    for sentence, figures in sentences(reader, TEMPLATES[report.kind]):
        sentence.save(force_insert=True)
        for figure in figures:
            figure.sentence = sentence
        Figure.objects.bulk_create(figures)


@command("reports.refresh", on=Report, moves=REPORT, permits="reports.write", label=_("Refresh"))
def refresh(actor: Actor, report: Report) -> None:
    """Read every figure again; sentences somebody rewrote keep their words."""
    edited = dict(report.sentences.filter(edited=True).values_list("key", "text"))
    report.sentences.all().delete()
    report.drafted_at = actor.at
    with translation.override(report.language):
        _write(actor, report, period_of(report))
    for key, words in edited.items():
        report.sentences.filter(key=key).update(text=words, edited=True)


@command(
    "reports.rewrite",
    on=Report,
    moves=REPORT,
    permits="reports.write",
    label=_("Rewrite a sentence"),
    labels={"sentence": _("sentence"), "words": _("new words, figures as {slots}")},
)
def rewrite(actor: Actor, report: Report, *, sentence: str, words: str) -> None:
    """Words are free, figures are not: numbers only through slots, no word beyond the claim."""
    row = report.sentences.filter(key=sentence).first()
    if row is None:
        raise Refused(text("The report has no sentence “%(key)s”.") % {"key": sentence})
    known = set(row.figures.values_list("slot", flat=True))
    if unknown := [slot for slot in claims.slots_of(words) if slot not in known]:
        raise Refused(text("Unknown figure: %(slots)s.") % {"slots": "、".join(unknown)})
    if typed := claims.typed_digits(words, row.text):
        raise Refused(
            text("“%(numbers)s” was typed by hand. Figures come from records: use {slots}.")
            % {"numbers": "、".join(typed)},
            rule="figures_are_locked",
        )
    if over := claims.forbidden_words(words, Claim(row.claim), row.verdict):
        raise Refused(
            text("“%(words)s” says more than the figures carry: %(reason)s")
            % {"words": "、".join(over), "reason": row.reason or row.get_claim_display()},
            rule="claim_guard",
        )
    row.text, row.edited = words, True
    row.save(update_fields=["text", "edited"])


@command(
    "reports.restyle",
    on=Report,
    moves=REPORT,
    permits="reports.write",
    label=_("Choose how a figure is worded"),
    labels={"sentence": _("sentence"), "slot": _("figure"), "style": _("style")},
)
def restyle(actor: Actor, report: Report, *, sentence: str, slot: str, style: str) -> None:
    """983 printed as 980多: the author picks the style, the value stays (X-06)."""
    if style not in {each.value for each in Style}:
        raise Refused(
            text("Styles: %(offered)s.") % {"offered": ", ".join(each.value for each in Style)}
        )
    figure = report.figures.filter(sentence__key=sentence, slot=slot, how="value").first()
    of = measure(figure.measure) if figure else None
    if of is None or of.is_rate:
        raise Refused(text("Only a plain figure can be worded approximately."))
    figure.style = style
    figure.text = printed(of, figure.value, report.language, style=style)
    figure.save(update_fields=["style", "text"])


@command("reports.freeze", on=Report, moves=REPORT, permits="reports.write", label=_("Freeze"))
def freeze(actor: Actor, report: Report) -> None:
    """Lock figures and words, and keep which records each figure counted."""
    for figure in report.figures.all():
        ids = list(live(actor, figure).order_by().values_list("pk", flat=True))
        figure.evidence, figure.evidence_digest = pack(ids)
        figure.evidence_count = len(ids)
        figure.save(update_fields=["evidence", "evidence_digest", "evidence_count"])
    report.frozen_at = actor.at
    report.digest = content_digest(report)


@command("reports.thaw", on=Report, moves=REPORT, permits="reports.write", label=_("Back to draft"))
def thaw(actor: Actor, report: Report) -> None:
    """Before anybody signed, a frozen report may become a draft again."""
    report.figures.update(evidence=None, evidence_digest="")
    report.frozen_at, report.digest = None, ""


@command(
    "reports.sign",
    on=Report,
    moves=REPORT,
    permits="reports.sign",
    label=_("Sign"),
    labels={"post": _("post")},
)
def sign(actor: Actor, report: Report, *, post: str = "") -> None:
    """A person signs what is frozen; everybody once."""
    if actor.user_id is None:
        raise Refused(text("Only a person can sign."))
    if content_digest(report) != report.digest:
        raise Refused(text("The report is not as it was frozen. It cannot be signed."))
    if report.signatures.filter(user_id=actor.user_id).exists():
        raise Refused(text("You have signed this report already."))
    ReportSignature.objects.create(
        institution_id=report.institution_id,
        report=report,
        name=actor.name[:40],
        post=post[:40],
        user_id=actor.user_id,
        at=actor.at,
        digest=report.digest,
    )


@command(
    "reports.withdraw",
    on=Report,
    moves=REPORT,
    permits="reports.write",
    label=_("Withdraw"),
    labels={"reason": _("reason")},
)
def withdraw(actor: Actor, report: Report, *, reason: str) -> None:
    """An unsigned report that will not be used; it stays readable."""
    report.digest = report.digest or content_digest(report)


def content_digest(report: Report) -> str:
    """SHA-256 over every word and figure of the report."""
    words = list(
        Sentence.objects.filter(report=report)
        .order_by("position", "pk")
        .values_list("position", "key", "level", "claim", "text", "verdict", "reason")
    )
    figures = [
        (
            f.sentence.key,
            f.slot,
            f.position,
            f.measure,
            f.where,
            f.since.isoformat(),
            f.until.isoformat(),
            None if f.value is None else f"{f.value:.6f}",
            f.text,
            f.evidence_count,
            f.evidence_digest,
        )
        for f in Figure.objects.filter(report=report)
        .select_related("sentence")
        .order_by("sentence__position", "slot", "position", "pk")
    ]
    body = [report.number, report.kind, report.title, report.period, words, figures]
    return hashlib.sha256(canonical(body).encode()).hexdigest()
