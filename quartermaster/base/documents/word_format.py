"""The official document as Word sees it: page, grid, typefaces, page numbers (GB/T 9704-2012).

Lengths are twips (1/1440 inch) unless a name says otherwise.
"""

from __future__ import annotations

import re
from pathlib import Path

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Twips

from .content import Footer
from .language import is_chinese
from .layout import data_line
from .ooxml import Typeface, element, page_number, run

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # A4
MARGIN_TOP, MARGIN_BOTTOM = 2098, 1984  # 天头 37 mm, 35 mm
MARGIN_LEFT, MARGIN_RIGHT = 1587, 1474  # 订口 28 mm, 26 mm
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
GRID_LINE_PITCH, GRID_CHARACTER_SPACE = 580, -848  # 22 lines of 28 characters
FOOTER_DISTANCE = 947  # the page number stands 7 mm below the text, the data line under it

_TEMPLATES = Path(__file__).parent / "templates"
_UNWANTED = ("stylesWithEffects", "customXml", "numbering", "webSettings")

_HEAVY = ("黑体", "方正小标宋简体")
FONTS = {
    "title": ("方正小标宋简体", 44),
    "letterhead": ("方正小标宋简体", 72),
    "body": ("仿宋_GB2312", 32),
    "subtitle": ("楷体_GB2312", 32),
    1: ("黑体", 32),
    2: ("楷体_GB2312", 32),
    3: ("仿宋_GB2312", 32),
    4: ("仿宋_GB2312", 32),
    "caption": ("黑体", 28),
    "table": ("仿宋_GB2312", 24),
    "table_head": ("黑体", 24),
    "note": ("仿宋_GB2312", 24),
    "page_number": ("宋体", 28),
    "data_line": ("宋体", 18),
}


def typeface(role: str | int, language: str) -> Typeface:
    """The typeface of a role; English is set in a Latin face, bold where Chinese is 黑体."""
    font, size = FONTS[role]
    if is_chinese(language):
        return Typeface(font, size)
    return Typeface(font, size, latin="Times New Roman", bold=font in _HEAVY)


def official_file(language: str, footer: Footer) -> WordFile:
    """An empty Word file with everything set but the text."""
    file = docx.Document()
    _drop_unwanted_parts(file)
    _set_styles(file, language)
    _set_page(file.sections[0])
    _set_settings(file)
    _set_footers(file.sections[0], language, footer)
    return file


def _drop_unwanted_parts(file: WordFile) -> None:
    for key, relation in list(file.part.rels.items()):
        if relation.reltype.rsplit("/", 1)[-1] in _UNWANTED:
            file.part.rels.pop(key)


def _set_styles(file: WordFile, language: str) -> None:
    text = (_TEMPLATES / "word-styles.xml").read_text(encoding="utf-8")
    if not is_chinese(language):
        text = re.sub(r'w:(ascii|hAnsi)="[^"]*"', r'w:\1="Times New Roman"', text)
    styles = file.part.part_related_by(RELATIONSHIP_TYPE.STYLES)
    styles._element = parse_xml(text.encode("utf-8"))
    fonts = file.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts._blob = (_TEMPLATES / "word-fonts.xml").read_bytes()


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Twips(PAGE_WIDTH), Twips(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Twips(MARGIN_TOP), Twips(MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Twips(MARGIN_LEFT), Twips(MARGIN_RIGHT)
    section.header_distance, section.footer_distance = Twips(851), Twips(FOOTER_DISTANCE)
    section.gutter = Twips(0)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(
        element(
            "docGrid",
            type="linesAndChars",
            linePitch=GRID_LINE_PITCH,
            charSpace=GRID_CHARACTER_SPACE,
        )
    )


def _set_settings(file: WordFile) -> None:
    file.settings.odd_and_even_pages_header_footer = True
    settings = file.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_footers(section: Section, language: str, footer: Footer) -> None:
    """Odd pages carry their number on the right, even pages on the left, one character in."""
    odd = {"jc": "right", "rightChars": 100, "right": 280}
    even = {"jc": "left", "leftChars": 100, "left": 280}
    for part, place in ((section.footer, odd), (section.even_page_footer, even)):
        part.is_linked_to_previous = False
        number, data = part.paragraphs[0], part.add_paragraph(style="Data Line")
        number.style = "Footer"
        properties = number._p.get_or_add_pPr()
        indents = {name: value for name, value in place.items() if name != "jc"}
        properties.append(element("ind", **indents))
        properties.append(element("jc", val=place["jc"]))
        number._p.extend(page_number(typeface("page_number", language)))
        data._p.append(run(data_line(footer, language), typeface("data_line", language)))
