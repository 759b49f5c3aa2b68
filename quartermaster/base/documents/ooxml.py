"""The few elements of a Word file that python-docx has no words for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from .content import printable

_TAG_LENGTH = 64


@dataclass(frozen=True)
class Typeface:
    """How a run of text is set; `size` in half points as Word counts."""

    font: str
    size: int
    latin: str = ""
    bold: bool = False
    highlighted: bool = False
    color: str = ""

    def with_marks(self, *, bold: bool = False, highlighted: bool = False) -> Typeface:
        return replace(self, bold=self.bold or bold, highlighted=highlighted)


def element(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """An element of the w namespace: element("ind", firstLine=640)."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str, typeface: Typeface) -> BaseOxmlElement:
    """A run of text; line ends become line breaks."""
    made = element("r", _run_properties(typeface))
    for number, line in enumerate(printable(text).splitlines() or [""]):
        if number:
            made.append(element("br"))
        words = element("t")
        words.text = line
        words.set(qn("xml:space"), "preserve")
        made.append(words)
    return made


def page_number(typeface: Typeface) -> list[BaseOxmlElement]:
    """The runs of "— 1 —": 一字线 on both sides of a PAGE field."""
    command = element("instrText")
    command.text = " PAGE "
    command.set(qn("xml:space"), "preserve")
    field = [
        element("fldChar", fldCharType="begin"),
        command,
        element("fldChar", fldCharType="separate"),
        None,
        element("fldChar", fldCharType="end"),
    ]
    runs = [run("— ", typeface)]
    for part in field:
        runs.append(
            run("1", typeface) if part is None else element("r", _run_properties(typeface), part)
        )
    return [*runs, run(" —", typeface)]


def locked(key: str, number: int, *content: BaseOxmlElement) -> BaseOxmlElement:
    """A content control nobody can type into: the figure stays as it was frozen.

    Its tag is the key of the figure; Word allows 64 characters, a longer key ends in its hash.
    """
    if len(key) > _TAG_LENGTH:
        key = f"{key[:51]}~{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    return element(
        "sdt",
        element(
            "sdtPr",
            element("tag", val=key),
            element("id", val=number),
            element("lock", val="sdtContentLocked"),
        ),
        element("sdtContent", *content),
    )


def hyperlink(relation: str, *content: BaseOxmlElement) -> BaseOxmlElement:
    """A link without the usual blue: an official document is black."""
    made = element("hyperlink", *content, history=1)
    made.set(qn("r:id"), relation)
    return made


def _run_properties(typeface: Typeface) -> BaseOxmlElement:
    latin = typeface.latin or typeface.font
    made = element("rPr", element("rFonts", ascii=latin, hAnsi=latin, eastAsia=typeface.font))
    if typeface.bold:
        made.append(element("b"))
    if typeface.color:
        made.append(element("color", val=typeface.color))
    made.append(element("sz", val=typeface.size))
    made.append(element("szCs", val=typeface.size))
    if typeface.highlighted:
        made.append(element("highlight", val="yellow"))
    return made
