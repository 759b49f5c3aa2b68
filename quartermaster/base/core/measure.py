"""A measure is a number with a name, a unit and a definition, and it can show its evidence.

    Measure("work.count", _("Repair requests"), unit=_("orders"), permits="work.see",
            of=queries.orders, on="reported_at", value=Count("pk"), by={"trade": "trade__name"})

    Ratio("work.on_time_rate", _("…"), part=ON_TIME, whole=FINISHED)

Tiles, charts, the API and reports ask for measures by name, so a figure has one definition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Aggregate, F, Q, QuerySet
from django.utils.translation import gettext as text

from .actor import Actor
from .errors import Invalid
from .reading import LOCAL_ZONE

MEASURES: dict[str, Measure | Ratio] = {}


class Group(NamedTuple):
    """One part of a figure that was split: the key that filters it, its label, its figure."""

    key: Any
    label: str
    figure: Any


@dataclass(frozen=True)
class Measure:
    """An aggregate over rows whose instant `on` lies in [since, until).

    Without `on` it is a standing figure: the rows that have begun and not ended when the period
    ends (`begins` and `ends` name their date or instant fields; empty means always).
    `by` maps each dimension's name to its lookup; the same names filter (`where`).
    `decimals` is how many the figure is printed with; `restricted` rows are only counted.
    """

    name: str
    label: str
    unit: str
    permits: str
    of: Callable[[], QuerySet]
    value: Aggregate
    on: str = ""
    begins: str = ""
    ends: str = ""
    by: Mapping[str, str] = field(default_factory=dict)
    definition: str = ""
    only: Q | None = None
    decimals: int = 0
    restricted: bool = False

    def __post_init__(self):
        assert self.name not in MEASURES, f"two measures are called {self.name}"
        MEASURES[self.name] = self

    @property
    def is_rate(self) -> bool:
        return False

    def evidence(
        self,
        actor: Actor,
        *,
        since: datetime,
        until: datetime,
        where: Mapping[str, Any] | None = None,
    ) -> QuerySet:
        """The very rows the figure counts."""
        rows = self.of().visible_to(actor, self.permits)
        rows = rows.filter(self._timely(rows.model, since, until))
        if self.only is not None:
            rows = rows.filter(self.only)
        for name, value in (where or {}).items():
            rows = rows.filter(**{self._lookup(name): value})
        return rows

    def read(self, actor: Actor, *, since, until, where=None) -> Decimal | int | None:
        rows = self.evidence(actor, since=since, until=until, where=where)
        return rows.order_by().aggregate(figure=self.value)["figure"]

    def read_by(self, actor: Actor, by: str, *, since, until, where=None) -> list[Group]:
        """The figure split by a dimension, largest part first."""
        rows = self.evidence(actor, since=since, until=until, where=where)
        keyed = rows.order_by().values(key=F(self._lookup(by))).annotate(figure=self.value)
        found = {row["key"]: row["figure"] for row in keyed}
        labels = _labels(rows.model, self._lookup(by), found)
        groups = [Group(key, labels.get(key, "—"), figure) for key, figure in found.items()]
        return sorted(groups, key=lambda group: (-(group.figure or 0), group.label))

    def evidence_source(self) -> QuerySet:
        """The rows the measure draws from, without period and scope."""
        return self.of()

    def evidence_order(self) -> str:
        """The field by which the rows are shown in order: its instant, if it is the row's own."""
        return self.on if self.on and "__" not in self.on else "id"

    def _timely(self, model: type[models.Model], since: datetime, until: datetime) -> Q:
        if self.on:
            return Q(**{f"{self.on}__gte": _as_kept(model, self.on, since)}) & Q(
                **{f"{self.on}__lt": _as_kept(model, self.on, until)}
            )
        standing = Q()
        if self.begins:
            end = _as_kept(model, self.begins, until)
            standing &= Q(**{f"{self.begins}__isnull": True}) | Q(**{f"{self.begins}__lt": end})
        if self.ends:
            end = _as_kept(model, self.ends, until)
            standing &= Q(**{f"{self.ends}__isnull": True}) | Q(**{f"{self.ends}__gte": end})
        return standing

    def _lookup(self, name: str) -> str:
        if name in self.by:
            return self.by[name]
        if name == "institution":
            return f"{self.of().model.scope_prefix}institution_id"
        raise Invalid(
            text("“%(measure)s” cannot be split by “%(name)s”. Choose one of: %(offered)s.")
            % {"measure": self.label, "name": name, "offered": ", ".join(self.by)}
        )


