"""The Word file against the values of GB/T 9704-2012, read from its XML."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest

from quartermaster.base.documents.content import Paragraph, Span
from quartermaster.base.documents.word import to_word
from tests.machinery.programs import PDF_TO_PICTURE, document_as_pdf, require

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parsed(markup):
    return ElementTree.fromstring(markup)  # noqa: S314 - our own output


@pytest.fixture(scope="module")
def package(report, evidence):
    with zipfile.ZipFile(io.BytesIO(to_word(report, evidence))) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def body(package):
    return parsed(package["word/document.xml"])


@pytest.fixture(scope="module")
def styles(package):
    tree = parsed(package["word/styles.xml"])
    return {style.get(f"{W}styleId"): style for style in tree.iter(f"{W}style")}


def attributes(element) -> dict[str, str]:
    return {name.removeprefix(W): value for name, value in element.attrib.items()}


def paragraph(body, text):
    """The one paragraph whose text begins so."""
    found = [p for p in body.iter(f"{W}p") if words(p).startswith(text)]
    assert len(found) == 1
    return found[0]


def words(element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def faces(paragraph) -> set[tuple[str, str]]:
    """East Asian font and size of the runs."""
    return {
        (p.find(f"{W}rFonts").get(f"{W}eastAsia"), p.find(f"{W}sz").get(f"{W}val"))
        for p in paragraph.iter(f"{W}rPr")
    }


def test_page_margins_and_grid(body):
    section = body.find(f".//{W}sectPr")
    assert attributes(section.find(f"{W}pgSz")) == {"w": "11906", "h": "16838"}
    margins = attributes(section.find(f"{W}pgMar"))
    assert {side: margins[side] for side in ("top", "bottom", "left", "right")} == {
        "top": "2098",
        "bottom": "1984",
        "left": "1587",
        "right": "1474",
    }
    assert attributes(section.find(f"{W}docGrid")) == {
        "type": "linesAndChars",
        "linePitch": "580",
        "charSpace": "-848",
    }


def test_the_title_is_centred_xiaobiaosong_of_size_two(body, styles):
    assert faces(paragraph(body, "后勤管理处2026年上半年工作总结")) == {("方正小标宋简体", "44")}
    assert styles["Title"].find(f"{W}pPr/{W}jc").get(f"{W}val") == "center"


def test_two_empty_lines_lie_between_the_red_line_and_the_title(body):
    texts = [words(p) for p in body.find(f"{W}body").findall(f"{W}p")]
    assert texts[:5] == [
        "某某省人民医院文件",
        "医后勤〔2026〕3号",
        "",
        "",
        "后勤管理处2026年上半年工作总结",
    ]
    line = paragraph(body, "医后勤").find(f"{W}pPr/{W}pBdr/{W}bottom")
    assert line.get(f"{W}color") == "FF0000"


def test_the_body_is_fangsong_of_size_three_indented_by_two(body, styles):
    text = paragraph(body, "受理报修")
    assert faces(text) == {("仿宋_GB2312", "32")}
    assert attributes(text.find(f"{W}pPr/{W}ind")) == {"firstLineChars": "200", "firstLine": "640"}
    style = styles["BodyText"].find(f"{W}pPr/{W}ind")
    assert attributes(style) == {"firstLineChars": "200", "firstLine": "640"}


@pytest.mark.parametrize(
    ("text", "style", "font"),
    [
        ("一、主要工作", "Heading1", "黑体"),
        ("（一）维修", "Heading2", "楷体_GB2312"),
        ("1.水电", "Heading3", "仿宋_GB2312"),
        ("（1）门诊楼", "Heading4", "仿宋_GB2312"),
    ],
)
def test_headings_have_their_faces_and_are_real_headings(body, text, style, font):
    heading = paragraph(body, text)
    assert heading.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == style
    assert faces(heading) == {(font, "32")}
    assert heading.find(f".//{W}b") is None


def test_every_official_face_names_what_may_stand_for_it(package):
    fonts = parsed(package["word/fontTable.xml"])
    stand_ins = {
        font.get(f"{W}name"): font.find(f"{W}altName").get(f"{W}val").split(",")
        for font in fonts
        if font.find(f"{W}altName") is not None
    }
    assert stand_ins["方正小标宋简体"][1:4] == ["华文中宋", "STZhongsong", "宋体"]
    assert stand_ins["仿宋_GB2312"][:2] == ["仿宋", "FangSong"]
    assert stand_ins["楷体_GB2312"][0] == "楷体"


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(package, body):
    settings = parsed(package["word/settings.xml"])
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    relations = parsed(package["word/_rels/document.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    identifier = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    sides = {}
    for reference in body.iter(f"{W}footerReference"):
        part = parsed(package[f"word/{targets[reference.get(identifier)]}"])
        number, data = part.findall(f"{W}p")
        assert words(number) == "— 1 —"
        assert number.find(f".//{W}instrText").text.strip() == "PAGE"
        assert faces(number) == {("宋体", "28")}
        assert words(data).startswith("数据期间：2026年1月1日至6月30日")
        assert "生成时间：2026年7月1日 09:30" in words(data)
        sides[reference.get(f"{W}type")] = (
            number.find(f"{W}pPr/{W}jc").get(f"{W}val"),
            attributes(number.find(f"{W}pPr/{W}ind")),
        )
    assert sides == {
        "default": ("right", {"rightChars": "100", "right": "280"}),
        "even": ("left", {"leftChars": "100", "left": "280"}),
    }


def test_figures_are_locked_linked_and_carry_their_key(body, package):
    controls = list(body.iter(f"{W}sdt"))
    assert [c.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for c in controls] == [
        "repairs.reported",
        "accidents",
        "households",
        "repairs.water",
    ]
    locks = {c.find(f"{W}sdtPr/{W}lock").get(f"{W}val") for c in controls}
    assert locks == {"sdtContentLocked"}
    links = package["word/_rels/document.xml.rels"].decode()
    assert "https://hospital.example/evidence/repairs.reported" in links
    assert "evidence/households" not in links


def test_pending_is_marked_in_colour_and_in_words_and_nothing_else_is(body):
    marked = [words(r) for r in body.iter(f"{W}r") if r.find(f"{W}rPr/{W}highlight") is not None]
    assert marked == ["待核", "980多（待核）"]


def test_tables_repeat_their_head_and_set_figures_to_the_right(body):
    table = body.find(f".//{W}tbl")
    head, first, _second = table.findall(f"{W}tr")
    assert head.find(f"{W}trPr/{W}tblHeader") is not None
    assert [words(cell) for cell in head.findall(f"{W}tc")] == ["类别", "受理（件）", "费用（元）"]
    sides = [cell.find(f".//{W}pPr/{W}jc").get(f"{W}val") for cell in first.findall(f"{W}tc")]
    assert sides == ["left", "right", "right"]
    widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
    assert sum(widths) == 8845


def test_a_page_break_begins_the_next_paragraph_on_a_new_page(body):
    broken = [p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert [words(p) for p in broken] == ["二、问题"]


def test_the_file_opens_again_with_its_title_and_without_a_trace_of_its_maker(report):
    properties = docx.Document(io.BytesIO(to_word(report))).core_properties
    assert properties.title == "后勤管理处2026年上半年工作总结"
    assert properties.author == "后勤管理处"
    assert "python-docx" not in properties.comments


def test_the_same_document_gives_the_same_bytes(report):
    assert to_word(report) == to_word(report)


def test_texts_are_text_whatever_they_look_like(report):
    nasty = "<w:t>&amp; \x00\x07]]> 𠮷 \ud800"
    sent = replace(report, blocks=(Paragraph.of(nasty, Span("7", figure="k" * 90)),))
    with zipfile.ZipFile(io.BytesIO(to_word(sent))) as package:
        tree = parsed(package.read("word/document.xml"))
    assert words(paragraph(tree, "<w:t>")) == "<w:t>&amp; ]]> 𠮷 7"
    key = tree.find(f".//{W}sdtPr/{W}tag").get(f"{W}val")
    assert len(key) == 64


def test_english_documents_use_a_latin_face(report):
    english = replace(report, language="en", header_lines=())
    with zipfile.ZipFile(io.BytesIO(to_word(english))) as package:
        tree = parsed(package.read("word/document.xml"))
    latin = {f.get(f"{W}ascii") for f in tree.iter(f"{W}rFonts")}
    assert latin == {"Times New Roman"}


@pytest.mark.once
def test_an_office_program_prints_28_characters_on_a_line(report, tmp_path):
    sentence = "后勤保障工作是医院医疗教学科研等工作的重要支撑" * 8
    long_text = replace(report, blocks=(Paragraph.of(sentence),), header_lines=())
    (tmp_path / "report.docx").write_bytes(to_word(long_text))
    pdf = document_as_pdf(tmp_path / "report.docx", tmp_path)
    lines = text_lines(pdf)
    full = [line for line in lines if set(line) <= set(sentence) and len(line) > 20]
    assert [len(line) for line in full[:3]] == [26, 28, 28]
    assert "— 1 —" in " ".join(lines) or "—1—" in "".join(lines)


def text_lines(pdf) -> list[str]:
    """The lines of a PDF, spaces left out where the program put them between characters."""
    require(PDF_TO_PICTURE)  # pdftotext comes in the same package
    printed = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    )
    return ["".join(line.split()) for line in printed.stdout.splitlines() if line.strip()]
