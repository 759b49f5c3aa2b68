"""Lines of a form: a table that grows. Without scripts it offers five empty rows."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as text

from quartermaster.base.core.inputs import Input

from .fields import Sheet, control_html
from .markup import markup
from .values import capital

EMPTY_ROWS = 5


def lines_html(
    sheet: Sheet, each: Input, rows: list[dict[str, Any]], errors: dict[str, str]
) -> SafeString:
    """`errors` holds the messages of the whole form; those of these lines begin with its name."""
    filled = [row for row in rows if isinstance(row, dict)]
    empty = {part.name: part.default for part in each.lines}
    head = "".join(f'<th scope="col">{_head(part)}</th>' for part in each.lines)
    body = "".join(
        _row(sheet, each, number, row, errors)
        for number, row in enumerate([*filled, *[empty] * EMPTY_ROWS])
    )
    problem = errors.get(each.name, "")
    said = f'<p class="error">{escape(problem)}</p>' if problem else ""
    return markup(
        f'<fieldset class="field lines" data-lines data-filled="{len(filled)}" '
        f'data-add="{escape(text("Add a line"))}" data-remove="{escape(text("Remove this line"))}">'
        f"<legend>{escape(capital(each.label))}</legend>{said}"
        f'<div class="scrolls"><table class="rows"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></fieldset>"
    )


def _head(part: Input) -> str:
    star = ' <span class="needed" aria-hidden="true">*</span>' if part.required else ""
    return escape(capital(part.label)) + star


def _row(sheet: Sheet, each: Input, number: int, row: dict, errors: dict[str, str]) -> str:
    cells = []
    for part in each.lines:
        name = f"{each.name}.{number}.{part.name}"
        error = errors.get(name, "")
        attributes = f' aria-label="{escape(part.label)}"'
        if error:
            attributes += f' aria-invalid="true" aria-describedby="{escape(name)}-error"'
        control = control_html(sheet, part, name, row.get(part.name), attributes)
        said = f'<p class="error" id="{escape(name)}-error">{escape(error)}</p>' if error else ""
        cells.append(f'<td data-label="{escape(capital(part.label))}">{control}{said}</td>')
    return f"<tr>{''.join(cells)}</tr>"
