"""A report as a document: numbered headings, sentences with their figures, the annex."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.measure import measure
from quartermaster.base.documents.content import (
    Block,
    Document,
    Footer,
    Heading,
    Note,
    Paragraph,
    Signature,
    Span,
    Table,
)
from quartermaster.base.documents.numerals import heading_number

from .claims import SLOT
from .drafting import Reader
from .models import Claim, Figure, Report, Sentence, Verdict
from .periods import period_of
from .printing import printed, spoken
from .template import TEMPLATES


def document_of(actor: Actor, report: Report) -> Document:
    """The whole report in its own language; figures carry the key `figure:<id>`."""
    with translation.override(report.language):
        return Document(
            title=report.title,
            language=spoken(report.language),
            footer=Footer(
                report.since, report.until, timezone.localtime(report.drafted_at), report.number
            ),
            issuer=report.institution.name,
            issued_on=timezone.localtime(report.frozen_at or report.drafted_at).date(),
            blocks=tuple(_blocks(actor, report)),
            signatures=tuple(
                Signature(s.post, s.name, timezone.localtime(s.at))
                for s in report.signatures.order_by("pk")
            ),
        )


def figure_key(figure: Figure) -> str:
    return f"figure:{figure.pk}"


def _blocks(actor: Actor, report: Report) -> Iterator[Block]:
    counters = [0, 0]
    tongue = spoken(report.language)
    rows = report.sentences.prefetch_related("figures").order_by("position")
    for sentence in rows:
        if sentence.claim == Claim.HEADING:
            if sentence.level and sentence.text:
                yield _heading(sentence, counters, tongue)
        else:
            yield Paragraph(tuple(spans_of(sentence)))
    yield from _tables(actor, report)
    yield Note(
        text("Every figure opens to the records it counted; figures marked so are to be verified.")
    )


def _heading(sentence: Sentence, counters: list[int], tongue: str) -> Heading:
    if sentence.level == 1:
        counters[0] += 1
        counters[1] = 0
    else:
        counters[1] += 1
    number = heading_number(sentence.level, counters[sentence.level - 1], tongue)
    return Heading(sentence.level, f"{number}{sentence.text}")


def spans_of(sentence: Sentence) -> Iterator[Span]:
    """The sentence cut at its slots; a listing slot becomes several figures."""
    figures: dict[str, list[Figure]] = {}
    for figure in sorted(sentence.figures.all(), key=lambda f: f.position):
        figures.setdefault(figure.slot, []).append(figure)
    pending = sentence.verdict == Verdict.PENDING
    begin = 0
    separator = text(", ")
    for found in SLOT.finditer(sentence.text):
        if found.start() > begin:
            yield Span(sentence.text[begin : found.start()])
        for number, figure in enumerate(figures.get(found.group(1), [])):
            if number:
                yield Span(separator)
            yield Span(figure.text, figure=figure_key(figure), pending=figure.value is None)
        begin = found.end()
    if begin < len(sentence.text):
        yield Span(sentence.text[begin:])
    if pending:
        yield Span("", pending=True)


def _tables(actor: Actor, report: Report) -> Iterator[Block]:
    """The annex, read once more for a draft; a frozen report prints what was frozen."""
    if report.state != "draft":
        return
    template = TEMPLATES[report.kind]
    reader = _reader(actor, report)
    since, until = reader.period.instants(reader.zone)
    for table in template.tables:
        columns = [measure(name) for name in table.measures]
        split = [
            {
                group.label: group.figure
                for group in of.read_by(
                    actor, table.by, since=since, until=until, where=reader.within({})
                )
            }
            for of in columns
        ]
        labels = list(dict.fromkeys(label for each in split for label in each))
        if not labels:
            continue
        yield Table(
            head=(str(table.caption), *(str(of.label) for of in columns)),
            rows=tuple(
                (
                    label,
                    *(
                        _cell(of, each.get(label), report.language)
                        for of, each in zip(columns, split, strict=True)
                    ),
                )
                for label in labels
            ),
            numeric=tuple(range(1, len(columns) + 1)),
            caption=str(table.caption),
        )


def _cell(of, value, language: str) -> str:
    return printed(of, None if value is None else Decimal(str(value)), language)


def _reader(actor: Actor, report: Report) -> Reader:
    return Reader(actor, report, period_of(report), ZoneInfo(report.institution.timezone))


def as_data(report: Report, link) -> dict:
    """The report as the contract's JSON: every figure with where it comes from."""
    figures = Figure.objects.filter(report=report).select_related("sentence")
    return {
        "report": report.kind,
        "number": report.number,
        "title": report.title,
        "institution": report.institution.code,
        "period": report.period,
        "state": report.state,
        "sentences": [
            {
                "key": s.key,
                "claim": s.claim,
                "text": "".join(span.text for span in spans_of(s)),
                "verdict": s.verdict,
                "reason": s.reason,
            }
            for s in report.sentences.prefetch_related("figures").order_by("position")
        ],
        "figures": [
            _figure_data(figure, link)
            for figure in figures.order_by("sentence__position", "slot", "position")
        ],
    }


def _figure_data(figure: Figure, link) -> dict:
    return {
        "text": figure.text,
        "value": None if figure.value is None else float(figure.value),
        "unit": figure.unit,
        "claim": figure.sentence.claim,
        "measure": figure.measure,
        "since": _day(figure.since),
        "until": _day(figure.until),
        "where": figure.where,
        "evidence": {"count": figure.evidence_count, "url": link(figure)},
    }


def _day(at: datetime) -> str:
    return timezone.localtime(at).date().isoformat()
