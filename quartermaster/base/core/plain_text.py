"""What people type, made safe to keep: no control characters, plain digits where they count."""

from __future__ import annotations

import re
import unicodedata

KEPT_CONTROLS = {"\n", "\t"}
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


def clean_text(raw: str, *, multiline: bool) -> str:
    """The text without control, zero-width and direction characters, trimmed.

    Emoji sequences keep their joiner (U+200D); line breaks survive only where they are asked for.
    """
    unified = raw.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in unified if c in KEPT_CONTROLS or _visible(c))
    if not multiline:
        kept = " ".join(kept.split())
    return kept.strip()


def plain_digits(raw: str) -> str:
    """Full-width digits and signs as ASCII: １２．５ → 12.5, and 1,500 → 1500.

    A comma anywhere else stays: 1,5 must not become fifteen; and 5² does not become 52.
    """
    plain = raw.translate(HALF_WIDTH).strip()
    return plain.replace(",", "") if GROUPED.fullmatch(plain) else plain


def _visible(character: str) -> bool:
    if character == "\u200d":
        return True
    category = unicodedata.category(character)
    if category == "Cn":
        # Newer than this Python's tables: a rare character of a name, a recent emoji.
        return ord(character) >= 0x10000 and ord(character) & 0xFFFE != 0xFFFE
    return category not in {"Cc", "Cf", "Cs", "Co"}
