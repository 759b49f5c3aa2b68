"""Papers that are written from the code: brought in step, or checked without changing anything."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as text

from .out import say

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"


def ask_check(parser: ArgumentParser) -> None:
    """The one argument of every word that writes a paper."""
    parser.add_argument("--check", action="store_true", help=text("Only tell what is wrong"))


def settle(path: Path, wanted: str, *, check: bool) -> int:
    """Write the paper unless it stands so already; with `check` 1 when it does not, else 0."""
    present = path.read_text(encoding="utf-8") if path.exists() else ""
    name = f"{path.parent.name}/{path.name}"
    if present == wanted:
        say(f"ok  {name}")
        return 0
    if check:
        say(f"FAILED  {name}")
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(wanted, encoding="utf-8")
    say(f"written  {name}")
    return 0


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """A Markdown table; nothing at all when it has no rows."""
    heads = list(heads)
    lines = [_line(row) for row in rows]
    if not lines:
        return []
    return [_line(heads), _line("---" for _head in heads), *lines, ""]


def _line(cells: Iterable[object]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|") or "—"


def code(word: object) -> str:
    """A name as it stands in the code; nothing for nothing."""
    return f"`{word}`" if word else ""


def codes(words: Iterable[object]) -> str:
    return ", ".join(code(word) for word in words)
