"""A document as plain data for JSON, and back: what a frozen report keeps."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from .content import (
    Block,
    Document,
    Footer,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    Span,
    Table,
)

_KINDS: dict[str, type] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "table": Table,
    "note": Note,
    "signature": Signature,
    "page_break": PageBreak,
}
_NAMES = {block: name for name, block in _KINDS.items()}
_DAYS = ("issued_on", "since", "until")
_MOMENTS = ("signed_at", "generated_at")


def to_data(document: Document) -> dict[str, Any]:
    """The document in strings, numbers, lists and dictionaries; dates in ISO 8601."""
    return _plain(document)


def from_data(data: dict[str, Any]) -> Document:
    """The document that `to_data` was given. Other data raises KeyError, TypeError, ValueError."""
    return Document(
        **_simple(data, "blocks", "signatures", "footer", "header_lines"),
        header_lines=tuple(data["header_lines"]),
        blocks=tuple(_block(block) for block in data["blocks"]),
        signatures=tuple(_signature(one) for one in data["signatures"]),
        footer=Footer(**_simple(data["footer"])),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    kind = {"kind": _NAMES[type(value)]} if type(value) in _NAMES else {}
    return kind | {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _block(data: dict[str, Any]) -> Block:
    kind = _KINDS[data["kind"]]
    if kind is Paragraph:
        return Paragraph(tuple(Span(**span) for span in data["spans"]))
    if kind is Table:
        return _table(data)
    if kind is Signature:
        return _signature(data)
    return kind(**_simple(data))


def _table(data: dict[str, Any]) -> Table:
    return Table(
        head=tuple(data["head"]),
        rows=tuple(
            tuple(cell if isinstance(cell, str) else Span(**cell) for cell in row)
            for row in data["rows"]
        ),
        numeric=tuple(data["numeric"]),
        caption=data["caption"],
        units=tuple(data["units"]),
    )


def _signature(data: dict[str, Any]) -> Signature:
    return Signature(**_simple(data))


def _simple(data: dict[str, Any], *others: str) -> dict[str, Any]:
    """The plain entries of `data` with their dates read, without `kind` and `others`."""
    return {
        name: _read(name, value)
        for name, value in data.items()
        if name != "kind" and name not in others
    }


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    return value
