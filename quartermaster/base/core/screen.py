"""A screen: what one kind of person sees of one kind of record.

    class Repairs(Screen):
        name, title, sees = "repairs", _("Repair orders"), "work.see"
        source = queries.repairs
        columns = ["number", "symptom", "place", "urgency", "state", "reported_at"]
        filters = ["state", "urgency", "trade", "unit"]
        sorts = ["-reported_at", "number"]
        starts = [bind(report, kind="repair")]
        actions = [accept, dispatch, finish]

Labels come from the model, forms from the commands, buttons from the workflow and the actor's
rights. Pages, API and spreadsheets all read the same class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from .actor import Actor
from .command import Command
from .narrowing import filter_of, in_period, with_words

SCREENS: dict[str, type[Screen]] = {}


@dataclass(frozen=True)
class Column:
    """A column that is not simply a field: a name, a label and how to compute the cell.

    `kind` is text | number | money | date | instant | state | yes_no (alignment and typed export).
    """

    name: str
    label: str
    cell: Callable[[models.Model], Any]
    kind: str = "text"


@dataclass(frozen=True)
class Proposal:
    """A first value for one input, and why."""

    input: str
    value: Any
    reason: str


@dataclass(frozen=True)
class Bound:
    """A command as a screen offers it, with some inputs already decided.

    `proposes(actor, record)` gives first values for the form with their reasons; nothing is
    applied before a person sends the form.
    """

    run: Callable
    inputs: Mapping[str, Any] = field(default_factory=dict)
    proposes: Callable[[Actor, models.Model | None], list[Proposal]] | None = None

    @property
    def spec(self) -> Command:
        return self.run.spec

    def asked(self):
        """The inputs a person still has to give."""
        return tuple(each for each in self.spec.inputs if each.name not in self.inputs)


def bind(run: Callable, *, proposes=None, **inputs) -> Bound:
    return Bound(run, inputs, proposes)


@dataclass(frozen=True)
class Need:
    """A pile of records that wait for whoever holds `permits`: the first thing on the home page.

    `only(actor)` is the condition; `urgent` marks what is shown in red when not empty; `query`
    is the list filter that shows the same pile.
    """

    name: str
    label: str
    permits: str
    only: Callable[[Actor], Q]
    urgent: bool = False
    query: str = ""


@dataclass(frozen=True)
class Part:
    """Records that belong to the shown one: its lines, its pauses, its labour."""

    title: str
    rows: Callable[[models.Model], models.QuerySet]
    columns: tuple[str | Column, ...]


@dataclass(frozen=True)
class Way:
    """A page of the module's own beside the derived ones; `{pk}` stands for the record."""

    label: str
    address: str

    def to(self, record: models.Model) -> str:
        return self.address.format(pk=record.pk)


