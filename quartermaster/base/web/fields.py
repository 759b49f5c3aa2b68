"""One input of a command as a form field: label, control, hint and what was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.inputs import Input
from quartermaster.base.core.reading import LOCAL_ZONE
from quartermaster.base.core.refs import key_of, ref

from .answers import HELD, mapping_as_text
from .choices import MOST_IN_A_SELECT, choices_of
from .markup import markup
from .values import capital

RADIOS_UP_TO = 5
ACCEPTED_FILES = "image/*,.pdf,.docx,.xlsx,.ofd"


@dataclass
class Sheet:
    """What every field of one form shares.

    `pick` is where its pickers ask, "" for guests; what is `secret` is typed unseen and never
    sent back.
    """

    actor: Actor
    permission: str
    pick: str
    secret: frozenset[str] = frozenset()
    holding: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    choices: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)

    def choices_of(self, model: type[models.Model]) -> list[models.Model]:
        """One more than fits a select, asked once for all lines of the form."""
        if model not in self.choices:
            rows = choices_of(model, self.actor, self.permission)
            self.choices[model] = list(rows[: MOST_IN_A_SELECT + 1])
        return self.choices[model]


def field_html(
    sheet: Sheet, each: Input, value: Any, error: str = "", reason: str = ""
) -> SafeString:
    """The whole field. Texts of an error are tied to the control for screen readers.

    `reason` says why a value is proposed.
    """
    ident = f"in-{each.name}"
    attributes = _attributes(each, error, ident)
    problem = format_html('<p class="error" id="{}-error">{}</p>', ident, error) if error else ""
    if reason:
        problem = format_html('{}<p class="hint">{}</p>', problem, reason)
    label = _label(each)
    if each.kind == "yes_no":
        control = control_html(sheet, each, each.name, value, attributes)
        return format_html(
            '<div class="field box"><label>{} {}</label>{}</div>', control, label, problem
        )
    if _as_radios(each):
        return format_html(
            '<fieldset class="field choices"><legend>{}</legend>{}{}</fieldset>',
            label,
            _radios(each, value),
            problem,
        )
    return format_html(
        '<div class="field {}"><label for="{}">{}</label>{}{}</div>',
        "wide" if each.kind in {"long_text", "mapping", "uploads"} else "",
        ident,
        label,
        control_html(sheet, each, each.name, value, attributes),
        problem,
    )


def control_html(sheet: Sheet, each: Input, name: str, value: Any, attributes: str) -> SafeString:
    """The bare control, also used in the cells of a lines table."""
    start = f'name="{escape(name)}"{attributes}'
    typed = escape(as_typed(each, value))
    if each.kind == "long_text":
        return markup(
            f'<textarea {start} rows="3" maxlength="{each.max_length}">{typed}</textarea>'
        )
    if each.kind == "mapping":
        return markup(f'<textarea {start} rows="4" placeholder="name: value">{typed}</textarea>')
    if each.kind == "yes_no":
        ticked = " checked" if str(value).lower() in {"1", "true", "on"} else ""
        return markup(f'<input type="checkbox" value="1" {start}{ticked}>')
    if each.kind == "choice":
        return _select(each, start, as_typed(each, value))
    if each.kind == "record":
        return _record(sheet, each, name, start, value)
    if each.name in sheet.secret:
        return markup(f'<input type="password" autocomplete="new-password" {start}>')
    if each.kind == "uploads":
        return _uploads(sheet, each, name, start)
    return markup(f'<input {_INPUT_TYPES[each.kind]} {start} value="{typed}"{_length(each)}>')


_INPUT_TYPES = {
    "text": 'type="text" autocomplete="off"',
    "whole": 'type="text" inputmode="numeric" class="number" autocomplete="off"',
    "decimal": 'type="text" inputmode="decimal" class="number" autocomplete="off"',
    "date": 'type="date"',
    "instant": 'type="datetime-local"',
}


def as_typed(each: Input, value: Any) -> str:
    """A default or an earlier answer as the control holds it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(LOCAL_ZONE).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, models.Model):
        return ref(value)
    if isinstance(value, models.Choices):
        return str(value.value)
    if each.kind == "mapping":
        return mapping_as_text(value)
    return str(value)


