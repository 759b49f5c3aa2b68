"""`coverage`: which stories carry which rows of the requirements, read off the tests' marks.

For developers: `python -m quartermaster.base.cli coverage` writes docs/coverage.md from every
`@pytest.mark.rows("R1-33", …)`; `--check` changes nothing and ends with 1 when they differ. The
tests are read, not run: that a story passes is shown by the test run.
"""

from __future__ import annotations

import ast
import re
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .papers import DOCS, ROOT, ask_check, settle, table
from .registry import Stop, cli

COVERAGE = DOCS / "coverage.md"
HEAD = """# Coverage

Which stories carry which rows of the requirements, written by
`python -m quartermaster.base.cli coverage` from the tests' `rows` marks; do not edit.
A row counts as working only when a story that carries it passes (`./qm test`).
"""
ROW = re.compile(r"([A-Z][A-Za-z]*\d*)-(\d+)(.*)")


@cli("coverage", summary=_("Write the page of which stories carry which rows"), arguments=ask_check)
def coverage(given: Namespace) -> int:
    return settle(COVERAGE, page(ROOT / "tests"), check=given.check)


def page(tests: Path) -> str:
    """The whole page; rows in the order of their numbers."""
    carried = stories_by_row(tests)
    stories = {story for each in carried.values() for story in each}
    count = f"{len(carried)} rows, {len(stories)} stories.\n"
    rows = ((row, "<br>".join(carried[row])) for row in sorted(carried, key=_in_order))
    return "\n".join([HEAD, count, *table(("row", "stories"), rows)]).rstrip() + "\n"


def stories_by_row(tests: Path) -> dict[str, list[str]]:
    """{row: ["stories/test_x.py: words of the test", …]}; Stop for a mark that cannot be read."""
    carried = defaultdict(set)
    for path in sorted(tests.rglob("test_*.py")):
        name = path.relative_to(tests).as_posix()
        for function, rows in marked(path.read_text(encoding="utf-8"), name):
            words = function.removeprefix("test_").replace("_", " ")
            for row in rows:
                carried[row].add(f"{name}: {words}")
    return {row: sorted(stories) for row, stories in carried.items()}


def marked(source: str, name: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every (test, rows) of a file whose test wears the mark, or whose file does (`pytestmark`)."""
    tree = ast.parse(source)
    whole = [row for node in tree.body if _is_file_mark(node) for row in _rows(node.value, name)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            own = [row for each in node.decorator_list for row in _rows(each, name)]
            if rows := [*whole, *own]:
                yield node.name, rows


def _is_file_mark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
    )


def _rows(mark: ast.expr, name: str) -> Iterator[str]:
    """The ids in every `….rows("…")` inside an expression."""
    for call in ast.walk(mark):
        if not isinstance(call, ast.Call) or getattr(call.func, "attr", "") != "rows":
            continue
        for argument in call.args:
            row = getattr(argument, "value", None)
            if not isinstance(row, str) or not ROW.fullmatch(row):
                raise Stop(f"{name}: line {call.lineno}: “{ast.unparse(argument)}”: R1-33")
            yield row


def _in_order(row: str) -> tuple[str, int, str]:
    letters, number, rest = ROW.fullmatch(row).groups()
    return letters, int(number), rest
