"""The filter bar above a list: a tab per state, a control per filter, a period, words."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as text

from quartermaster.base.core.screen import Need, field_of

from .cells import tone_of, workflow_of
from .list_query import ListQuery
from .markup import markup
from .values import capital

MARKED = markup(' aria-current="true"')


def state_tabs(query: ListQuery) -> SafeString | str:
    """All, then every state in the order of its life."""
    if "state" not in query.screen.filters:
        return ""
    model = query.screen.model()
    flow = workflow_of(model)
    chosen = set(query.values.get("state", "").split(",")) - {""}
    tabs = [(query.address(state=None, need=None), "", not chosen, text("All"))]
    for code, label in field_of(model, "state").flatchoices:
        tone = tone_of(flow, code)
        tabs.append((query.address(state=code, need=None), tone, code in chosen, label))
    links = format_html_join(
        "",
        '<a href="{}" class="tab {}"{}>{}</a>',
        ((address, tone, MARKED if here else "", label) for address, tone, here, label in tabs),
    )
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', text("State"), links)


def need_of(query: ListQuery) -> Need | None:
    """The pile that the list was opened on."""
    wanted = query.values.get("need")
    return next((need for need in query.screen.needs if need.name == wanted), None)


def controls(query: ListQuery, rows: list[models.Model]) -> SafeString:
    """The fields of the filter form, without the form itself."""
    found = [_search(query)] if hasattr(query.screen.model(), "search_terms") else []
    found += [_control(query, name, rows) for name in query.screen.filters if name != "state"]
    if query.screen.since_until:
        label = field_of(query.screen.model(), query.screen.since_until).verbose_name
        found.append(_period(query, str(label)))
    found.append(_kept(query))
    return markup("".join(found))


def _search(query: ListQuery) -> SafeString:
    return format_html(
        '<label class="field grows"><span>{}</span>'
        '<input type="search" name="q" value="{}" placeholder="{}" autocomplete="off"></label>',
        text("Search this list"),
        query.values.get("q", ""),
        text("name, number, pinyin"),
    )


def _control(query: ListQuery, name: str, rows: list[models.Model]) -> SafeString:
    field = field_of(query.screen.model(), name)
    value = query.values.get(name, "")
    if query.is_record(name):
        return _record(query, name, field, rows)
    if field.choices:
        control = _select(name, value, field.flatchoices)
    elif isinstance(field, models.BooleanField):
        control = _select(name, value, (("1", text("yes")), ("0", text("no"))))
    else:
        control = format_html('<input name="{}" value="{}">', name, value)
    return format_html(
        '<label class="field"><span>{}</span>{}</label>', capital(field.verbose_name), control
    )


def _select(name: str, value: str, choices: Iterable[tuple]) -> SafeString:
    chosen = value.split(",")
    options = "".join(
        f'<option value="{escape(code)}"{" selected" if str(code) in chosen else ""}>'
        f"{escape(label)}</option>"
        for code, label in choices
    )
    every = escape(text("all"))
    if len(chosen) > 1:
        options += f'<option value="{escape(value)}" selected>{escape(text("several"))}</option>'
    return markup(
        f'<select name="{escape(name)}"><option value="">{every}</option>{options}</select>'
    )


def _record(query: ListQuery, name: str, field: models.Field, rows) -> SafeString:
    """A text field that takes a name; the script makes it a picker."""
    value = query.values.get(name, "")
    return format_html(
        '<label class="field"><span>{}</span><input type="text" name="{}" value="{}" '
        'data-value="{}" data-pick="/s/{}/pick/{}/" placeholder="{}" autocomplete="off"></label>',
        capital(field.verbose_name),
        name,
        query.label_of_record(name, rows) if value else "",
        value,
        query.screen.name,
        name,
        text("all"),
    )


def _period(query: ListQuery, label: str) -> SafeString:
    return format_html(
        '<fieldset class="period"><legend>{}</legend>'
        '<label class="field"><span>{}</span><input type="date" name="since" value="{}"></label>'
        '<label class="field"><span>{}</span><input type="date" name="until" value="{}"></label>'
        "</fieldset>",
        capital(label),
        text("from"),
        query.values.get("since", "")[:10],
        text("before"),
        query.values.get("until", "")[:10],
    )


def _kept(query: ListQuery) -> SafeString:
    """What the form does not show but must not lose."""
    hidden = ((n, query.values[n]) for n in ("state", "need", "sort") if query.values.get(n))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden)
