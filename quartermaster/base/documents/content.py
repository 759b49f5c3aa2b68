"""What a document says, apart from how it looks: the blocks every writer (Word, PDF, page) reads.

All of it is frozen. A figure keeps the key under which its evidence is found, so no writer can
lose it; what is not yet verified is `pending` and every writer marks it for the eye.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from .language import bracketed, phrase, spoken

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")

Link = Callable[[str], str | None]
"""From the key of a figure to the address of its evidence, or None where there is none."""


@dataclass(frozen=True)
class Span:
    """A run of text. `figure` is the key of a locked figure, `pending` says 待核."""

    text: str
    figure: str | None = None
    pending: bool = False
    emphasis: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) to 4 (（1）); the text carries its own number."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"a heading has level 1 to 4, not {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """Running text, indented by two characters where the format asks for it."""

    spans: tuple[Span, ...]

    @classmethod
    def of(cls, *parts: Span | str) -> Paragraph:
        """A paragraph from spans and plain strings."""
        return cls(tuple(as_span(part) for part in parts))


@dataclass(frozen=True)
class Table:
    """A table. `numeric` holds the positions (from 0) of columns set to the right; `units`, where
    given, has one entry per column ("" for none) and is printed in the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[Span | str, ...], ...]
    numeric: tuple[int, ...] = ()
    caption: str = ""
    units: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        width = len(self.head)
        if width == 0:
            raise ValueError("a table needs at least one column")
        if self.units and len(self.units) != width:
            raise ValueError(f"{len(self.units)} units for {width} columns")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != width:
                raise ValueError(f"row {number} has {len(row)} cells, the head has {width}")
        for position in self.numeric:
            if not 0 <= position < width:
                raise ValueError(f"there is no column {position} in a table of {width}")

    def labels(self, language: str) -> tuple[str, ...]:
        """The head with its units: 金额（万元）."""
        units = self.units or ("",) * len(self.head)
        return tuple(
            label + bracketed(unit, language) for label, unit in zip(self.head, units, strict=True)
        )

    def cells(self) -> Iterator[tuple[Span, ...]]:
        """The rows, every cell as a span."""
        for row in self.rows:
            yield tuple(as_span(cell) for cell in row)


@dataclass(frozen=True)
class Note:
    """Small print: how something was counted, where a rule comes from."""

    text: str


@dataclass(frozen=True)
class Signature:
    """Somebody's signature, or the place for it when `signed_at` is None."""

    post: str
    name: str
    signed_at: datetime | None = None

    def __post_init__(self) -> None:
        _must_know_its_zone(self.signed_at, "the time of a signature")


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Table | Note | Signature | PageBreak


@dataclass(frozen=True)
class Footer:
    """The period the figures cover, [since, until), and when the document was generated.

    Printed on every page, so a single sheet still says what it is. Times are printed in their
    own zone. `reference` is the number under which the document is kept, if it has one.
    """

    since: date
    until: date
    generated_at: datetime
    reference: str = ""

    def __post_init__(self) -> None:
        if not self.since < self.until:
            raise ValueError(f"the period from {self.since} to {self.until} is empty")
        _must_know_its_zone(self.generated_at, "the time of generation")


@dataclass(frozen=True)
class Document:
    """A whole text. `header_lines` is the letterhead: the first line is the mark of the issuing
    body (printed red and large), the others stand below it (the document number)."""

    title: str
    language: str
    footer: Footer
    subtitle: str = ""
    issuer: str = ""
    issued_on: date | None = None
    header_lines: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    signatures: tuple[Signature, ...] = ()
    sealed: bool = False

    def __post_init__(self) -> None:
        spoken(self.language)


def as_span(part: Span | str) -> Span:
    """A plain string is a span without marks."""
    return part if isinstance(part, Span) else Span(part)


def printable(text: str) -> str:
    """`text` without the control characters that no paper can show and XML forbids."""
    return _UNPRINTABLE.sub("", text)


def visible_text(span: Span, language: str) -> str:
    """The text as printed: whatever is pending says so in words, for black and white paper."""
    word = phrase("pending", language)
    if not span.pending or word in span.text:
        return span.text
    return (span.text + bracketed(word, language)) if span.text else word


def figures(document: Document) -> tuple[str, ...]:
    """The keys of all figures of a document in the order of their first appearance."""
    return tuple(dict.fromkeys(span.figure for span in spans(document) if span.figure))


def spans(document: Document) -> Iterator[Span]:
    """Every span of the document, in reading order."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from block.spans
        elif isinstance(block, Table):
            for row in block.cells():
                yield from row


def _must_know_its_zone(moment: datetime | None, what: str) -> None:
    if moment is not None and moment.utcoffset() is None:
        raise ValueError(f"{what} needs a time zone")