def _label(each: Input) -> SafeString:
    label = capital(each.label)
    if each.required or each.kind == "yes_no":
        return format_html("{}", label)
    return format_html('{} <span class="optional">{}</span>', label, text("optional"))


def _attributes(each: Input, error: str, ident: str) -> str:
    found = f' id="{ident}"'
    if each.required and each.kind not in {"uploads", "yes_no"}:
        found += " required"
    if error:
        found += f' aria-invalid="true" aria-describedby="{ident}-error"'
    return found


def _length(each: Input) -> str:
    return f' maxlength="{each.max_length}"' if each.max_length else ""


def _as_radios(each: Input) -> bool:
    return each.kind == "choice" and each.required and len(each.choices) <= RADIOS_UP_TO


def _radios(each: Input, value: Any) -> SafeString:
    chosen = as_typed(each, value)
    return markup(
        "".join(
            f'<label><input type="radio" name="{escape(each.name)}" value="{escape(code)}" required'
            f"{' checked' if str(code) == chosen else ''}> <span>{escape(label)}</span></label>"
            for code, label in each.choices
        )
    )


def _select(each: Input, start: str, chosen: str) -> SafeString:
    options = "".join(
        f'<option value="{escape(code)}"{" selected" if str(code) == chosen else ""}>'
        f"{escape(label)}</option>"
        for code, label in each.choices
    )
    empty = '<option value=""></option>' if not each.required or not chosen else ""
    return markup(f"<select {start}>{empty}{options}</select>")


def _record(sheet: Sheet, each: Input, name: str, start: str, value: Any) -> SafeString:
    """A select while it is short, else a text field for a name; scripts make it a picker."""
    chosen = as_typed(each, value)
    rows = sheet.choices_of(each.model)
    where = ".".join(part for part in name.split(".") if not part.isdigit())
    pick = f' data-pick="{escape(sheet.pick)}{escape(where)}/"' if sheet.pick else ""
    if len(rows) > MOST_IN_A_SELECT:
        label, key = _known(sheet, each, value, chosen)
        return markup(
            f'<input type="text" {start}{pick} value="{escape(label)}" data-value="{escape(key)}" '
            f'autocomplete="off" placeholder="{escape(text("name or number"))}">'
        )
    if isinstance(value, models.Model) and value not in rows:
        rows = [value, *rows]  # what the record holds now may be closed meanwhile
    options = "".join(
        f'<option value="{escape(ref(row))}"{" selected" if ref(row) == chosen else ""}>'
        f"{escape(str(row))}</option>"
        for row in rows
    )
    if each.required and len(rows) == 1:
        options = options.replace("<option ", "<option selected ", 1)
    return markup(f'<select {start}{pick}><option value=""></option>{options}</select>')


def _known(sheet: Sheet, each: Input, value: Any, chosen: str) -> tuple[str, str]:
    """(what to show, reference) of an earlier answer; words typed freely stay as they were."""
    if isinstance(value, models.Model):
        return str(value), chosen
    kind, sign, key = chosen.partition(":")
    if not sign or not key.isdigit() or kind != each.model._meta.label_lower:
        return chosen, ""
    found = choices_of(each.model, sheet.actor, sheet.permission).filter(pk=key_of(chosen)).first()
    return (str(found), chosen) if found else ("", "")


def _uploads(sheet: Sheet, each: Input, name: str, start: str) -> SafeString:
    """Two ways in: the camera of a phone, or files that are there already."""
    kept = "".join(
        f'<li><label><input type="checkbox" name="{HELD}{escape(name)}" value="{escape(token)}" '
        f"checked> {escape(shown)}</label></li>"
        for token, shown in sheet.holding.get(name, [])
    )
    again = ""
    if kept:
        said = escape(text("Kept from your last try; untick what should not be sent:"))
        again = f'<div class="held"><p>{said}</p><ul>{kept}</ul></div>'
    camera = escape(text("Take a photo"))
    return markup(
        f'<div class="uploads" data-uploads>{again}'
        f'<input type="file" multiple accept="{ACCEPTED_FILES}" {start}>'
        f'<label class="camera button">{camera}<input type="file" accept="image/*" '
        f'capture="environment" multiple name="{escape(name)}"></label></div>'
    )
