"""From a template and a period to sentences with figures: reading measures, asking the guard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.measure import Group, Measure, Ratio, measure
from quartermaster.base.time.period import Period

from .claims import Seen, judge
from .models import Claim, Figure, Report, Sentence, Verdict
from .printing import printed, printed_change
from .template import Change, Head, Line, Listing, Template, Value

SETTLING_IN = timedelta(days=15)
"""So late after the beginning of a period its first record may lie."""


@dataclass(frozen=True)
class Reader:
    """Reads measures for one institution over one period and those it is compared with."""

    actor: Actor
    report: Report
    period: Period
    zone: ZoneInfo

    def value(self, name: str, period: Period | None, where) -> Decimal | None:
        if period is None:
            return None
        since, until = period.instants(self.zone)
        figure = measure(name).read(self.actor, since=since, until=until, where=self.within(where))
        return None if figure is None else Decimal(str(figure))

    def within(self, where) -> dict:
        return {**where, "institution": self.report.institution_id}

    def other(self, against: str) -> Period | None:
        return self.period.last_year() if against == "last_year" else self.period.previous()

    def base(self, name: str, against: str, where) -> Decimal | None:
        """The figure of the other period; None when it was not recorded from its beginning.

        A period in which the records only begin is no base: it would turn "no data" into growth.
        """
        other = self.other(against)
        if other is None or not self.recorded_throughout(name, other):
            return None
        return self.value(name, other, where) or None

    def recorded_throughout(self, name: str, period: Period) -> bool:
        """Whether records of the measure begin with the period, not somewhere in its middle."""
        since, _until = period.instants(self.zone)
        first = self.first_record(name)
        return first is not None and first <= since + SETTLING_IN

    def first_record(self, name: str) -> datetime | None:
        of = measure(name)
        order = of.evidence_order()
        if order == "id":
            return None
        rows = of.evidence_source().visible_to(self.actor, of.permits)
        rows = rows.filter(institution_id=self.report.institution_id, **{f"{order}__isnull": False})
        return rows.order_by(order).values_list(order, flat=True).first()


def sentences(reader: Reader, template: Template) -> Iterator[tuple[Sentence, list[Figure]]]:
    """Every heading and sentence in order, not saved, each with its figures."""
    position = 0
    below = [*(head.level for head in template.parts[1:]), 0]
    for head, following in zip(template.parts, below, strict=True):
        if head.level:
            position += 1
            yield _heading(reader.report, head, position), []
        held = 0
        for line in head.lines:
            sentence, figures = _sentence(reader, line, position + 1)
            if sentence is None:
                continue
            position += 1
            held += 1
            yield sentence, figures
        if head.level and not held and following <= head.level:
            position += 1
            yield _nothing(reader.report, head, position), []


def _heading(report: Report, head: Head, position: int) -> Sentence:
    return Sentence(
        institution_id=report.institution_id,
        report=report,
        position=position,
        key=f"head_{head.key}",
        level=head.level,
        claim=Claim.HEADING,
        text=str(head.title),
        verdict=Verdict.HOLDS,
    )


def _nothing(report: Report, head: Head, position: int) -> Sentence:
    return Sentence(
        institution_id=report.institution_id,
        report=report,
        position=position,
        key=f"nothing_{head.key}",
        claim=Claim.GAP,
        text=text("(Nothing is recorded for this part yet.)"),
        verdict=Verdict.EMPTY,
        reason=text("No measure of this part has records in the period."),
    )


def _sentence(reader: Reader, line: Line, position: int) -> tuple[Sentence | None, list[Figure]]:
    figures = [f for name, slot in line.slots.items() for f in _figures(reader, name, slot)]
    decided = judge(line.claim, _seen(reader, line, figures))
    if decided.verdict == Verdict.EMPTY:
        return None, []
    wording = line.text
    if decided.verdict != Verdict.HOLDS and line.weaker:
        wording = line.weaker
    sentence = Sentence(
        institution_id=reader.report.institution_id,
        report=reader.report,
        position=position,
        key=line.key,
        claim=line.claim,
        text=str(wording),
        verdict=decided.verdict,
        reason=decided.reason[:300],
    )
    used = [figure for figure in figures if f"{{{figure.slot}}}" in sentence.text]
    return sentence, used


def _seen(reader: Reader, line: Line, figures: list[Figure]) -> Seen:
    def read(name: str) -> Decimal | None:
        return reader.value(name, reader.period, {}) if name else None

    return Seen(
        values=[figure.value for figure in figures],
        bases=[figure.base for figure in figures if figure.how.startswith("change")],
        share=read(line.share),
        zero=read(line.zero),
        register=read(line.register),
        basis=read(line.basis),
    )


def _figures(reader: Reader, name: str, slot) -> Iterator[Figure]:
    if isinstance(slot, Listing):
        yield from _listed(reader, name, slot)
    elif isinstance(slot, Change):
        yield _changed(reader, name, slot)
    else:
        yield _valued(reader, name, slot)


def _valued(reader: Reader, name: str, slot: Value) -> Figure:
    of = measure(slot.measure)
    period = reader.period.following() if slot.following else reader.period
    value = reader.value(slot.measure, period, slot.where)
    shown = printed(of, value, reader.report.language, style=slot.style)
    return _figure(
        reader, name, of, slot.where, value, shown, how="value", style=slot.style, period=period
    )


def _changed(reader: Reader, name: str, slot: Change) -> Figure:
    of = measure(slot.measure)
    value = reader.value(slot.measure, reader.period, slot.where)
    base = reader.base(slot.measure, slot.against, slot.where)
    shown = printed_change(
        of,
        value,
        base,
        reader.report.language,
        against=slot.against,
        direction=slot.direction,
    )
    how = f"change_{slot.against}"
    return _figure(reader, name, of, slot.where, value, shown, how=how, base=base)


def _listed(reader: Reader, name: str, slot: Listing) -> Iterator[Figure]:
    of = measure(slot.measure)
    for number, (where, label, unit, figure) in enumerate(_split(reader, of, slot)[: slot.most]):
        value = None if figure is None else Decimal(str(figure))
        shown = f"{label}{printed(of, value, reader.report.language)}{unit}"
        yield _figure(
            reader, name, of, where, value, shown, how="listed", position=number, label=label
        )


def _split(reader: Reader, of: Measure | Ratio, slot: Listing) -> list[tuple]:
    """(filter, label, unit, figure) of every part, in the order of the groups."""
    parts = []
    for group in _groups(reader, of, slot.by, slot.where):
        where = {**slot.where, slot.by: group.key}
        if not slot.unit_by:
            parts.append((where, group.label, "", group.figure))
        for unit in _groups(reader, of, slot.unit_by, where) if slot.unit_by else ():
            parts.append(({**where, slot.unit_by: unit.key}, group.label, unit.label, unit.figure))
        if len(parts) >= slot.most:
            break
    return parts


def _groups(reader: Reader, of: Measure | Ratio, by: str, where) -> list[Group]:
    since, until = reader.period.instants(reader.zone)
    return of.read_by(reader.actor, by, since=since, until=until, where=reader.within(where))


def _figure(
    reader: Reader,
    slot: str,
    of: Measure | Ratio,
    where,
    value,
    shown: str,
    *,
    period: Period | None = None,
    **more,
) -> Figure:
    since, until = (period or reader.period).instants(reader.zone)
    evidence = of.evidence(reader.actor, since=since, until=until, where=reader.within(where))
    return Figure(
        institution_id=reader.report.institution_id,
        report=reader.report,
        slot=slot,
        measure=of.name,
        where=dict(where),
        since=since,
        until=until,
        value=value,
        unit=str(of.unit)[:20],
        text=shown[:120],
        evidence_count=evidence.order_by().count(),
        **more,
    )
