"""Home: first what needs me now, then what I was told, then the menu."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from quartermaster.base.core import queries
from quartermaster.base.core.actor import Actor
from quartermaster.base.core.listing import counted
from quartermaster.base.core.screen import Bound, Need, Screen, name_of

from .cells import cell_writer
from .markup import markup
from .shell import screens_for
from .table import phone_columns

ROWS_PER_PILE = 5
COUNT_UP_TO = 999
NOTICES = 5


@dataclass(frozen=True)
class Pile:
    """A heap of records that wait for this actor, with its first rows."""

    screen: type[Screen]
    need: Need
    count: str
    rows: list[tuple[str, SafeString, SafeString]]
    address: str

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def is_red(self) -> bool:
        return self.need.urgent and not self.is_empty


def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    piles = [_pile(actor, screen, need) for screen, need in _needs(actor)]
    full = [pile for pile in piles if not pile.is_empty]
    context = {
        "title": actor.name,
        "piles": sorted(full, key=lambda pile: not pile.is_red),
        "quiet": [pile for pile in piles if pile.is_empty],
        "notices": queries.unread_notices(actor)[:NOTICES] if request.account.unread else (),
        "starts": _starts(actor),
        "at": actor.at,
    }
    return render(request, "web/home.html", context)


def _needs(actor: Actor) -> list[tuple[type[Screen], Need]]:
    return [
        (screen, need)
        for screen in screens_for(actor)
        for need in screen.needs
        if actor.may(need.permits)
    ]


def _pile(actor: Actor, screen: type[Screen], need: Need) -> Pile:
    """The same rows that the list shows behind the pile's number."""
    waiting = screen.visible(actor).filter(need.only(actor))
    first = list(waiting.order_by(screen.sorts[0])[: ROWS_PER_PILE + 1])
    if len(first) <= ROWS_PER_PILE:
        count = str(len(first))
    else:
        number, exact = counted(waiting, COUNT_UP_TO)
        count = str(number) if exact else f"{number}+"
    query = need.query or f"need={need.name}"
    address = f"/s/{screen.name}/?{query.lstrip('?')}"
    rows = [_row(screen, record) for record in first[:ROWS_PER_PILE]]
    return Pile(screen, need, count, rows, address)


def _row(screen: type[Screen], record) -> tuple[str, SafeString, SafeString]:
    """(address, what it is called, the other phone columns)"""
    model, shown = screen.model(), phone_columns(screen)
    columns = [column for column in screen.columns if name_of(column) in shown]
    cells = [cell_writer(model, column)(record) for column in columns]
    rest = "".join(f"<span>{cell}</span>" for cell in cells[1:])
    return f"/s/{screen.name}/{record.pk}/", markup(cells[0]), markup(rest)


def _starts(actor: Actor) -> list[tuple[str, Bound, str]]:
    """What may be begun, each verb of a screen once: (address, bound, screen title)."""
    return [
        (f"/s/{screen.name}/new/{bound.spec.verb}/", bound, screen.title)
        for screen in screens_for(actor)
        for bound in screen.startable(actor)
    ]
