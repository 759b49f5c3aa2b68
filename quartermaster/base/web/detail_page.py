"""One record: its facts, what can be done now, its lines, files, words and story."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import segno
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from quartermaster.base.core import queries
from quartermaster.base.core.actor import Actor
from quartermaster.base.core.commands import add_files, comment
from quartermaster.base.core.errors import Forbidden
from quartermaster.base.core.refs import model_of, record_of, ref
from quartermaster.base.core.screen import Bound, Screen, bind, kind_of, label_of, name_of

from .asking import Asking
from .cells import QUIET, cell_writer, state_badge
from .markup import markup
from .screens_found import address_of_record, has_a_page, link_to, on_screen, shown_record
from .story import story_of
from .table import part_table
from .values import capital

MOST_LINES = 200
# Each part costs a statement; more than one are fetched after the page, which stays quick.
PARTS_AT_ONCE = 1
STORY_ON_PAPER = 12


@dataclass(frozen=True)
class Button:
    """An offered action; `at_once` needs nothing to be typed and is done with one press."""

    label: str
    address: str
    at_once: bool
    danger: bool
    key: str


@on_screen
def detail(request: HttpRequest, screen: type[Screen], pk: int) -> HttpResponse:
    record = shown_record(screen, request.actor, pk)
    offered = [_button(screen, record, bound) for bound in screen.offered(request.actor, record)]
    whole = "whole" in request.GET or len(screen.parts) <= PARTS_AT_ONCE
    context = _told(request, screen, record) | {
        "parts": list(_parts(screen, record)) if whole else [],
        "parts_later": "" if whole else f"/s/{screen.name}/{record.pk}/parts/",
        "ways": [(way.label, way.to(record)) for way in screen.record_pages],
        "primary": offered[0] if offered else None,
        "others": offered[1:],
        "story": story_of(record),
        "may_comment": _may_comment(request.actor, record),
        "comment": _extra(request, record, bind(comment, about=ref(record))),
        "attach": _extra(request, record, bind(add_files, about=ref(record))),
        "paper": f"/s/{screen.name}/{record.pk}/print/",
    }
    return render(request, "web/detail.html", context)


@on_screen
def parts(request: HttpRequest, screen: type[Screen], pk: int) -> HttpResponse:
    """The lines that belong to a record, asked for after its page is there."""
    record = shown_record(screen, request.actor, pk)
    return render(request, "web/parts.html", {"parts": list(_parts(screen, record))})


@on_screen
def on_paper(request: HttpRequest, screen: type[Screen], pk: int) -> HttpResponse:
    """The record as one A4 sheet, with a QR code back to it and lines to sign on."""
    record = shown_record(screen, request.actor, pk)
    address = request.build_absolute_uri(link_to(record))
    context = _told(request, screen, record) | {
        "parts": list(_parts(screen, record)),
        "story": list(reversed(story_of(record)))[-STORY_ON_PAPER:],
        "address": address,
        "code": qr_code(address),
        "institution": request.account.institution,
        "printed_at": request.actor.at,
        "printed_by": request.actor.name,
    }
    return render(request, "web/paper.html", context)


def qr_code(address: str) -> SafeString:
    """A QR code as inline SVG, sized by the style sheet."""
    code = segno.make(address, error="m")
    return markup(code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None))


def _told(request: HttpRequest, screen: type[Screen], record: models.Model) -> dict:
    told = list(facts(request.actor, screen, record))
    return {
        "screen": screen,
        "record": record,
        "title": str(record),
        "badge": state_badge(record),
        "facts": told,
        "unfilled": [label for label, _value, empty, _long in told if empty],
        "attachments": list(queries.attachments(ref(record))),
    }


def facts(actor: Actor, screen: type[Screen], record: models.Model):
    """(label, value as HTML, is it empty, is it long) of every shown column but the state."""
    model = screen.model()
    for column in screen.shown():
        if name_of(column) == "state":
            continue
        value = cell_writer(model, column)(record)
        kind = kind_of(model, column)
        if kind == "record" and value is not QUIET:
            value = _linked(actor, getattr(record, name_of(column)), value)
        yield capital(label_of(model, column)), markup(value), value is QUIET, len(value) > 80


def _linked(actor: Actor, other: models.Model, label: str) -> SafeString | str:
    if has_a_page(actor, type(other)):
        return format_html('<a href="{}">{}</a>', link_to(other), markup(label))
    return label


def _parts(screen: type[Screen], record: models.Model):
    for part in screen.parts:
        rows = list(part.rows(record)[: MOST_LINES + 1])
        if rows:
            table = part_table(type(rows[0]), part.columns, rows[:MOST_LINES])
            yield part.title, table, len(rows) > MOST_LINES
        else:
            yield part.title, "", False


def _button(screen: type[Screen], record: models.Model, bound: Bound) -> Button:
    return Button(
        bound.spec.label,
        f"/s/{screen.name}/{record.pk}/{bound.spec.verb}/",
        not bound.asked() and not bound.spec.confirm,
        bound.spec.confirm,
        secrets.token_urlsafe(15),
    )


def _may_comment(actor: Actor, record: models.Model) -> bool:
    return actor.may("core.comment", record)


def _extra(request: HttpRequest, record: models.Model, bound: Bound) -> Asking:
    asking = Asking(request, request.actor, bound)
    asking.action = f"{link_to(record)}{bound.spec.verb}/"
    return asking


def open_ref(request: HttpRequest, reference: str) -> HttpResponse:
    """Any record by its reference: what QR codes, search results and notices lead to."""
    model_of(reference)
    address = address_of_record(request.actor, record_of(reference))
    if address is None:
        raise Forbidden(reference)
    return redirect(address)


@require_POST
def say(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A comment or files on any record the actor can open."""
    model_of(reference)
    address = address_of_record(request.actor, record_of(reference))
    run = {"comment": comment, "attach": add_files}.get(verb)
    if address is None or run is None:
        raise Forbidden(reference)
    asking = _extra(request, record_of(reference), bind(run, about=reference))
    if asking.submit():
        return redirect(f"{address}?done={asking.bound.spec.name}#story")
    context = {"title": asking.bound.spec.label, "asking": asking, "back": address}
    return render(request, "web/act.html", context, status=asking.status)
