"""What the writers share so that Word, PDF and page say the same in the same places."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from .content import Footer, Signature, Table, visible_text
from .dates import day_range, instant
from .language import labelled, phrase

# Widths below are counted in characters of the table's own size.
_NARROWEST = 2.0
_PADDING = 1.2
_LATIN_ALLOWANCE = 1.25  # figures are a little wider than half a character in some typefaces


def text_width(text: str) -> float:
    """The width of a text in characters of its own size: a Chinese one is 1, a Latin one a half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def _spaced_width(text: str) -> float:
    """The width with the quarter space that typesetters put between Chinese and Latin letters."""
    wide = [text_width(character) == 1.0 for character in text]
    seams = sum(before != after for before, after in pairwise(wide))
    return text_width(text) + seams / 4


def column_shares(table: Table, language: str, line: float) -> tuple[float, ...]:
    """The part of the line each column gets; the parts add up to one.

    `line` is the width of the line in points. Columns of figures get all they need, so that no
    number is broken; columns of text share what is left, the longest giving way first.
    """
    capacity = line / table_size(len(table.head))
    wanted = _wanted_widths(table, language)
    texts = [position for position in range(len(wanted)) if position not in table.numeric]
    figures = sum(wanted[position] for position in table.numeric)
    widest = _widest_that_fits([wanted[position] for position in texts], capacity - figures)
    widths = wanted.copy()
    for position in texts:
        widths[position] = min(wanted[position], widest)
    _share_out(widths, max(0.0, capacity - sum(widths)), texts)
    return tuple(width / sum(widths) for width in widths)


def _share_out(widths: list[float], spare: float, texts: list[int]) -> None:
    """Give what is left of the line to the columns of text; a figure takes a character at most."""
    figures = [position for position in range(len(widths)) if position not in texts]
    each = min(1.0, spare / len(widths)) if texts else spare / len(widths)
    for position in figures:
        widths[position] += each
    for position in texts:
        widths[position] += (spare - each * len(figures)) / len(texts)


def _wanted_widths(table: Table, language: str) -> list[float]:
    """What each column would need to keep every cell on one line; heads may break once."""
    wanted = [
        max(_NARROWEST, text_width(name), text_width(label) - text_width(name))
        for name, label in zip(table.head, table.labels(language), strict=True)
    ]
    for row in table.cells():
        for position, span in enumerate(row):
            width = _LATIN_ALLOWANCE * text_width(visible_text(span, language))
            wanted[position] = max(wanted[position], width)
    return [width + _PADDING for width in wanted]


def _widest_that_fits(widths: list[float], capacity: float) -> float:
    """The width to which columns must be cut so that together they fit; never below a minimum."""
    narrowest = _NARROWEST + _PADDING
    for number, width in enumerate(sorted(widths)):
        share = capacity / (len(widths) - number)
        if width > share:
            return max(share, narrowest)
        capacity -= width
    return max(widths, default=narrowest)


def table_size(columns: int) -> float:
    """The size of table text in points: 小四 as a rule, smaller where many columns share a line."""
    if columns <= 6:
        return 12.0
    return 10.5 if columns <= 9 else 9.0


def closing_indents(issuer: str, date_text: str, *, sealed: bool) -> tuple[float, float]:
    """Where the issuer and the date below it end, in characters from the right edge.

    GB/T 9704-2012, 7.3.5: with a seal the date stands four characters in and the issuer is centred
    on it; without, the date begins two characters right of the issuer's first, and whichever is
    the longer stands two characters in.
    """
    issuer_width, date_width = _spaced_width(issuer), _spaced_width(date_text)
    if sealed:
        return max(0.0, 4 + (date_width - issuer_width) / 2), 4.0
    shift = date_width + 2 - issuer_width
    return (2 + shift, 2.0) if shift >= 0 else (2.0, 2 - shift)


def data_line(footer: Footer, language: str) -> str:
    """数据期间：2026年1月1日至6月30日　生成时间：2026年7月1日 09:30."""
    parts = [
        labelled("data_period", day_range(footer.since, footer.until, language), language),
        labelled("generated_at", instant(footer.generated_at, language), language),
    ]
    if footer.reference:
        parts.append(labelled("reference", footer.reference, language))
    return phrase("gap", language).join(parts)


def signature_line(signature: Signature, language: str) -> tuple[str, str, str]:
    """What stands before the line to sign on, on it, and behind it.

    A name stands on the line only when it was signed; otherwise the line is left for the pen and
    the name stands behind: 分管副院长： ______ 陈志平（未签）.
    """
    post = signature.post + phrase("colon", language)
    if signature.signed_at is None:
        return post, "", signature.name + phrase("not_signed", language)
    return post, signature.name, instant(signature.signed_at, language)
