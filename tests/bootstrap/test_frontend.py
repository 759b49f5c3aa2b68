"""What the build makes: assets for a strict policy, fonts that documents find by name."""

from __future__ import annotations

import json
import re

import pytest
import typst
from fontTools.ttLib import TTFont

from bootstrap.frontend import ASSETS, FONTS

pytestmark = pytest.mark.once

# Two names that Noto lacks, and one that every report has.
RARE, COMMON = "䶮𬭎", "后勤管理处"
FAMILY = 1  # entry of a font's name table


def characters(name: str) -> set[int]:
    """The characters a built font can draw."""
    with TTFont(FONTS / name, lazy=True) as font:
        return set(font.getBestCmap())


def test_the_manifest_names_the_entries_and_their_files_exist():
    manifest = json.loads((ASSETS / "manifest.json").read_text(encoding="utf-8"))

    for entry in ("frontend/app.js", "frontend/app.css"):
        assert (ASSETS / manifest[entry]["file"]).is_file()


def test_no_script_evaluates_text_or_loads_from_elsewhere():
    scripts = {path.name: path.read_text(encoding="utf-8") for path in ASSETS.glob("*.js")}

    assert scripts
    for name, text in scripts.items():
        assert not re.search(r"(?<![\w.$])eval\(", text), name
        assert not re.search(r"import\s*\(?['\"]https?:", text), name


def test_no_style_loads_from_elsewhere():
    for path in ASSETS.glob("*.css"):
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:|//|data:)", path.read_text())


@pytest.mark.parametrize(
    ("name", "family", "weight"),
    [
        ("NotoSansSC-Regular.ttf", "Noto Sans SC", 400),
        ("NotoSansSC-Bold.ttf", "Noto Sans SC", 700),
        ("LXGWWenKai-Regular.ttf", "LXGW WenKai", 400),
    ],
)
def test_a_font_carries_the_name_and_weight_it_is_called_by(name, family, weight):
    with TTFont(FONTS / name, lazy=True) as font:
        assert font["name"].getDebugName(FAMILY) == family
        assert font["OS/2"].usWeightClass == weight
    assert {ord(character) for character in COMMON} <= characters(name)


def test_rare_names_are_left_to_the_second_font():
    assert not {ord(character) for character in RARE} & characters("NotoSansSC-Regular.ttf")
    assert {ord(character) for character in RARE} <= characters("LXGWWenKai-Regular.ttf")


def test_typst_draws_both_with_nothing_but_our_fonts(tmp_path):
    source = tmp_path / "page.typ"
    source.write_text(
        f'#set text(font: ("Noto Sans SC", "LXGW WenKai"))\n*{COMMON}* {COMMON} {RARE}\n',
        encoding="utf-8",
    )

    # PDF/A refuses a document with a character that no font can draw.
    document = typst.compile(
        str(source), font_paths=[str(FONTS)], ignore_system_fonts=True, pdf_standards=["a-2b"]
    )

    for name in (b"NotoSansSC-Regular", b"NotoSansSC-Bold", b"LXGWWenKai-Regular"):
        assert name in document


def test_the_fonts_licences_lie_beside_them():
    licences = sorted(path.name for path in FONTS.glob("*LICENSE.txt"))

    assert licences == ["lxgw-wenkai-LICENSE.txt", "noto-sans-sc-LICENSE.txt"]
    for name in licences:
        assert "SIL OPEN FONT LICENSE" in (FONTS / name).read_text(encoding="utf-8")
