"""`GET /measures`, one measure's figure, and its evidence."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.audit import snapshot, write_audit
from quartermaster.base.core.errors import Forbidden, Invalid
from quartermaster.base.core.listing import page_of
from quartermaster.base.core.measure import MEASURES, Measure, Ratio
from quartermaster.base.core.models import Institution
from quartermaster.base.core.narrowing import read_moment
from quartermaster.base.core.reading import LOCAL_ZONE
from quartermaster.base.core.refs import ref
from quartermaster.base.core.screen import SCREENS
from quartermaster.base.time import period as periods

from .answers import refuse_unknown_words
from .dimensions import value_at
from .lists import readable
from .values import plain, row_of

SPAN = {"since", "until", "period"}
EVIDENCE_PAGE = 50


def described(actor: Actor) -> list[dict[str, Any]]:
    return [_described(each) for each in MEASURES.values() if actor.may(each.permits)]


def _described(measure: Measure | Ratio) -> dict[str, Any]:
    return {
        "name": measure.name,
        "label": str(measure.label),
        "unit": str(measure.unit),
        "definition": str(measure.definition),
        "by": [*measure.by, "institution"],
        "decimals": measure.decimals,
        "rate": measure.is_rate,
        "restricted": measure.restricted,
        "url": f"/api/v1/measures/{measure.name}",
    }


def asked_measure(actor: Actor, name: str) -> Measure | Ratio:
    measure = MEASURES.get(name)
    if measure is None or not actor.may(measure.permits):
        raise Forbidden(name)
    return measure


def figure_of(actor: Actor, measure: Measure | Ratio, query: QueryDict) -> dict[str, Any]:
    """The figure over a period, and by one dimension when asked."""
    asked = _asked(measure, query, {"by"})
    span = _span(actor, measure, asked)
    figure = {
        **_described(measure),
        "since": plain(span["since"]),
        "until": plain(span["until"]),
        "where": {name: asked[name] for name in sorted(set(asked) - SPAN - {"by"})},
        "value": plain(readable(lambda: measure.read(actor, **span))),
        "evidence": {
            "count": readable(lambda: measure.evidence(actor, **span).order_by().count()),
            "url": _evidence_url(measure, asked, span),
        },
    }
    if by := asked.get("by"):
        groups = readable(lambda: measure.read_by(actor, by, **span))
        figure["split_by"] = by
        figure["values"] = [
            {"key": plain(each.key), "label": each.label, "value": plain(each.figure)}
            for each in groups
        ]
    return figure


def evidence_of(
    actor: Actor, measure: Measure | Ratio, query: QueryDict, size: int
) -> dict[str, Any]:
    """The very rows counted. Of restricted ones only how many, and the look is remembered."""
    asked = _asked(measure, query, {"page", "size"})
    span = _span(actor, measure, asked)
    rows = readable(lambda: measure.evidence(actor, **span))
    count = readable(lambda: rows.order_by().count())
    if measure.restricted:
        _remember_look(actor, measure, asked, count)
        return {"count": count, "rows": [], "next": None, "restricted": True}
    page = readable(lambda: page_of(rows, "-id", asked.get("page", ""), size))
    return {
        "count": count,
        "rows": _evidence_rows(actor, rows.model, [row.pk for row in page.rows]),
        "next": page.next,
        "previous": page.previous,
    }


def _evidence_rows(actor: Actor, model: type[models.Model], keys: list[int]) -> list[dict]:
    """The rows as the screen shows them; by name only where no screen may show them."""
    for screen in SCREENS.values():
        if screen.model() is model and actor.may(screen.sees):
            known = {row.pk: row for row in screen.visible(actor).filter(pk__in=keys)}
            if len(known) == len(keys):
                return [row_of(known[key], screen.columns) for key in keys]
    known = model._default_manager.in_bulk(keys)
    return [{"ref": ref(known[key]), "label": str(known[key])} for key in keys]


def _remember_look(actor: Actor, measure, asked: dict, count: int) -> None:
    """Whoever looks behind a restricted figure is named in the audit trail."""
    with transaction.atomic():
        home = Institution.objects.get(pk=actor.institution_id)
        inputs = {"measure": measure.name, "count": count, **asked}
        write_audit("core.look", actor, home, inputs=inputs, before=snapshot(home))


def _asked(measure: Measure | Ratio, query: QueryDict, further: set[str]) -> dict[str, str]:
    asked = {name: ",".join(query.getlist(name)) for name in query if query.get(name)}
    refuse_unknown_words(asked, SPAN | further | {*measure.by, "institution"})
    return asked


def _span(actor: Actor, measure: Measure | Ratio, asked: dict[str, str]) -> dict[str, Any]:
    """since, until (exclusive) and where; without a period the running year up to today."""
    since, until = _instants(asked, timezone.localtime(actor.at, LOCAL_ZONE).date())
    if since >= until:
        raise Invalid(text("The end must lie after the beginning."))
    names = {*measure.by, "institution"}
    where = {
        name: value_at(actor, measure, name, word) for name, word in asked.items() if name in names
    }
    return {"since": since, "until": until, "where": where}


def _instants(asked: dict[str, str], today: date) -> tuple[datetime, datetime]:
    if code := asked.get("period"):
        if "since" in asked or "until" in asked:
            raise Invalid(text("Give either a period or since and until."))
        try:
            return periods.parse(code).instants(LOCAL_ZONE)
        except ValueError:
            raise Invalid(
                text("“%(code)s” is no period. Write 2026-03, 2026Q2, 2026H1 or 2026.")
                % {"code": code[:40]},
                field_errors={"period": text("not a period")},
            ) from None
    since, until = asked.get("since"), asked.get("until")
    return (
        read_moment(since) if since else _midnight(date(today.year, 1, 1)),
        read_moment(until) if until else _midnight(today + timedelta(days=1)),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_ZONE)


def _evidence_url(measure: Measure | Ratio, asked: dict[str, str], span: dict) -> str:
    """The same question for the rows, with the period spelt out."""
    query = {name: value for name, value in asked.items() if name not in {"by", "period"}}
    query |= {"since": span["since"].isoformat(), "until": span["until"].isoformat()}
    return f"/api/v1/measures/{measure.name}/evidence?{urlencode(query)}"