@dataclass(frozen=True)
class Ratio:
    """One measure as a share of another, in percent (`scale` 100) or per piece (`scale` 1)."""

    name: str
    label: str
    part: Measure
    whole: Measure
    unit: str = "%"
    scale: int = 100
    definition: str = ""
    decimals: int = 2

    def __post_init__(self):
        assert self.name not in MEASURES, f"two measures are called {self.name}"
        MEASURES[self.name] = self

    @property
    def is_rate(self) -> bool:
        return self.scale == 100

    @property
    def permits(self) -> str:
        return self.part.permits

    @property
    def by(self) -> Mapping[str, str]:
        return {name: way for name, way in self.part.by.items() if name in self.whole.by}

    @property
    def restricted(self) -> bool:
        return self.part.restricted or self.whole.restricted

    def evidence(self, actor: Actor, *, since, until, where=None) -> QuerySet:
        """The rows of the whole: what the share was taken of."""
        return self.whole.evidence(actor, since=since, until=until, where=where)

    def evidence_source(self) -> QuerySet:
        return self.whole.evidence_source()

    def evidence_order(self) -> str:
        return self.whole.evidence_order()

    def read(self, actor: Actor, *, since, until, where=None) -> Decimal | None:
        """None when there is nothing to take a share of."""
        span = {"since": since, "until": until, "where": where}
        return self._share(self.part.read(actor, **span), self.whole.read(actor, **span))

    def read_by(self, actor: Actor, by: str, *, since, until, where=None) -> list[Group]:
        span = {"since": since, "until": until, "where": where}
        parts = {g.key: g.figure for g in self.part.read_by(actor, by, **span)}
        wholes = self.whole.read_by(actor, by, **span)
        return [
            whole._replace(figure=self._share(parts.get(whole.key, 0), whole.figure))
            for whole in wholes
        ]

    def _share(self, part, whole) -> Decimal | None:
        if not whole:
            return None
        share = Decimal(part or 0) * self.scale / Decimal(whole)
        return share.quantize(Decimal(1).scaleb(-max(self.decimals, 2)))


def _field_at(model: type[models.Model], lookup: str) -> models.Field:
    found: models.Field | None = None
    for step in lookup.split("__"):
        found = model._meta.get_field(step)
        model = found.related_model or model
    return found


def _as_kept(model: type[models.Model], lookup: str, at: datetime):
    """An instant as the column keeps it: its date where the column holds dates."""
    if isinstance(_field_at(model, lookup), models.DateTimeField):
        return at
    return at.astimezone(LOCAL_ZONE).date()


def _labels(model: type[models.Model], lookup: str, keys) -> dict[Any, str]:
    """What the keys of a dimension are called: choices by label, records by name."""
    found = _field_at(model, lookup)
    known = [key for key in keys if key is not None]
    if isinstance(found, models.ForeignKey):
        return {row.pk: str(row) for row in found.related_model.objects.filter(pk__in=known)}
    choices = dict(found.flatchoices)
    return {key: str(choices.get(key, key)) for key in known}


def measure(name: str) -> Measure | Ratio:
    try:
        return MEASURES[name]
    except KeyError:
        raise Invalid(text("There is no measure called “%(name)s”.") % {"name": name}) from None
