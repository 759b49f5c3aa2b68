"""QR codes, and sheets of labels to be cut or peeled: 21 on a page of A4."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import segno

from .typesetting import ACCESSIBLE, typeset

_QUIET_ZONE = 4  # modules of white around a code, as the standard asks for
_CORRECTION = "m"  # still read with 15 % of the code scratched


@dataclass(frozen=True)
class Label:
    """What one label says. `url` is what its code leads to, `hint` tells what to do with it."""

    title: str
    subtitle: str
    url: str
    hint: str = ""


def qr_svg(text: str) -> str:
    """The QR code of `text` as SVG without size, to be scaled by whoever shows it.

    Raises ValueError when the text is too long for any QR code (about 2 300 bytes).
    """
    return _code(text).svg_inline(
        border=_QUIET_ZONE, omitsize=True, light="#ffffff", dark="#000000"
    )


def qr_png(text: str, *, scale: int = 8) -> bytes:
    """The QR code of `text` as PNG, `scale` pixels per module."""
    stream = io.BytesIO()
    _code(text).save(stream, kind="png", scale=scale, border=_QUIET_ZONE)
    return stream.getvalue()


def label_sheet(labels: Iterable[Label], fonts: Path, *, language: str = "zh-Hans") -> bytes:
    """The labels as PDF, three by seven on every A4 page (63.5 mm × 38.1 mm each, the common
    peel-off sheet; print without scaling).

    Long titles take two lines, longer ones end in an ellipsis. Raises FontsMissing and
    MissingGlyphs as `to_pdf` does, and ValueError when there is no label.
    """
    rows = [
        {
            "title": label.title,
            "subtitle": label.subtitle,
            "hint": label.hint,
            "code": qr_svg(label.url),
        }
        for label in labels
    ]
    if not rows:
        raise ValueError("a sheet needs at least one label")
    data = {"labels": rows, "chinese": language.startswith("zh")}
    return typeset("labels.typ", data, fonts, standard=ACCESSIBLE)


def _code(text: str) -> segno.QRCode:
    try:
        return segno.make_qr(text, error=_CORRECTION, boost_error=False)
    except segno.DataOverflowError as error:
        raise ValueError(f"a text of {len(text)} characters is too long for a QR code") from error
