"""How a text is cut so that Chinese, pinyin and numbers are found on both databases.

Runs of Chinese become overlapping pairs plus their last character; Latin words and numbers stay
whole; a label also gives its pinyin and its initials from every character on, so `sf` finds the
水房 of 五层水房. Tokens hold only letters, digits and Chinese characters.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from pypinyin import Style, lazy_pinyin

RUNS = re.compile(r"[㐀-鿿豈-﫿]+|[0-9a-z]+")
LONGEST_LABEL = 24


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _is_chinese(run: str) -> bool:
    return not run[0].isascii()


def cut(text: str) -> list[str]:
    """The tokens of a running text."""
    found: list[str] = []
    for run in RUNS.findall(plain(text)):
        if _is_chinese(run):
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
            found.append(run[-1])
        else:
            found.append(run)
    return found


@functools.lru_cache(maxsize=20_000)
def pinyin_keys(label: str) -> tuple[str, ...]:
    """The full pinyin and the initials of every tail of the label's first characters."""
    chinese = "".join(run for run in RUNS.findall(plain(label)) if _is_chinese(run))
    if not chinese:
        return ()
    chinese = chinese[:LONGEST_LABEL]
    syllables = lazy_pinyin(chinese, style=Style.NORMAL, errors="ignore")
    initials = "".join(syllable[:1] for syllable in syllables)
    return ("".join(syllables), *(initials[i:] for i in range(len(initials) - 1)))


def index_tokens(label: str, text: str, *extra: str) -> str:
    """Everything a record is found by, in one string, each token once."""
    return " ".join(dict.fromkeys([*cut(label), *pinyin_keys(label), *cut(text), *extra]))


def query_terms(query: str) -> list[tuple[str, bool]]:
    """(token, is a prefix) for what somebody typed; the last Latin word may be unfinished."""
    terms: list[tuple[str, bool]] = []
    for run in RUNS.findall(plain(query)[:100]):
        if not _is_chinese(run) or len(run) == 1:
            terms.append((run, True))
        else:
            terms.extend((run[i : i + 2], False) for i in range(len(run) - 1))
    return terms
