"""Cells as escaped HTML, built in Python: a template per cell would cost most of a page's time."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.db import models
from django.utils.html import escape
from django.utils.safestring import SafeString

from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.screen import Column, cell_of, field_of, kind_of
from quartermaster.base.core.workflow import State, Workflow

from .markup import markup
from .values import NOTHING, shown

Cell = Callable[[models.Model], str]
NUMERIC = {"number", "money"}
QUIET = SafeString(f'<span class="nothing">{NOTHING}</span>')


def cell_writer(model: type[models.Model], column: str | Column) -> Cell:
    """The function that writes one column's cell content; made once per page, called per row."""
    if isinstance(column, str) and field_of(model, column).choices:
        return _choice_writer(model, column)
    kind = kind_of(model, column)

    def write(record: models.Model) -> str:
        value = cell_of(record, column)
        if value is None or value == "":
            return QUIET
        if kind == "state":
            return badge(value, "moving")
        return escape(value if isinstance(value, str) else shown(value, kind))

    return write


def _choice_writer(model: type[models.Model], column: str) -> Cell:
    """Every label is translated and escaped once, not once per row."""
    flow = workflow_of(model) if column == "state" else None
    known = {
        code: badge(label, tone_of(flow, code)) if column == "state" else escape(str(label))
        for code, label in field_of(model, column).flatchoices
    }

    def write(record: models.Model) -> str:
        code = getattr(record, column)
        if code is None or code == "":
            return known.get(code, QUIET)
        return known.get(code) or escape(code)

    return write


def badge(label: object, tone: str) -> SafeString:
    """A state with the colour of its tone; the words alone carry the meaning."""
    return markup(f'<span class="badge {escape(tone)}">{escape(label)}</span>')


def tone_of(flow: Workflow | None, state: str) -> str:
    known: State | None = flow.states.get(state) if flow else None
    return known.tone if known else "moving"


@lru_cache
def workflow_of(model: type[models.Model]) -> Workflow | None:
    """The life of a model's records, as its commands declare it."""
    moves = (spec.moves for spec in COMMANDS.values() if spec.on is model and spec.moves)
    return next(moves, None)


def state_badge(record: models.Model) -> SafeString | str:
    """The badge of a record that has a state."""
    state = getattr(record, "state", None)
    if state is None or not hasattr(record, "get_state_display"):
        return ""
    return badge(record.get_state_display(), tone_of(workflow_of(type(record)), state))
