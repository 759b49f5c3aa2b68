"""The papers of the house say what stands: generated pages are fresh, links and words exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bootstrap import command as first_words
from quartermaster.base.cli import atlas, coverage
from quartermaster.base.cli.papers import settle, table
from quartermaster.base.cli.registry import CLI, Stop, discover
from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.measure import MEASURES
from quartermaster.base.core.screen import SCREENS
from quartermaster.site.demo import hospital

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PAPERS = [*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), *DECISIONS]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
IN_CODE = re.compile(r"`([^`\n]+)`")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.fixture(autouse=True, scope="module")
def words_of_the_command_line():
    discover()


def test_the_atlas_is_fresh():
    fresh = atlas.page() == read(atlas.ATLAS)
    assert fresh, "run `python -m quartermaster.base.cli atlas`"


def test_the_atlas_names_everything_that_is_declared():
    page = atlas.page()
    for registry in (COMMANDS, MEASURES, SCREENS):
        assert [name for name in registry if f"| `{name}` |" not in page] == []


def test_the_coverage_is_fresh():
    fresh = coverage.page(ROOT / "tests") == read(coverage.COVERAGE)
    assert fresh, "run `python -m quartermaster.base.cli coverage`"


def test_rows_are_read_off_marks_without_running_anything():
    source = (
        "import pytest\n"
        'pytestmark = [pytest.mark.once, pytest.mark.rows("X-01")]\n'
        'raise SystemExit("never run")\n'
        '@pytest.mark.rows("R1-33", "R2-29")\n'
        "def test_a_lamp(): ...\n"
        "def test_a_door(): ...\n"
        '@pytest.mark.rows("R1-34")\n'
        "def helper(): ...\n"
    )
    assert list(coverage.marked(source)) == [
        ("test_a_lamp", ["X-01", "R1-33", "R2-29"]),
        ("test_a_door", ["X-01"]),
    ]


def test_rows_stand_in_the_order_of_their_numbers(tmp_path):
    (tmp_path / "test_shed.py").write_text(
        "import pytest\n"
        '@pytest.mark.rows("R1-102", "R1-9", "X-02")\n'
        "def test_two_pumps_run(): ...\n"
    )
    lines = coverage.page(tmp_path).splitlines()
    assert lines[-3:] == [
        "| R1-9 | test_shed.py: two pumps run |",
        "| R1-102 | test_shed.py: two pumps run |",
        "| X-02 | test_shed.py: two pumps run |",
    ]
    assert "3 rows, 1 stories." in lines


@pytest.mark.parametrize("row", ['"R1"', "NUMBER", '"r1-33"', "33"])
def test_a_mark_that_names_no_row_is_refused(row):
    source = f"@pytest.mark.rows({row})\ndef test_a_lamp(): ...\n"
    with pytest.raises(Stop):
        list(coverage.marked(source, "test_shed.py"))


def test_checking_a_paper_changes_nothing(tmp_path, capsys):
    paper = tmp_path / "shed.md"
    assert settle(paper, "new\n", check=True) == 1
    assert not paper.exists()
    paper.write_text("old\n")
    assert settle(paper, "new\n", check=True) == 1
    assert paper.read_text() == "old\n"
    assert settle(paper, "new\n", check=False) == 0
    assert paper.read_text() == "new\n"
    assert settle(paper, "new\n", check=True) == 0
    told = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert told == ["FAILED", "FAILED", "written", "ok"]


def test_a_cell_cannot_break_its_table():
    lines = table(("a", "b"), [("x|y", "two\nlines"), ("", None)])
    assert lines == [
        "| a | b |",
        "| --- | --- |",
        "| x\\|y | two lines |",
        "| — | None |",
        "",
    ]
    assert table(("a",), []) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_links_lead_somewhere(paper):
    lost = [link for link in LINK.findall(read(paper)) if not (paper.parent / link).exists()]
    assert lost == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_files_that_papers_name_exist(paper):
    named = {word for word in IN_CODE.findall(read(paper)) if re.match(r"[a-z]+/\S*[\w]$", word)}
    paths = {word for word in named if word.startswith(("quartermaster/", "tests/", "frontend/"))}
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_commands_and_measures_that_the_tour_names_exist():
    named = {w for w in IN_CODE.findall(read(ROOT / "docs" / "tour.md")) if w.startswith("work.")}
    assert named
    assert named <= {*COMMANDS, *MEASURES}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_words_of_the_command_line_that_papers_name_exist(paper):
    own = {"up", "test", "manage", "lock"}
    handed_over = set(first_words.PRODUCT_COMMANDS) & CLI.keys()
    named = set(re.findall(r"\./qm ([a-z]+)", read(paper)))
    assert named <= own | handed_over
    assert set(re.findall(r"base\.cli ([a-z]+)", read(paper))) <= CLI.keys()


def test_both_readmes_have_the_same_parts_and_say_the_same_words():
    english, chinese = (read(path) for path in READMES)
    assert english.count("\n## ") == chinese.count("\n## ")
    code = [re.findall(r"^(?:\./qm|\.venv).*$", text, re.MULTILINE) for text in (english, chinese)]
    assert code[0] == code[1]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_demo_accounts_are_those_of_the_demo(readme):
    text = read(readme)
    assert f"`{hospital.PASSWORD}`" in text
    assert f"`{hospital.CODE}`" in text
    listed = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert listed == [username for username, _role, _name in hospital.POSTS]


def test_the_change_log_begins_with_this_version():
    version = re.search(r'^version = "(.+)"', read(ROOT / "pyproject.toml"), re.MULTILINE)[1]
    first = re.search(r"^## (\S+)", read(ROOT / "CHANGELOG.md"), re.MULTILINE)[1]
    assert first == version


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem[:4])
def test_a_decision_has_a_title_a_reason_and_rules(decision):
    title, _blank, *rest = read(decision).splitlines()
    assert title.startswith("# ")
    assert not title.endswith(".")
    reason, rules = "\n".join(rest).split("\nRules that keep it:\n\n")
    assert "\n\n" not in reason.strip()
    assert rules.count("\n- ") + rules.startswith("- ") >= 3
    assert "```" not in read(decision)


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
