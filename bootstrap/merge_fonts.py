"""Make the fonts for printed documents from the npm packages' web fonts.

Run by the finished environment's Python (it needs fontTools), never imported by set-up:
`python merge_fonts.py PACKAGES OUT`. Web fonts come in a hundred parts of some glyphs each; a
document needs one font. The layout tables are left out: Chinese text needs none of them, and
merging them costs minutes. Sources: @fontsource/noto-sans-sc and @fontsource/lxgw-wenkai,
both under the SIL Open Font License 1.1, whose text is put beside the fonts.
"""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont, newTable

MINIMUM_CHARACTERS = 12_000
COPYRIGHT, FAMILY, STYLE, FULL_NAME, POSTSCRIPT_NAME, LICENCE, LICENCE_ADDRESS = (
    0,
    1,
    2,
    4,
    6,
    13,
    14,
)


@dataclass(frozen=True)
class Recipe:
    """One font to be made: its parts, and the name documents call it by."""

    package: str
    parts: str
    family: str
    style: str
    weight: int

    @property
    def file_name(self) -> str:
        """Return the file's name, such as NotoSansSC-Regular.ttf."""
        return f"{self.family.replace(' ', '')}-{self.style}.ttf"


RECIPES = [
    Recipe("lxgw-wenkai", "lxgw-wenkai-*-500-normal.woff2", "LXGW WenKai", "Regular", 400),
    Recipe("noto-sans-sc", "noto-sans-sc-*-400-normal.woff2", "Noto Sans SC", "Regular", 400),
    Recipe("noto-sans-sc", "noto-sans-sc-*-700-normal.woff2", "Noto Sans SC", "Bold", 700),
]


class Merge:
    """Glyphs collected from the parts, each character once, under names of our own."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.glyphs: dict[str, object] = {}
        self.metrics: dict[str, tuple[int, int]] = {}
        self.characters: dict[int, str] = {}

    def take(self, number: int, part: TTFont) -> None:
        """Take every character that no earlier part has brought."""
        if number == 0:
            self.take_glyph(".notdef", part.getGlyphOrder()[0], number, part)
        for character, source in part.getBestCmap().items():
            if character not in self.characters:
                name = f"p{number}.{source}"
                self.take_glyph(name, source, number, part)
                self.characters[character] = name

    def take_glyph(self, name: str, source: str, number: int, part: TTFont) -> None:
        """Copy one glyph and, for a composite, the glyphs it is put together from."""
        if name in self.glyphs:
            return
        glyph = part["glyf"][source]
        glyph.removeHinting()
        self.glyphs[name] = glyph
        self.metrics[name] = part["hmtx"][source]
        if glyph.isComposite():
            for component in glyph.components:
                inner = component.glyphName
                component.glyphName = f"p{number}.{inner}"
                self.take_glyph(component.glyphName, inner, number, part)


def text_of(font: TTFont, number: int) -> str:
    """Return one entry of a font's name table, such as its copyright line."""
    return font["name"].getDebugName(number) or ""


def make(recipe: Recipe, packages: Path, out: Path) -> str:
    """Make one font from its parts and return its file name; ValueError when parts lack."""
    paths = sorted((packages / recipe.package / "files").glob(recipe.parts))
    merge = Merge()
    first = None
    for number, path in enumerate(paths):
        part = TTFont(path, lazy=True)
        first = first or part
        merge.take(number, part)
    if first is None or len(merge.characters) < MINIMUM_CHARACTERS:
        raise ValueError(f"{recipe.package} has too few characters: {len(merge.characters)}")
    build(recipe, merge, first).save(out / recipe.file_name)
    return recipe.file_name


def build(recipe: Recipe, merge: Merge, first: TTFont) -> TTFont:
    """Put the collected glyphs together into one TrueType font."""
    builder = FontBuilder(first["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(list(merge.glyphs))
    builder.setupCharacterMap(merge.characters)
    builder.setupGlyf(merge.glyphs)
    builder.setupHorizontalMetrics(merge.metrics)
    across = first["hhea"]
    builder.setupHorizontalHeader(
        ascent=across.ascent, descent=across.descent, lineGap=across.lineGap
    )
    builder.setupNameTable(names(recipe, first))
    heights = first["OS/2"]
    builder.setupOS2(
        usWeightClass=recipe.weight,
        fsSelection=0x20 if recipe.style == "Bold" else 0x40,
        sTypoAscender=heights.sTypoAscender,
        sTypoDescender=heights.sTypoDescender,
        sTypoLineGap=heights.sTypoLineGap,
        usWinAscent=heights.usWinAscent,
        usWinDescent=heights.usWinDescent,
        sxHeight=getattr(heights, "sxHeight", 0),
        sCapHeight=getattr(heights, "sCapHeight", 0),
    )
    builder.font["OS/2"].recalcUnicodeRanges(builder.font)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].macStyle = int(recipe.style == "Bold")
    # Equal input gives equal bytes: no clock in the file.
    builder.font["head"].created = builder.font["head"].modified = first["head"].created
    builder.font.recalcTimestamp = False
    builder.font["gasp"] = newTable("gasp")
    builder.font["gasp"].gaspRange = {0xFFFF: 0x000F}
    return builder.font


def names(recipe: Recipe, first: TTFont) -> dict[str, str]:
    """Return the name table: plain family and style, copyright and licence as they were."""
    return {
        "copyright": text_of(first, COPYRIGHT),
        "familyName": recipe.family,
        "styleName": recipe.style,
        "uniqueFontIdentifier": f"{recipe.family} {recipe.style} merged",
        "fullName": f"{recipe.family} {recipe.style}",
        "psName": recipe.file_name.removesuffix(".ttf"),
        "licenseDescription": text_of(first, LICENCE),
        "licenseInfoURL": text_of(first, LICENCE_ADDRESS),
    }


def main(packages: Path, out: Path) -> None:
    """Make every font, on all cores, and put each licence beside them."""
    out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        for file_name in pool.map(make, RECIPES, [packages] * len(RECIPES), [out] * len(RECIPES)):
            sys.stdout.write(f"{file_name}\n")
    for package in {recipe.package for recipe in RECIPES}:
        shutil.copy(packages / package / "LICENSE", out / f"{package}-LICENSE.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
