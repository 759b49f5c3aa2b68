"""A list as one table: sticky head, sortable columns, rows that become cards on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import models
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as text

from quartermaster.base.core.screen import Column, Screen, kind_of, label_of, name_of

from .cells import NUMERIC, cell_writer
from .markup import markup
from .values import capital

COLUMNS_ON_A_PHONE = 4


def list_table(
    screen: type[Screen], rows: Iterable[models.Model], order: str, address: Callable[..., str]
) -> SafeString:
    """The table of a screen's page. `address(sort=…)` gives the address with another order."""
    model = screen.model()
    head = "".join(_head(screen, model, column, order, address) for column in screen.columns)
    body = "".join(_rows(screen, model, rows))
    return markup(
        f'<table class="rows list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def part_table(model: type[models.Model], columns, rows: Iterable[models.Model]) -> SafeString:
    """The records that belong to a shown one, without links of their own."""
    writers = [
        (cell_writer(model, c), _part_class(model, c), capital(label_of(model, c))) for c in columns
    ]
    head = "".join(f"<th{css} scope=col>{escape(label)}</th>" for _w, css, label in writers)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td{css} data-label="{escape(label)}">{write(row)}</td>'
            for write, css, label in writers
        )
        + "</tr>"
        for row in rows
    )
    return markup(
        f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def phone_columns(screen: type[Screen]) -> set[str]:
    names = screen.phone_columns or [name_of(c) for c in screen.columns[:COLUMNS_ON_A_PHONE]]
    return set(names)


def _part_class(model: type[models.Model], column: str | Column) -> str:
    return ' class="number"' if kind_of(model, column) in NUMERIC else ""


def _classes(screen: type[Screen], model: type[models.Model], column: str | Column) -> str:
    """`number` is set right; `wide` is left out on a phone; `lead` is what a card is called."""
    found = []
    kind = kind_of(model, column)
    if kind in NUMERIC:
        found.append("number")
    elif kind in {"instant", "date", "state"}:
        found.append(kind)
    on_phone = phone_columns(screen)
    if name_of(column) not in on_phone:
        found.append("wide")
    elif column == next(c for c in screen.columns if name_of(c) in on_phone):
        found.append("lead")
    return f' class="{" ".join(found)}"' if found else ""


def _head(screen, model, column, order: str, address) -> str:
    name, label = name_of(column), escape(capital(label_of(model, column)))
    css = _classes(screen, model, column)
    offered = {sort.lstrip("-"): sort for sort in screen.sorts}
    if name not in offered:
        return f"<th{css} scope=col>{label}</th>"
    present = order.lstrip("-") == name
    falling = order.startswith("-")
    other = name if falling else f"-{name}"
    target = other if present else offered[name]
    direction = "descending" if falling else "ascending"
    sorted_by = f' aria-sort="{direction}"' if present else ""
    return (
        f'<th{css}{sorted_by} scope=col><a href="{escape(address(sort=target))}">{label}</a></th>'
    )


def _rows(screen: type[Screen], model: type[models.Model], rows: Iterable[models.Model]):
    writers = [
        (cell_writer(model, c), _classes(screen, model, c), escape(str(label_of(model, c))))
        for c in screen.columns
    ]
    first, first_css, _label = writers[0]
    others = writers[1:]
    start = f'<tr><th scope=row{first_css}><a href="/s/{screen.name}/'
    for record in rows:
        cells = [
            f'<td{css} data-label="{label}">{write(record)}</td>' for write, css, label in others
        ]
        yield f'{start}{record.pk}/">{first(record)}</a></th>{"".join(cells)}</tr>'


def empty_list(filtered: bool, starts: Iterable) -> SafeString:
    """What to do first when there is nothing to see."""
    if filtered:
        said = text("Nothing fits these filters.")
        advice = text("Take a filter away, or look in a longer period.")
    elif starts:
        said = text("Nothing here yet.")
        advice = text("Begin with “%(verb)s”.") % {"verb": next(iter(starts)).spec.label}
    else:
        said = text("Nothing here yet.")
        advice = text("As soon as there is something for you, it will stand here.")
    return format_html('<div class="empty"><strong>{}</strong><p>{}</p></div>', said, advice)
