"""`GET /screens` and the rows of one screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Forbidden, Invalid
from quartermaster.base.core.listing import page_of
from quartermaster.base.core.screen import (
    SCREENS,
    Column,
    Screen,
    field_of,
    kind_of,
    label_of,
    name_of,
)

from .answers import refuse_unknown_words
from .values import NEVER_SHOWN, row_of

PAGING = {"page", "size"}


def described(actor: Actor) -> list[dict[str, Any]]:
    """Every screen the actor may see: what it shows, and what it can be asked."""
    return [_described(screen, actor) for screen in SCREENS.values() if actor.may(screen.sees)]


def _described(screen: type[Screen], actor: Actor) -> dict[str, Any]:
    model = screen.model()
    return {
        "name": screen.name,
        "title": str(screen.title),
        "group": str(screen.group),
        "kind": model._meta.label_lower,
        "columns": [_column(model, each) for each in screen.columns],
        "filters": [_filter(model, name) for name in screen.filters],
        "sorts": list(screen.sorts),
        "since_until": screen.since_until or None,
        "needs": [
            {"name": need.name, "label": str(need.label), "urgent": need.urgent}
            for need in screen.needs
            if actor.may(need.permits)
        ],
        "starts": [bound.spec.name for bound in screen.startable(actor)],
        "actions": [b.spec.name for b in screen.actions if actor.may(b.spec.permits)],
        "url": f"/api/v1/screens/{screen.name}",
    }


def _column(model: type[models.Model], column: str | Column) -> dict[str, str]:
    return {
        "name": name_of(column),
        "label": str(label_of(model, column)),
        "kind": kind_of(model, column),
    }


def _filter(model: type[models.Model], name: str) -> dict[str, Any]:
    offer: dict[str, Any] = _column(model, name)
    if choices := field_of(model, name).choices:
        offer["choices"] = [{"value": code, "label": str(label)} for code, label in choices]
    return offer


def seen_screen(actor: Actor, name: str) -> type[Screen]:
    """The screen if it exists and the actor may see it; Forbidden otherwise."""
    screen = SCREENS.get(name)
    if screen is None or not actor.may(screen.sees):
        raise Forbidden(name)
    return screen


def rows_of(actor: Actor, screen: type[Screen], query: QueryDict, size: int) -> dict[str, Any]:
    """One page of rows, how many there are in all, and the token of the next page."""
    asked = {name: ",".join(query.getlist(name)) for name in query}
    refuse_unknown_words(asked, PAGING | words_of(screen))
    _refuse_unoffered(screen, asked)
    rows = readable(lambda: screen.rows(actor, asked))
    order = screen.ordering(asked.get("sort"))
    page = readable(lambda: page_of(rows, order, asked.get("page", ""), size))
    shown = [column for column in screen.columns if name_of(column) not in NEVER_SHOWN]
    return {
        "rows": [row_of(row, shown) for row in page.rows],
        "total": rows.order_by().count(),
        "next": page.next,
        "previous": page.previous,
    }


def words_of(screen: type[Screen]) -> set[str]:
    """What the screen's rows may be asked by, beside the paging."""
    words = {"q", "sort", *screen.filters}
    if screen.since_until:
        words |= {"since", "until"}
    if screen.needs:
        words.add("need")
    return words


def _refuse_unoffered(screen: type[Screen], asked: dict[str, str]) -> None:
    """A sort, pile or choice that does not exist is an error, not an empty list."""
    offered = {"sort": {sort.lstrip("-") for sort in screen.sorts}}
    offered["need"] = {need.name for need in screen.needs}
    for name in screen.filters:
        if choices := field_of(screen.model(), name).choices:
            offered[name] = {str(code) for code, _label in choices}
    for name, known in offered.items():
        words = [word for word in asked.get(name, "").split(",") if word]
        for word in words:
            plain_word = word.removeprefix("-") if name == "sort" else word
            if plain_word not in known:
                raise Invalid(
                    text("“%(word)s” is not offered for “%(name)s”. Choose from: %(offered)s.")
                    % {"word": word[:40], "name": name, "offered": ", ".join(sorted(known))},
                    field_errors={name: text("not offered")},
                )


def readable(ask: Callable[[], Any]) -> Any:
    """Ask the database; a value that does not fit its column is the caller's mistake."""
    try:
        return ask()
    except (ValueError, TypeError, IndexError, OverflowError, ValidationError):
        raise Invalid(
            text("A filter has a value that does not fit. See /api/v1/screens.")
        ) from None
