"""A sheet, understood: which column is which input, what each cell says, which rows are repeats."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Forbidden, Refused
from quartermaster.base.core.screen import SCREENS, Bound, Screen
from quartermaster.base.documents.sheet import Row, Sheet, address
from quartermaster.base.documents.spreadsheet import read_table

from .cells import canonical, folded, is_empty, written
from .dates import DateColumn, read_dates
from .heads import Columns, Target, match
from .models import ColumnMapping, ImportBatch
from .queries import earlier_import, known_rows, mappings


@dataclass(frozen=True)
class Mistake:
    """One thing wrong with the sheet; `address` is a cell ("B7"), a row ("7") or empty."""

    row: int
    address: str
    head: str
    message: str

    def __str__(self):
        place = f"{self.address} ({self.head})" if self.head else self.address
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True)
class PlannedRow:
    """One row as the command will be asked: raw answers by input, and its fingerprint."""

    number: int
    answers: dict[str, Any]
    fingerprint: str
    mistakes: list[Mistake] = field(default_factory=list)


@dataclass(frozen=True)
class Wishes:
    """What the person said about the sheet: a saved mapping's name, heads, the order of dates."""

    mapping: str = ""
    heads: Mapping[str, str] = field(default_factory=dict)
    dates: str | None = None


@dataclass(frozen=True)
class Plan:
    """Everything known before the first row is taken in. Nothing has been written yet."""

    screen: type[Screen]
    bound: Bound
    file_name: str
    sha256: str
    sheet: Sheet
    columns: Columns
    rows: list[PlannedRow]
    repeats: dict[int, str]
    earlier: ImportBatch | None

    def place_of(self, path: str, row: int) -> tuple[str, str]:
        """(address, head) of an input's cell in a row; the row itself for an input of no column."""
        for index, target in self.columns.targets.items():
            if target.path == path:
                return address(row, index), self.sheet.head[index]
        return str(row), ""

    @property
    def mapping(self) -> dict[str, str]:
        return self.columns.as_mapping(self.sheet.head)


def importing_screen(actor: Actor, name: str) -> type[Screen]:
    """The screen if sheets may come in through it and the actor may do so."""
    screen = SCREENS.get(name)
    if screen is None or not actor.may("core.import") or screen.imports is None:
        open_to = ", ".join(each.name for each in SCREENS.values() if each.imports is not None)
        if screen is not None and screen.imports is not None:
            raise Forbidden("core.import")
        raise Refused(
            text("“%(name)s” takes no spreadsheets. These do: %(offered)s.")
            % {"name": name, "offered": open_to}
        )
    actor.must(screen.imports.spec.permits)
    return screen


def prepare(
    actor: Actor, screen_name: str, file_name: str, content: bytes, wishes: Wishes | None = None
) -> Plan:
    """Read and understand a file; raises Refused when the file as a whole cannot be used."""
    wishes = wishes or Wishes()
    screen = importing_screen(actor, screen_name)
    bound = screen.imports
    sheet = read_table(content, file_name)
    saved = _saved_mapping(actor, screen_name, wishes.mapping)
    columns = match(sheet.head, bound, saved, wishes.heads)
    dates = _date_columns(sheet, columns, wishes.dates)
    rows = [_planned(sheet, position, columns, dates) for position in range(len(sheet.rows))]
    digest = hashlib.sha256(content).hexdigest()
    return Plan(
        screen,
        bound,
        file_name,
        digest,
        sheet,
        columns,
        rows,
        _repeats(actor, screen_name, rows),
        earlier_import(actor, screen_name, digest),
    )


def _saved_mapping(actor: Actor, screen: str, name: str) -> dict[str, str]:
    if not name:
        return {}
    saved: ColumnMapping | None = mappings(actor, screen).filter(name=name).first()
    if saved is None:
        known = ", ".join(mappings(actor, screen).values_list("name", flat=True))
        raise Refused(
            text("There is no column mapping “%(name)s”. Known: %(known)s.")
            % {"name": name, "known": known or "–"}
        )
    return saved.columns


def _date_columns(sheet: Sheet, columns: Columns, wanted: str | None) -> dict[int, DateColumn]:
    """Every column that fills a date or an instant, read as a whole."""
    found = {}
    for index, target in columns.targets.items():
        if target.input.kind in {"date", "instant"}:
            found[index] = read_dates([_value(row, index) for row in sheet.rows], wanted)
            if found[index].way is None:
                raise Refused(
                    text(
                        "The dates of column “%(head)s” may be day/month or month/day; nothing in "
                        "the column tells. Say which: --dates dmy or --dates mdy."
                    )
                    % {"head": sheet.head[index]}
                )
    return found


def _planned(
    sheet: Sheet, position: int, columns: Columns, dates: Mapping[int, DateColumn]
) -> PlannedRow:
    row = sheet.rows[position]
    answers: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    for index, target in columns.targets.items():
        cell = _value(row, index)
        if is_empty(cell):
            continue
        if index in dates:
            answer = dates[index].cells[position]
            if answer is None:
                mistakes.append(_no_date(sheet, row, index))
                continue
        else:
            answer = written(cell)
        _put(answers, target, answer)
    return PlannedRow(row.number, answers, _fingerprint(sheet, position, dates), mistakes)


def _no_date(sheet: Sheet, row: Row, index: int) -> Mistake:
    message = text("“%(word)s” is not a date of the kind this column holds.")
    said = message % {"word": str(_value(row, index))[:40]}
    return Mistake(row.number, address(row.number, index), sheet.head[index], said)


def _put(answers: dict[str, Any], target: Target, answer: Any) -> None:
    """Into the answers, or into the only line of the lines it belongs to."""
    if target.line_of is None:
        answers[target.path] = answer
        return
    answers.setdefault(target.line_of.name, [{}])[0][target.input.name] = answer


def _fingerprint(sheet: Sheet, position: int, dates: Mapping[int, DateColumn]) -> str:
    """The whole row, by heads: rows that differ in any column at all are different rows.

    The order of the columns and the kind of the file do not matter.
    """
    row = sheet.rows[position]
    said = []
    for index, head in enumerate(sheet.head):
        day = dates[index].cells[position] if index in dates else None
        word = canonical(day if day is not None else _value(row, index))
        if word:
            said.append(f"{folded(head)}\x1f{word}")
    return hashlib.sha256("\x1e".join([*sorted(said), row.section]).encode()).hexdigest()


def _repeats(actor: Actor, screen: str, rows: list[PlannedRow]) -> dict[int, str]:
    """{row number: why it is not taken again}."""
    known = known_rows(actor.institution_id, screen, {row.fingerprint for row in rows})
    first: dict[str, int] = {}
    repeats: dict[int, str] = {}
    for row in rows:
        if row.fingerprint in known:
            repeats[row.number] = text("was taken in before: %(record)s") % {
                "record": known[row.fingerprint]
            }
        elif row.fingerprint in first:
            repeats[row.number] = text("says the same as row %(row)d") % {
                "row": first[row.fingerprint]
            }
        else:
            first[row.fingerprint] = row.number
    return repeats


def _value(row: Row, index: int) -> Any:
    return row.values[index] if index < len(row.values) else None
