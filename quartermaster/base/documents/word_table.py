"""Tables of an official document in Word: ruled, head on every page, figures to the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from docx.oxml.xmlchemy import BaseOxmlElement

from .content import Span, Table
from .layout import column_shares, table_size
from .ooxml import Typeface, element, run
from .word_format import TEXT_WIDTH, typeface

SpanWriter = Callable[[Span, Typeface], BaseOxmlElement]

_MANY_COLUMNS = 9
_TIGHT = 40  # twips between text and rule where many columns share a line
_SIGNATURE_SHARES = (0.36, 0.28, 0.36)


def table_grid(table: Table, language: str, write_span: SpanWriter) -> BaseOxmlElement:
    """The table with its head row and its rows."""
    size = round(2 * table_size(len(table.head)))
    head_face = replace(typeface("table_head", language), size=size)
    face = replace(typeface("table", language), size=size)
    widths = _widths(column_shares(table, language, TEXT_WIDTH / 20))
    grid = _frame(widths, ruled=True)
    head = [
        _cell(width, "TableHead", "center", run(label, head_face))
        for width, label in zip(widths, table.labels(language), strict=True)
    ]
    grid.append(element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *head))
    for row in table.cells():
        cells = [
            _cell(
                widths[position],
                "TableText",
                "right" if position in table.numeric else "left",
                write_span(span, face),
            )
            for position, span in enumerate(row)
        ]
        grid.append(element("tr", element("trPr", element("cantSplit")), *cells))
    return grid


def signature_table(rows: list[tuple[str, str, str]], face: Typeface) -> BaseOxmlElement:
    """Post, name over a line to sign on, time of the signature; no rules but that line."""
    widths = _widths(_SIGNATURE_SHARES)
    grid = _frame(widths, ruled=False)
    small = replace(face, size=24)
    for post, name, beside in rows:
        cells = [
            _cell(widths[0], "TableText", "right", run(post, face)),
            _cell(widths[1], "TableText", "center", run(name, face), underlined=True),
            _cell(widths[2], "TableText", "left", run(beside, small)),
        ]
        height = element("trHeight", val=680, hRule="atLeast")
        grid.append(element("tr", element("trPr", element("cantSplit"), height), *cells))
    return grid


def _frame(widths: list[int], *, ruled: bool) -> BaseOxmlElement:
    properties = element("tblPr", element("tblW", w=sum(widths), type="dxa"))
    properties.append(element("jc", val="center"))
    if ruled:
        edges = ("top", "left", "bottom", "right", "insideH", "insideV")
        lines = [element(edge, val="single", sz=4, space=0, color="000000") for edge in edges]
        properties.append(element("tblBorders", *lines))
    properties.append(element("tblLayout", type="fixed"))
    if len(widths) > _MANY_COLUMNS:
        sides = [element(side, w=_TIGHT, type="dxa") for side in ("left", "right")]
        properties.append(element("tblCellMar", *sides))
    columns = [element("gridCol", w=width) for width in widths]
    return element("tbl", properties, element("tblGrid", *columns))


def _cell(
    width: int, style: str, side: str, content: BaseOxmlElement, *, underlined: bool = False
) -> BaseOxmlElement:
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if underlined:
        line = element("bottom", val="single", sz=4, space=0, color="000000")
        properties.append(element("tcBorders", line))
    properties.append(element("vAlign", val="bottom" if underlined else "center"))
    paragraph = element("pPr", element("pStyle", val=style), element("jc", val=side))
    return element("tc", properties, element("p", paragraph, content))


def _widths(shares: tuple[float, ...]) -> list[int]:
    """Shares of the line in twips; the last column takes what rounding leaves."""
    widths = [int(share * TEXT_WIDTH) for share in shares]
    widths[-1] += TEXT_WIDTH - sum(widths)
    return widths
