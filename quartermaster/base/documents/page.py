"""A document as an HTML fragment: every text escaped, every figure a link to its evidence.

Styling is left to the classes; there is no script and no inline style, so it passes a strict
content security policy.
"""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

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
from .language import labelled, phrase
from .layout import data_line, signature_line

_EMPTY = mark_safe("")
_SAFE_ADDRESSES = ("https://", "http://", "/", "#", "?")


def to_html(document: Document, link: Link | None = None) -> str:
    """The document as one <article>; headings begin at h2 because the page itself has an h1.

    An address from `link` that is neither a path nor http(s) is not used.
    """
    return format_html(
        '<article class="document" lang="{}">{}{}{}{}</article>',
        document.language,
        _head(document),
        _joined(_block(block, document.language, link) for block in document.blocks),
        _closing(document),
        format_html('<footer class="data-line">{}</footer>', _data_line(document)),
    )


def _head(document: Document) -> SafeString:
    return format_html(
        "<header>{}{}{}</header>",
        _each("p", "letterhead", document.header_lines),
        format_html('<h2 class="document-title">{}</h2>', document.title),
        _each("p", "subtitle", (document.subtitle,)),
    )


def _closing(document: Document) -> SafeString:
    issued = day(document.issued_on, document.language) if document.issued_on else ""
    return format_html(
        "{}{}",
        _each("p", "closing", (document.issuer, issued)),
        _signatures(document.signatures, document.language),
    )


def _data_line(document: Document) -> str:
    return data_line(document.footer, document.language)


def _block(block: Block, language: str, link: Link | None) -> SafeString:
    match block:
        case Heading():
            return format_html("<h{0}>{1}</h{0}>", block.level + 2, block.text)
        case Paragraph():
            return format_html("<p>{}</p>", _spans(block.spans, language, link))
        case Table():
            return _table(block, language, link)
        case Note():
            return format_html('<p class="note">{}</p>', labelled("note", block.text, language))
        case Signature():
            return _signatures((block,), language)
        case PageBreak():
            return mark_safe('<hr class="page-break">')


def _spans(spans: tuple[Span, ...], language: str, link: Link | None) -> SafeString:
    return _joined(_span(span, language, link) for span in spans)


def _span(span: Span, language: str, link: Link | None) -> SafeString:
    """The words, inside their marks, inside their link."""
    words = format_html("{}", visible_text(span, language))
    if span.emphasis:
        words = format_html("<strong>{}</strong>", words)
    if span.pending:
        words = format_html('<mark class="pending">{}</mark>', words)
    if span.figure is None:
        return words
    address = link(span.figure) if link else None
    if address and address.startswith(_SAFE_ADDRESSES):
        return format_html(
            '<a class="figure" href="{}" data-figure="{}">{}</a>', address, span.figure, words
        )
    return format_html('<span class="figure" data-figure="{}">{}</span>', span.figure, words)


def _table(table: Table, language: str, link: Link | None) -> SafeString:
    kinds = ["number" if position in table.numeric else "" for position in range(len(table.head))]
    head = _joined(
        _cell("th", kind, format_html("{}", label))
        for label, kind in zip(table.labels(language), kinds, strict=True)
    )
    rows = _joined(
        format_html(
            "<tr>{}</tr>",
            _joined(
                _cell("td", kind, _span(span, language, link))
                for span, kind in zip(row, kinds, strict=True)
            ),
        )
        for row in table.cells()
    )
    return format_html(
        "<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        format_html("<caption>{}</caption>", table.caption) if table.caption else _EMPTY,
        head,
        rows,
    )


def _cell(tag: str, kind: str, content: SafeString) -> SafeString:
    scope = _SCOPE if tag == "th" else _EMPTY
    if kind:
        return format_html('<{0}{1} class="{2}">{3}</{0}>', tag, scope, kind, content)
    return format_html("<{0}{1}>{2}</{0}>", tag, scope, content)


_SCOPE = mark_safe(' scope="col"')


def _signatures(signatures: tuple[Signature, ...], language: str) -> SafeString:
    if not signatures:
        return _EMPTY
    lines = [signature_line(signature, language) for signature in signatures]
    colon = phrase("colon", language)
    return format_html(
        '<dl class="signatures">{}</dl>',
        format_html_join(
            "",
            "<div><dt>{}</dt><dd>{} {}</dd></div>",
            ((post.removesuffix(colon), name, beside) for post, name, beside in lines),
        ),
    )


def _each(tag: str, name: str, texts: tuple[str, ...]) -> SafeString:
    """One element per text that is not empty."""
    return _joined(
        format_html('<{0} class="{1}">{2}</{0}>', tag, name, text) for text in texts if text
    )


def _joined(parts) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
