"""Labels are read back from the printed page as a telephone would."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image

from quartermaster.base.documents.labels import Label, label_sheet, qr_png, qr_svg
from quartermaster.base.documents.typesetting import FontsMissing
from tests.machinery.programs import pdf_as_pictures


def read(picture) -> list[str]:
    return sorted(code.text for code in zxingcpp.read_barcodes(picture))


def test_a_code_is_read_back():
    assert read(Image.open(io.BytesIO(qr_png("https://医院.example/r/七病区")))) == [
        "https://医院.example/r/七病区"
    ]


def test_the_code_as_svg_scales_and_is_well_formed():
    drawing = ElementTree.fromstring(qr_svg('https://a.example/?q="<&>'))  # noqa: S314
    assert drawing.tag.endswith("svg")
    assert "width" not in drawing.attrib
    assert drawing.get("viewBox").startswith("0 0 ")


def test_a_text_too_long_for_any_code_is_refused():
    with pytest.raises(ValueError, match="5000 characters"):
        qr_svg("x" * 5000)


@pytest.mark.once
def test_every_label_of_a_sheet_is_read_back_21_to_a_page(fonts, tmp_path):
    long_name = "综合住院大楼十二层血液透析中心专用水处理设备间与配套用房"
    rooms = [
        Label(f"{number}室", long_name, f"https://hospital.example/r/{number:03}", "扫码报修")
        for number in range(22)
    ]
    rooms[3] = Label(long_name, "", "https://hospital.example/r/003")
    (tmp_path / "labels.pdf").write_bytes(label_sheet(rooms, fonts))
    first, second = pdf_as_pictures(tmp_path / "labels.pdf", tmp_path, dots_per_inch=120)
    assert read(Image.open(first)) == [label.url for label in rooms[:21]]
    assert read(Image.open(second)) == [rooms[21].url]


def test_a_sheet_without_labels_is_refused(fonts):
    with pytest.raises(ValueError, match="at least one label"):
        label_sheet([], fonts)


def test_labels_need_fonts_too(tmp_path):
    with pytest.raises(FontsMissing):
        label_sheet([Label("1室", "", "https://hospital.example/r/1")], tmp_path)
