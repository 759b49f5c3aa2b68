"""The list of a screen: narrowed, sorted, page by page, and as a spreadsheet."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.utils.translation import gettext as text

from quartermaster.base.core import commands, queries
from quartermaster.base.core.errors import Invalid, Refused
from quartermaster.base.core.listing import LAST, Page, counted, page_of
from quartermaster.base.core.reading import LOCAL_ZONE
from quartermaster.base.core.screen import Screen, cell_of, kind_of, label_of
from quartermaster.base.documents.spreadsheet import to_xlsx

from .filters import controls, need_of, state_tabs
from .list_query import ListQuery
from .markup import markup
from .screens_found import on_screen
from .table import empty_list, list_table
from .values import shown

MOST_EXPORTED = 100_000
WIDTHS = {"instant": 17, "date": 12, "number": 12, "money": 14, "state": 12, "yes_no": 8}
SHEET_KINDS = {"number": "number", "money": "money", "date": "date", "instant": "datetime"}


@on_screen
def list_page(request: HttpRequest, screen: type[Screen]) -> HttpResponse:
    query = ListQuery(screen, request.actor, request.GET)
    problem = None
    try:
        page = page_of(query.rows(), query.order, query.page)
        size = _size(query, page)
    except Invalid as invalid:
        problem = " ".join([invalid.message, *invalid.field_errors.values()])
        query = ListQuery(screen, request.actor, {})
        page, size = Page([], None, None), (0, True)
    starts = screen.startable(request.actor)
    context = {
        "screen": screen,
        "title": screen.title,
        "query": query,
        "problem": problem,
        "need": need_of(query),
        "tabs": state_tabs(query),
        "controls": controls(query, page.rows),
        "filtered": bool(query.narrowing),
        "table": list_table(screen, page.rows, query.order, query.address)
        if page.rows
        else empty_list(bool(query.narrowing), starts),
        "size": _said_size(*size),
        "pager": _pager(query, page),
        "starts": starts,
        "export": f"/s/{screen.name}/export.xlsx{query.address()}",
    }
    return render(request, "web/list.html", context, status=400 if problem else 200)


def _size(query: ListQuery, page: Page) -> tuple[int, bool]:
    """How many rows in all; a list that fits on its page is not counted again."""
    if page.next is None and page.previous is None:
        return len(page.rows), True
    return counted(query.rows())


def _said_size(number: int, exact: bool) -> str:
    shown = f"{number:,}"
    return shown if exact else text("more than %(number)s") % {"number": shown}


def _pager(query: ListQuery, page: Page) -> str:
    """First, previous, next, last; by key, so that the last page costs what the first does."""
    if page.next is None and page.previous is None:
        return ""
    ways = (
        (text("First"), query.address() if page.previous else None),
        (text("Previous"), page.previous and query.address(page=page.previous)),
        (text("Next"), page.next and query.address(page=page.next)),
        (text("Last"), query.address(page=LAST) if page.next else None),
    )
    relations = ("first", "prev", "next", "last")
    links = "".join(
        f'<a class="button" href="{escape(address)}" rel="{relation}">{escape(label)}</a>'
        if address
        else f'<span class="button" aria-disabled="true">{escape(label)}</span>'
        for (label, address), relation in zip(ways, relations, strict=True)
    )
    return markup(f'<nav class="pager" aria-label="{escape(text("Pages"))}">{links}</nav>')


@on_screen
def export(request: HttpRequest, screen: type[Screen]) -> HttpResponse:
    """Exactly the rows of the list, in its order, as a real spreadsheet."""
    query = ListQuery(screen, request.actor, request.GET)
    rows = _ordered(query)
    if not counted(rows, MOST_EXPORTED)[1]:
        raise Refused(
            text("More than %(most)s rows: please narrow the list before exporting it.")
            % {"most": f"{MOST_EXPORTED:,}"}
        )
    model = screen.model()
    columns = [
        (
            str(label_of(model, column)),
            SHEET_KINDS.get(kind_of(model, column), "text"),
            WIDTHS.get(kind_of(model, column), 20),
        )
        for column in screen.columns
    ]
    cells = ([_sheet_cell(row, column) for column in screen.columns] for row in rows.iterator(500))
    content = to_xlsx(str(screen.title), columns, cells, timezone=LOCAL_ZONE)
    response = HttpResponse(
        content,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{screen.name}.xlsx"'
    return response


def _ordered(query: ListQuery) -> models.QuerySet:
    order = query.order
    tie = "-pk" if order.startswith("-") else "pk"
    return query.rows().order_by(order, tie)


def _sheet_cell(record: models.Model, column):
    """Typed as a spreadsheet wants it."""
    value = cell_of(record, column)
    if isinstance(value, bool):
        return text("yes") if value else text("no")
    return shown(value) if isinstance(value, dict | list) else value


@on_screen
def saved_filters(request: HttpRequest, screen: type[Screen]) -> HttpResponse:
    """The lists somebody wants to see again; a post keeps the present one under a name."""
    query = ListQuery(screen, request.actor, request.GET)
    if request.method == "POST":
        name = " ".join(request.POST.get("name", "").split())[:40]
        if not name:
            raise Refused(text("Give the filter a name."))
        commands.save_filter(
            request.actor,
            screen=screen.name,
            name=name,
            query=query.saved(),
            shared="shared" in request.POST,
        )
        return redirect(f"/s/{screen.name}/{query.address()}")
    context = {
        "screen": screen,
        "title": screen.title,
        "saved": queries.saved_filters(request.actor, screen.name),
        "here_query": query.address(),
    }
    return render(request, "web/saved_filters.html", context)
