"""What a kind of report consists of: headings, and sentences that say what they claim.

    Sentence_("orders", Claim.NUMBER, _("Accepted {count} repair requests."),
              slots={"count": Value("work.repairs")}, rows=("R1-07",))

A slot names a measure; the figure it gives keeps its evidence. `weaker` is said instead when the
guard does not let the claim stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .models import Claim

TEMPLATES: dict[str, Template] = {}


@dataclass(frozen=True)
class Value:
    """The figure of a measure over the period. `where` narrows it by the measure's dimensions.

    `following` reads the period after instead: what is coming.
    """

    measure: str
    where: Mapping[str, object] = field(default_factory=dict)
    style: str = "exact"
    following: bool = False


@dataclass(frozen=True)
class Change:
    """The change of a measure against the same period last year, or the period before."""

    measure: str
    against: str = "last_year"
    direction: str = "level"
    where: Mapping[str, object] = field(default_factory=dict)
    in_words: bool = False


@dataclass(frozen=True)
class Listing:
    """A measure split by a dimension: 电工12、水暖工8. Every part is a figure of its own.

    `unit_by` splits each part once more by its unit of measure, so that pieces and metres are
    never added: 更换日光灯管132支.
    """

    measure: str
    by: str
    most: int = 8
    unit_by: str = ""
    where: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One sentence of the skeleton.

    ALL looks at `share` (a rate), ZERO at `zero` and at `register` (a rate: was it kept?),
    CMP at its Change slots. `basis` is the measure that tells whether anything is recorded.
    """

    key: str
    claim: Claim
    text: str
    slots: Mapping[str, Value | Change | Listing] = field(default_factory=dict)
    weaker: str = ""
    share: str = ""
    zero: str = ""
    register: str = ""
    basis: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """A heading of level 1 or 2 and what stands under it."""

    key: str
    level: int
    title: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of the annex: measures (columns) by a dimension (rows)."""

    key: str
    caption: str
    by: str
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """A kind of report. `title` may use {institution} and {period}."""

    kind: str
    label: str
    title: str
    parts: tuple[Head, ...]
    tables: tuple[Table, ...] = ()

    def __post_init__(self):
        assert self.kind not in TEMPLATES, f"two templates are called {self.kind}"
        keys = [line.key for head in self.parts for line in head.lines]
        assert len(keys) == len(set(keys)), f"{self.kind}: a key is used twice"
        TEMPLATES[self.kind] = self
