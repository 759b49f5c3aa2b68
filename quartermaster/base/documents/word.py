"""A document as a Word file in the official format of GB/T 9704-2012.

The words can be edited, the figures cannot: each stands in a locked content control that carries
its key, and links to its evidence where a link is given.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from .content import (
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
from .language import labelled
from .layout import closing_indents, signature_line, text_width
from .ooxml import Typeface, element, hyperlink, locked, run
from .word_format import TEXT_WIDTH, official_file, typeface
from .word_table import signature_table, table_grid

_EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LARGEST_LETTERHEAD = 96  # half points; longer names are set smaller to stay on one line
_HALF_POINTS_PER_LINE = 0.95 * TEXT_WIDTH / 10
_CHARACTER = 320  # twips: one character of 三号, 16 pt


def to_word(document: Document, link: Link | None = None) -> bytes:
    """The document as .docx. The same document gives the same bytes."""
    file = official_file(document.language, document.footer)
    writer = _Writer(file, document.language, link)
    _write_head(writer, document)
    for block in document.blocks:
        _BLOCKS[type(block)](writer, block)
    _write_closing(writer, document)
    _describe(file, document)
    stream = io.BytesIO()
    file.save(stream)
    return _without_clock(stream.getvalue())


class _Writer:
    """Appends paragraphs and tables to a file, remembering a page break until it is needed."""

    def __init__(self, file: WordFile, language: str, link: Link | None) -> None:
        self.file, self.language, self.link = file, language, link
        self.break_page = False
        self.locked_figures = 0
        self._end = file.element.body.sectPr

    def paragraph(self, style: str, *content: BaseOxmlElement, **indents: int) -> None:
        properties = element("pPr", element("pStyle", val=style))
        if self.break_page:
            properties.append(element("pageBreakBefore"))
            self.break_page = False
        if indents:
            properties.append(element("ind", **indents))
        self._end.addprevious(element("p", properties, *content))

    def table(self, grid: BaseOxmlElement) -> None:
        if self.break_page:
            self.paragraph("DataLine")
        self._end.addprevious(grid)

    def text(self, role: str | int, text: str) -> BaseOxmlElement:
        return run(text, typeface(role, self.language))

    def span(self, span: Span, face: Typeface) -> BaseOxmlElement:
        """A run; a figure comes locked, and linked to its evidence."""
        marked = face.with_marks(bold=span.emphasis, highlighted=span.pending)
        words = run(visible_text(span, self.language), marked)
        if span.figure is None:
            return words
        address = self.link(span.figure) if self.link else None
        if address:
            relation = self.file.part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            words = hyperlink(relation, words)
        self.locked_figures += 1
        return locked(span.figure, self.locked_figures, words)


def _write_head(writer: _Writer, document: Document) -> None:
    if document.header_lines:
        mark, *numbers = document.header_lines
        face = typeface("letterhead", document.language)
        size = min(_LARGEST_LETTERHEAD, int(_HALF_POINTS_PER_LINE / max(1.0, text_width(mark))))
        writer.paragraph("Letterhead", run(mark, Typeface(face.font, size, face.latin)))
        for line in numbers:
            writer.paragraph("DocumentNumber", writer.text("body", line))
        _write_red_line(writer)
        for _ in range(2):
            writer.paragraph("Normal")
    writer.paragraph("Title", writer.text("title", document.title))
    if document.subtitle:
        writer.paragraph("Subtitle", writer.text("subtitle", document.subtitle))
    writer.paragraph("Normal")


def _write_red_line(writer: _Writer) -> None:
    """The red line under the letterhead, drawn as the lower edge of its last line."""
    last = writer.file.element.body.findall(qn("w:p"))[-1]
    line = element("bottom", val="single", sz=12, space=8, color="FF0000")
    last.pPr.insert(1, element("pBdr", line))


def _write_heading(writer: _Writer, block: Heading) -> None:
    writer.paragraph(f"Heading{block.level}", writer.text(block.level, block.text))


def _write_paragraph(writer: _Writer, block: Paragraph) -> None:
    face = typeface("body", writer.language)
    spans = [writer.span(span, face) for span in block.spans]
    writer.paragraph("BodyText", *spans, firstLineChars=200, firstLine=2 * _CHARACTER)


def _write_table(writer: _Writer, block: Table) -> None:
    if block.caption:
        writer.paragraph("Caption", writer.text("caption", block.caption))
    writer.table(table_grid(block, writer.language, writer.span))
    writer.paragraph("DataLine")


def _write_note(writer: _Writer, block: Note) -> None:
    writer.paragraph("Note", writer.text("note", labelled("note", block.text, writer.language)))


def _write_signature(writer: _Writer, block: Signature) -> None:
    _write_signatures(writer, (block,))


def _write_signatures(writer: _Writer, signatures: tuple[Signature, ...]) -> None:
    rows = [signature_line(signature, writer.language) for signature in signatures]
    writer.paragraph("Normal")
    writer.table(signature_table(rows, typeface("body", writer.language)))
    writer.paragraph("DataLine")


def _remember_page_break(writer: _Writer, _block: PageBreak) -> None:
    writer.break_page = True


def _write_closing(writer: _Writer, document: Document) -> None:
    """The issuer and the date below the text, then the signatures."""
    date_text = day(document.issued_on, document.language) if document.issued_on else ""
    if document.issuer or date_text:
        issuer, date = closing_indents(document.issuer, date_text, sealed=document.sealed)
        writer.paragraph("Normal")
        lines = ((document.issuer, issuer, "ClosingIssuer"), (date_text, date, "Closing"))
        for text, indent, style in lines:
            if text:
                writer.paragraph(
                    style,
                    writer.text("body", text),
                    rightChars=round(indent * 100),
                    right=round(indent * _CHARACTER),
                )
    if document.signatures:
        _write_signatures(writer, document.signatures)


def _describe(file: WordFile, document: Document) -> None:
    """The properties of the file; the clock of this machine does not enter."""
    properties = file.core_properties
    generated = document.footer.generated_at.astimezone(UTC).replace(tzinfo=None)
    properties.title, properties.author = document.title, document.issuer
    properties.comments, properties.keywords = "", ""
    properties.language = document.language
    properties.last_modified_by = document.issuer
    properties.created = properties.modified = generated


def _without_clock(packed: bytes) -> bytes:
    """The same package with the time of packing left out, so equal documents have equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return stream.getvalue()


_BLOCKS = {
    Heading: _write_heading,
    Paragraph: _write_paragraph,
    Table: _write_table,
    Note: _write_note,
    Signature: _write_signature,
    PageBreak: _remember_page_break,
}
