"""A document as PDF/A, typeset to look like the official format of GB/T 9704-2012."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .content import (
    Block,
    Document,
    Heading,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    Span,
    Table,
    visible_text,
)
from .dates import day
from .language import is_chinese, labelled
from .layout import (
    closing_indents,
    column_shares,
    data_line,
    signature_line,
    table_size,
    text_width,
)
from .typesetting import ARCHIVAL, typeset

_LINE = 156 / 25.4 * 72  # points: 版心 is 156 mm wide
_LARGEST_LETTERHEAD = 48.0  # points; longer names are set smaller to stay on one line


def to_pdf(
    document: Document, fonts: Path, link: Link | None = None, *, archival: bool = True
) -> bytes:
    """The document as PDF, with the fonts of the folder `fonts` and no others.

    Figures link to their evidence where `link` knows an address. By default the file is PDF/A-2b,
    for which every character must have a glyph: raises MissingGlyphs, naming the text, when a font
    lacks one. `archival=False` prints an empty box instead. Raises FontsMissing when the folder
    holds no Chinese font.
    """
    standard = ARCHIVAL if archival else None
    return typeset("official.typ", _payload(document, link), fonts, standard=standard)


def _payload(document: Document, link: Link | None) -> dict[str, Any]:
    """Everything the template prints, worded and measured: the template only sets type."""
    language = document.language
    generated = document.footer.generated_at
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "issuer": document.issuer,
        "chinese": is_chinese(language),
        "generated_on": [generated.year, generated.month, generated.day],
        "letterhead": _letterhead(document),
        "blocks": [_block(block, language, link) for block in document.blocks],
        "closing": _closing(document),
        "signatures": [signature_line(one, language) for one in document.signatures],
        "data_line": data_line(document.footer, language),
    }


def _letterhead(document: Document) -> dict[str, Any] | None:
    if not document.header_lines:
        return None
    mark, *numbers = document.header_lines
    size = min(_LARGEST_LETTERHEAD, 0.95 * _LINE / max(1.0, text_width(mark)))
    return {"mark": mark, "size": size, "lines": numbers}


def _closing(document: Document) -> list[dict[str, Any]]:
    """The issuer and the date, each with its distance from the right edge in characters."""
    date_text = day(document.issued_on, document.language) if document.issued_on else ""
    indents = closing_indents(document.issuer, date_text, sealed=document.sealed)
    lines = zip((document.issuer, date_text), indents, strict=True)
    return [{"text": text, "indent": indent} for text, indent in lines if text]


def _block(block: Block, language: str, link: Link | None) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            spans = [_span(span, language, link) for span in block.spans]
            return {"kind": "paragraph", "spans": spans}
        case Table():
            return _table(block, language, link)
        case Note():
            return {"kind": "note", "text": labelled("note", block.text, language)}
        case Signature():
            return {"kind": "signatures", "rows": [signature_line(block, language)]}
        case PageBreak():
            return {"kind": "page_break"}


def _span(span: Span, language: str, link: Link | None) -> dict[str, Any]:
    address = link(span.figure) if link and span.figure is not None else None
    return {
        "text": visible_text(span, language),
        "url": address,
        "pending": span.pending,
        "emphasis": span.emphasis,
    }


def _table(table: Table, language: str, link: Link | None) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "head": table.labels(language),
        "rows": [[_span(span, language, link) for span in row] for row in table.cells()],
        "numeric": table.numeric,
        "shares": column_shares(table, language, _LINE),
        "size": table_size(len(table.head)),
    }