class Screen:
    """Declare a subclass; it registers itself under `name`."""

    name: ClassVar[str]
    title: ClassVar[str]
    sees: ClassVar[str]
    source: ClassVar[Callable[[], models.QuerySet]]
    columns: ClassVar[list[str | Column]]
    filters: ClassVar[list[str]] = []
    sorts: ClassVar[list[str]] = ["-id"]
    since_until: ClassVar[str] = ""
    details: ClassVar[list[str | Column]] = []
    parts: ClassVar[list[Part]] = []
    starts: ClassVar[list] = []
    actions: ClassVar[list] = []
    needs: ClassVar[list[Need]] = []
    imports: ClassVar[Any] = None
    group: ClassVar[str] = ""
    phone_columns: ClassVar[list[str]] = []
    pages: ClassVar[list[Way]] = []
    record_pages: ClassVar[list[Way]] = []

    def __init_subclass__(cls):
        for listed in ("starts", "actions"):
            setattr(cls, listed, [_bound(each) for each in getattr(cls, listed)])
        if cls.imports is not None:
            cls.imports = _bound(cls.imports)
        assert cls.name not in SCREENS, f"two screens are called {cls.name}"
        SCREENS[cls.name] = cls

    @classmethod
    def model(cls) -> type[models.Model]:
        return cls.source().model

    @classmethod
    def visible(cls, actor: Actor) -> models.QuerySet:
        return cls.source().visible_to(actor, cls.sees)

    @classmethod
    def rows(cls, actor: Actor, query: Mapping[str, str]) -> models.QuerySet:
        """The visible rows narrowed by the query's filters, words, period and pile."""
        rows = cls.visible(actor)
        for name in cls.filters:
            if value := query.get(name):
                rows = rows.filter(**filter_of(rows.model, name, value))
        if cls.since_until:
            rows = in_period(rows, cls.since_until, query)
        if words := (query.get("q") or "").strip():
            rows = with_words(rows, words, actor)
        if pile := query.get("need"):
            need = next((each for each in cls.needs if each.name == pile), None)
            rows = rows.filter(need.only(actor)) if need else rows.none()
        return rows

    @classmethod
    def ordering(cls, wanted: str | None) -> str:
        """The asked-for sort if the screen offers it (either way), else the first."""
        offered = {sort.lstrip("-") for sort in cls.sorts}
        if wanted and wanted.lstrip("-") in offered:
            return wanted
        return cls.sorts[0]

    @classmethod
    def shown(cls) -> list[str | Column]:
        return cls.details or cls.columns

    @classmethod
    def offered(cls, actor: Actor, record: models.Model) -> list[Bound]:
        return [bound for bound in cls.actions if bound.spec.offered_to(actor, record)]

    @classmethod
    def startable(cls, actor: Actor) -> list[Bound]:
        return [bound for bound in cls.starts if actor.may(bound.spec.permits)]

    @classmethod
    def find(cls, verb: str, *, starting: bool) -> Bound | None:
        pool = cls.starts if starting else cls.actions
        return next((bound for bound in pool if bound.spec.verb == verb), None)


def _bound(each) -> Bound:
    return each if isinstance(each, Bound) else Bound(each)


def screen_of(model: type[models.Model], actor: Actor | None = None) -> type[Screen] | None:
    """The screen that shows records of a model (the first one this actor may see)."""
    for screen in SCREENS.values():
        if screen.model() is model and (actor is None or actor.may(screen.sees)):
            return screen
    return None


def screen_showing(actor: Actor, record: models.Model) -> type[Screen] | None:
    """The screen on which this very record stands for this actor."""
    for screen in SCREENS.values():
        if (
            screen.model() is type(record)
            and actor.may(screen.sees, record)
            and screen.visible(actor).filter(pk=record.pk).exists()
        ):
            return screen
    return None


def field_of(model: type[models.Model], column: str) -> models.Field:
    return model._meta.get_field(column)


def name_of(column: str | Column) -> str:
    return column if isinstance(column, str) else column.name


def label_of(model: type[models.Model], column: str | Column) -> str:
    if isinstance(column, Column):
        return column.label
    return field_of(model, column).verbose_name


def kind_of(model: type[models.Model], column: str | Column) -> str:
    """text | number | money | date | instant | state | choice | yes_no | record"""
    if isinstance(column, Column):
        return column.kind
    found = field_of(model, column)
    if column == "state":
        return "state"
    if found.choices:
        return "choice"
    for field_type, kind in _KINDS:
        if isinstance(found, field_type):
            return kind
    return "text"


_KINDS = (
    (models.ForeignKey, "record"),
    (models.BooleanField, "yes_no"),
    (models.DateTimeField, "instant"),
    (models.DateField, "date"),
    (models.DecimalField, "number"),
    (models.IntegerField, "number"),
)


def value_of(record: models.Model, column: str | Column) -> Any:
    """The raw value of a cell: a date stays a date, a choice stays its code."""
    if isinstance(column, Column):
        return column.cell(record)
    return getattr(record, column)


def cell_of(record: models.Model, column: str | Column) -> Any:
    """The value as a person reads it: choices by their label, records by their name."""
    if isinstance(column, Column):
        return column.cell(record)
    if display := getattr(record, f"get_{column}_display", None):
        return display()
    value = getattr(record, column)
    if isinstance(value, models.Model):
        return str(value)
    return value
