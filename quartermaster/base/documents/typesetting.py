"""Typst, the typesetter behind every PDF: fonts from one folder, data as JSON, nothing evaluated.

The texts travel as data through `sys_inputs`; whatever looks like a command in them is printed.
No font of the system is used, so a document looks the same wherever it is made.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.utils.translation import gettext as _

from quartermaster.base.core.errors import Refused

from .content import printable

ARCHIVAL = "a-2b"
ACCESSIBLE = "ua-1"

_TEMPLATES = Path(__file__).parent / "templates"
_REFUSED_TEXT = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)

# For every role the official typeface first, for those who own it and put it into the folder,
# then the free ones that are built with the program.
_TYPEFACES = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong"),
    "body": ("FangSong_GB2312", "FangSong", "STFangsong", "LXGW WenKai"),
    "kai": ("KaiTi_GB2312", "KaiTi", "STKaiti", "LXGW WenKai"),
    "hei": ("SimHei", "STHeiti"),
    "small": ("SimSun", "STSong"),
}
_EVERYWHERE = ("Noto Sans SC", "Noto Sans CJK SC", "LXGW WenKai")


class FontsMissing(Refused):
    """The folder holds no font with Chinese characters, so no PDF can be made."""


class MissingGlyphs(Refused):
    """A text holds a character that none of the fonts has. `text` is where it stands."""

    def __init__(self, text: str) -> None:
        super().__init__(_("No font on this machine can print “%(text)s”.") % {"text": text})
        self.text = text


def typeset(
    template: str, data: dict[str, Any], fonts: Path, *, standard: str | None = None
) -> bytes:
    """`template` filled with `data`, as PDF. The same data and fonts give the same bytes.

    Under a `standard` (ARCHIVAL or ACCESSIBLE) every character must have a glyph: raises
    MissingGlyphs rather than print an empty box. Raises FontsMissing.
    """
    typesetter = _typesetter(template, fonts)
    payload = json.dumps(_printable({**data, "fonts": typesetter.typefaces}))
    return typesetter.run(payload, standard)


class _Typesetter:
    """One template with its fonts, loaded once: the first page costs ten times the second."""

    def __init__(self, template: str, fonts: Path) -> None:
        folder = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
        )
        self.typefaces = _choose_typefaces(folder.families(), fonts)
        self._compiler = typst.Compiler(str(_TEMPLATES / template), font_paths=folder)
        self._turn = Lock()

    def run(self, payload: str, standard: str | None) -> bytes:
        try:
            with self._turn:
                return self._compiler.compile(
                    format="pdf",
                    sys_inputs={"document": payload},
                    pdf_standards=[standard] if standard else [],
                )
        except typst.TypstError as error:
            refused = _REFUSED_TEXT.search(str(error))
            if refused:
                raise MissingGlyphs(refused[1]) from error
            raise


@lru_cache(maxsize=8)
def _typesetter(template: str, fonts: Path) -> _Typesetter:
    return _Typesetter(template, fonts)


def _choose_typefaces(families: list[str], folder: Path) -> dict[str, list[str]]:
    """For every role the families that are there, best first."""
    common = [name for name in _EVERYWHERE if name in families]
    if not common:
        raise FontsMissing(
            _(
                "There is no Chinese font (NotoSansSC-Regular.ttf) in the folder “%(folder)s”; "
                "“./qm up” builds it."
            )
            % {"folder": folder.name}
        )
    return {
        role: list(dict.fromkeys([name for name in wanted if name in families] + common))
        for role, wanted in _TYPEFACES.items()
    }


def _printable(value: Any) -> Any:
    """The data without control characters, which no font can show."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(part) for part in value]
    return value
