"""The PDF: its text, its places, its links; and that nothing in a text is ever run."""

from __future__ import annotations

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from quartermaster.base.documents.content import Heading, Paragraph, Span, Table
from quartermaster.base.documents.pdf import to_pdf
from quartermaster.base.documents.typesetting import FontsMissing, MissingGlyphs
from tests.machinery.programs import PDF_TO_PICTURE, require

POINTS_PER_MILLIMETRE = 72 / 25.4


def parsed(markup):
    return ElementTree.fromstring(markup)  # noqa: S314 - our own output


def printed(pdf: bytes, folder, *options: str) -> str:
    """What poppler reads from the file; `pdftotext` comes with the program for pictures."""
    require(PDF_TO_PICTURE)
    (folder / "document.pdf").write_bytes(pdf)
    command = ["pdftotext", *options, str(folder / "document.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def lines(pdf: bytes, folder) -> list[tuple[int, float, float, float, float, str]]:
    """Every line as (page, left, top, right, bottom, text without spaces), in points."""
    markup = printed(pdf, folder, "-bbox-layout")
    tree = parsed(re.sub(r' xmlns="[^"]*"', "", markup, count=1))
    found = []
    for number, page in enumerate(tree.iter("page"), start=1):
        for line in page.iter("line"):
            box = [float(line.get(name)) for name in ("xMin", "yMin", "xMax", "yMax")]
            found.append((number, *box, "".join(w.text for w in line.iter("word"))))
    return found


@pytest.fixture(scope="module")
def long_report(report):
    sentence = "后勤保障工作是医院医疗教学科研等工作的重要支撑" * 80
    return replace(report, blocks=(Paragraph.of(sentence),))


@pytest.mark.once
def test_a_line_holds_28_characters_and_a_page_22_lines(long_report, fonts, tmp_path):
    plain = replace(long_report, header_lines=())
    second = [line for line in lines(to_pdf(plain, fonts), tmp_path) if line[0] == 2]
    text = [line for line in second if line[5][0] in "后勤保障工作是医院疗教学科研等的重要支撑"]
    assert len(text) == 22
    assert {len(line[5]) for line in text} == {28}
    left, right = min(line[1] for line in text), max(line[3] for line in text)
    assert left == pytest.approx(28 * POINTS_PER_MILLIMETRE, abs=0.5)
    assert right == pytest.approx((210 - 26) * POINTS_PER_MILLIMETRE, abs=0.5)
    assert min(line[2] for line in text) == pytest.approx(37 * POINTS_PER_MILLIMETRE, abs=4)


@pytest.mark.once
def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(long_report, fonts, tmp_path):
    middle = 210 / 2 * POINTS_PER_MILLIMETRE
    numbers = {
        page: (text, left > middle)
        for page, left, _top, _right, _bottom, text in lines(to_pdf(long_report, fonts), tmp_path)
        if re.fullmatch("—[0-9]+—", text)
    }
    assert numbers[1] == ("—1—", True)
    assert numbers[2] == ("—2—", False)
    assert numbers[3] == ("—3—", True)


@pytest.mark.once
def test_everything_the_document_says_is_printed(report, fonts, tmp_path):
    text = "".join(printed(to_pdf(report, fonts), tmp_path).split())
    for part in (
        "某某省人民医院文件",
        "医后勤〔2026〕3号",
        "（征求意见稿）",
        "（一）维修",
        "受理报修1286件，事故待核，涉及980多（待核）户，请以登记簿为准。",
        "受理（件）",
        "38460.50",
        "注：费用为材料费与人工费之和。",
        "2026年7月1日17:02",
        "陈志平（未签）",
    ):
        assert part in text, part
    data_line = "数据期间：2026年1月1日至6月30日生成时间：2026年7月1日09:30编号：后勤-2026-0017"
    pages = text.count("—1—") + text.count("—2—")
    assert text.count(data_line) == pages == 2


@pytest.mark.once
def test_what_looks_like_a_command_is_printed_and_not_run(report, fonts, tmp_path):
    nasty = '#panic("ran") $x^2$ *bold* #include "official.typ" \\u{41} <label> @ref `raw`'
    table = Table(head=(nasty,), rows=((nasty,),))
    sent = replace(report, title=nasty, blocks=(Heading(1, nasty), Paragraph.of(nasty), table))
    text = "".join(printed(to_pdf(sent, fonts), tmp_path).split())
    assert text.count('#panic("ran")$x^2$*bold*#include"official.typ"') == 5


def test_figures_link_to_their_evidence_where_there_is_some(report, fonts, evidence):
    linked = to_pdf(report, fonts, evidence)
    addresses = set(re.findall(rb"/URI ?\(https://hospital\.example/evidence/([^)]*)\)", linked))
    assert addresses == {b"repairs.reported", b"accidents", b"repairs.water"}
    assert b"hospital.example" not in to_pdf(report, fonts)


def test_the_file_is_archival_and_the_same_every_time(report, fonts):
    made = to_pdf(report, fonts)
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert made == to_pdf(report, fonts)


def test_no_document_is_made_with_a_letter_that_cannot_be_printed(report, fonts):
    smiling = replace(report, blocks=(Paragraph.of("收到 ", Span("😀")),))
    with pytest.raises(MissingGlyphs) as refused:
        to_pdf(smiling, fonts)
    assert refused.value.text == "😀"
    assert to_pdf(smiling, fonts, archival=False).startswith(b"%PDF")


def test_rare_letters_of_names_are_printed(report, fonts):
    assert to_pdf(replace(report, issuer="䶮㛃𬭎"), fonts).startswith(b"%PDF")


def test_control_characters_do_no_harm(report, fonts):
    sent = replace(report, blocks=(Paragraph.of("电\x00梯\x07\u200b\ufeff完好\ud800"),))
    assert to_pdf(sent, fonts).startswith(b"%PDF")


def test_without_fonts_the_reason_is_said(report, tmp_path):
    with pytest.raises(FontsMissing, match=r"NotoSansSC-Regular\.ttf"):
        to_pdf(report, tmp_path)
    with pytest.raises(FontsMissing):
        to_pdf(report, tmp_path / "nowhere")


def test_several_threads_may_print_at_once(report, fonts):
    titles = [f"第{number}号报告" for number in range(8)]
    alone = [to_pdf(replace(report, title=title), fonts) for title in titles]
    with ThreadPoolExecutor(4) as threads:
        together = list(
            threads.map(lambda title: to_pdf(replace(report, title=title), fonts), titles)
        )
    assert together == alone


def test_an_english_document_is_printed_in_english(report, fonts, tmp_path):
    english = replace(report, language="en", title="Half-year report", header_lines=())
    text = " ".join(printed(to_pdf(english, fonts), tmp_path).split())
    assert "Data period: 1 January to 30 June 2026" in text
    assert "980 多 (to be verified)" in text
