"""The two languages a document is written in.

A document has a language of its own (a Chinese report stays Chinese when an English-speaking
colleague opens it), so its fixed words are chosen here and not by the reader's settings.
"""

from __future__ import annotations

CHINESE = "zh-Hans"
ENGLISH = "en"

_PHRASES = {
    "pending": ("待核", "to be verified"),
    "data_period": ("数据期间", "Data period"),
    "generated_at": ("生成时间", "Generated"),
    "reference": ("编号", "Reference"),
    "note": ("注", "Note"),
    "not_signed": ("（未签）", " (not signed)"),
    "colon": ("：", ": "),
    "open_bracket": ("（", " ("),
    "close_bracket": ("）", ")"),
    "gap": ("　", "   "),
}


def spoken(language: str) -> str:
    """`language` as one of CHINESE and ENGLISH, however spelled (`zh-hans`, `zh_CN`, `en-GB`).

    Raises ValueError for any other: a text half in the wrong language is worse than none.
    """
    family = language.replace("_", "-").lower().split("-")[0]
    if family == "zh":
        return CHINESE
    if family == "en":
        return ENGLISH
    raise ValueError(f"documents are written in {CHINESE} or {ENGLISH}, not in {language!r}")


def is_chinese(language: str) -> bool:
    return spoken(language) == CHINESE


def phrase(name: str, language: str) -> str:
    """One of the fixed words of a document; KeyError when there is no such word."""
    chinese, english = _PHRASES[name]
    return chinese if is_chinese(language) else english


def bracketed(text: str, language: str) -> str:
    """`text` in the brackets of the language: （万元） or " (kWh)"; empty stays empty."""
    if not text:
        return ""
    return phrase("open_bracket", language) + text + phrase("close_bracket", language)


def labelled(name: str, text: str, language: str) -> str:
    """数据期间：… or "Data period: …"."""
    return phrase(name, language) + phrase("colon", language) + text
