"""The rules of the house as tests. Every failure names the place and says what to do instead."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.functional import Promise

from quartermaster.base.accounts.roles import all_roles
from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.inputs import Input
from quartermaster.base.core.measure import MEASURES
from quartermaster.base.core.scope import Scoped
from quartermaster.base.core.screen import SCREENS
from quartermaster.base.core.workflow import WORKFLOWS
from quartermaster.base.jobs.registry import TASKS

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "quartermaster"
FILES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)

WRITES = {"save", "create", "update", "delete", "get_or_create", "update_or_create"}
WRITES |= {"bulk_create", "bulk_update"}
# Besides `commands`: who else writes tables, and why that is not a second way in.
MAY_WRITE = {
    "base/core/command.py": "the command decorator itself",
    "base/core/audit.py": "the audit row of a command",
    "site/bench/data.py": "a million rows to measure on, only into a database it made itself",
    "site/bench/visiting.py": "the session of the one who measures, in that same database",
    "base/core/attaching.py": "files handed to a command",
    "base/core/files.py": "the stored file below an attachment",
    "base/core/notices.py": "what a command tells people",
    "base/core/numbering.py": "the number a command gives",
    "base/core/search.py": "the search entry of what a command changed",
    "base/core/sealing.py": "binds audit rows that commands wrote",
    "base/accounts/passwords.py": "earlier passwords, within the command that changes one",
    "base/accounts/signing_in.py": "tries to sign in: nobody is an actor yet",
    "base/jobs/leases.py": "who runs a job at the moment: not a fact of the house",
    "base/jobs/queue.py": "puts a job into the queue",
    "base/jobs/schedule.py": "when a task last ran",
    "base/jobs/tasks.py": "sweeps out what has served its time",
    "kernels/plans/expecting.py": "the occasions that follow from a plan, for its commands",
}
# Methods of the same names on things that are no tables.
NO_TABLES = {
    "base/api/urls.py": "an HTTP method",
    "base/cli/archive.py": "a hash",
    "base/cli/texts.py": "a catalogue of translations",
    "base/documents/labels.py": "a picture",
    "base/documents/word.py": "a document",
    "base/exchange/queries.py": "a dictionary",
    "base/web/identity.py": "the session",
    "base/web/story.py": "a set",
}
UNSCOPED = {
    "core.Blob": "content by its hash; attachments carry the scope",
    "core.AuditSeal": "binds the audit rows of all institutions",
    "core.AuditHorizon": "how far sealing may go",
    "core.Institution": "is itself the scope",
    "core.Repeat": "an idempotency key belongs to an account",
    "core.Rule": "may hold for all institutions; has its own visible_to",
    "accounts.FormerPassword": "belongs to an account, is never shown",
    "accounts.SignIn": "a try under a name that may be nobody's",
    "jobs.Schedule": "when the program did its own work",
    "exchange.ImportedRow": "a line of an import, which carries the scope",
}


def inside(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The file, parsed once for all rules."""
    return ast.parse(path.read_text(encoding="utf-8"))


def found(kind: type[ast.AST], *, below: str = "") -> Iterator[tuple[Path, ast.AST]]:
    for path in FILES:
        if inside(path).startswith(below):
            yield from ((path, node) for node in ast.walk(tree(path)) if isinstance(node, kind))


def at(path: Path, node: ast.AST) -> str:
    return f"{inside(path)}:{node.lineno}"


def none_of(faults, advice: str) -> None:
    listed = sorted(set(faults))
    assert not listed, "\n".join([advice, *listed])


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_files_are_short():
    long = [inside(p) for p in FILES if p.read_text(encoding="utf-8").count("\n") > 300]
    none_of(long, "Longer than 300 lines: split by noun (models) or by verb (commands).")


def is_command(node: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Call) and called(d) == "command" for d in node.decorator_list)


def test_functions_are_short():
    long = []
    for path, node in found(ast.FunctionDef):
        # The signature of a command is its form, one question a line: its body is what is counted.
        first = node.body[0].lineno if is_command(node) else node.lineno
        if node.end_lineno - first >= 40:
            long.append(f"{at(path, node)} {node.name}: {node.end_lineno - first + 1} lines")
    none_of(long, "40 lines or more: it does more than one thing; give the parts names.")


def test_kernels_do_not_read_the_clock():
    reading = []
    for path, node in found(ast.Call, below="kernels/"):
        name = called(node)
        stamps = {each.arg for each in node.keywords} & {"auto_now", "auto_now_add"}
        bare = name in {"localtime", "localdate"} and not node.args
        if name in {"now", "today", "utcnow"} or bare or stamps:
            reading.append(at(path, node))
    none_of(reading, "Use actor.at: an actor carries the moment, so that tests and imports can.")


def writing() -> dict[str, set[str]]:
    """{file: places} of every call that looks like a write, commands left out."""
    places: dict[str, set[str]] = {}
    for path, node in found(ast.Call):
        a_command = path.stem == "commands" or path.parent.name == "commands"
        if isinstance(node.func, ast.Attribute) and called(node) in WRITES and not a_command:
            places.setdefault(inside(path), set()).add(at(path, node))
    return places


def test_only_commands_write():
    known = MAY_WRITE.keys() | NO_TABLES.keys()
    stray = [place for name, each in writing().items() if name not in known for place in each]
    none_of(stray, "Write through a command; a task, page or reaction calls one.")


def test_who_is_allowed_to_write_still_does():
    idle = (MAY_WRITE.keys() | NO_TABLES.keys()) - writing().keys()
    none_of(idle, "Named in MAY_WRITE or NO_TABLES but writes nothing: strike it off.")


def test_there_are_no_signals_and_no_generic_foreign_keys():
    modules = ("django.dispatch", "django.db.models.signals", "django.core.signals")
    fields = "django.contrib.contenttypes.fields"
    banned = [
        at(path, node)
        for path, node in found(ast.ImportFrom)
        if (node.module or "").startswith((*modules, fields))
        or (node.module == "django.db.models" and "signals" in {a.name for a in node.names})
    ]
    none_of(banned, "Announce an event and handle it in reactions.py; name a record by its ref.")


def test_save_is_not_overridden():
    own = [at(p, n) for p, n in found(ast.FunctionDef) if n.name in {"save", "delete"}]
    none_of(own, "What happens on saving belongs into the command that saves.")


def test_models_have_no_order_of_their_own():
    ordered = []
    for path, node in found(ast.ClassDef):
        for each in node.body if node.name == "Meta" else ():
            if isinstance(each, ast.Assign) and each.targets[0].id == "ordering":
                ordered.append(at(path, each))
    none_of(ordered, "A hidden ORDER BY slows every count; order in queries and screens.")


def test_imports_stand_at_the_top():
    hidden = []
    for path, function in found(ast.FunctionDef):
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(function):
            is_import = isinstance(node, ast.Import | ast.ImportFrom)
            if is_import and not lines[node.lineno - 2].strip().startswith("#"):
                hidden.append(at(path, node))
    none_of(hidden, "Move it up; only a heavy optional library may wait, with a comment above.")


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_every_transition_has_its_command_and_every_command_its_transition(name):
    flow = WORKFLOWS[name]
    verbs = {spec.verb for spec in COMMANDS.values() if spec.moves is flow}
    assert verbs == set(flow.transitions), "declare the missing command or strike the transition"


def asked_permissions() -> set[str]:
    asked = {spec.permits for spec in COMMANDS.values()}
    asked |= {each.permits for each in MEASURES.values()}
    asked |= {screen.sees for screen in SCREENS.values()}
    asked |= {need.permits for screen in SCREENS.values() for need in screen.needs}
    return asked | {model.sees for model in apps.get_models() if issubclass(model, Scoped)}


def granted_permissions() -> set[str]:
    return set().union(*(role.permissions for role in all_roles().values()))


def test_every_permission_asked_for_is_granted_by_some_role():
    none_of(asked_permissions() - granted_permissions(), "Nobody can do this: site/roles.py.")


def test_every_permission_granted_is_asked_for():
    none_of(granted_permissions() - asked_permissions(), "Nothing asks for it: site/roles.py.")


def test_permissions_written_in_pages_and_queries_exist():
    unknown = []
    for path, node in found(ast.Call):
        if called(node) in {"visible_to", "get_for", "may", "must", "reach"}:
            words = [a.value for a in node.args if isinstance(a, ast.Constant)]
            named = {word for word in words if isinstance(word, str) and "." in word}
            unknown += [f"{at(path, node)} {word}" for word in named - granted_permissions()]
    none_of(unknown, "No role grants this permission: a slip of the pen, or site/roles.py.")


def unlabelled(command: str, inputs: tuple[Input, ...]) -> Iterator[str]:
    """Inputs whose label is only their name: text for people is a translation, hence a Promise."""
    for each in inputs:
        if not isinstance(each.label, Promise):
            yield f"{command}.{each.name}"
        yield from unlabelled(f"{command}.{each.name}", each.lines)


def test_every_input_has_a_label_for_people():
    bare = [place for spec in COMMANDS.values() for place in unlabelled(spec.name, spec.inputs)]
    none_of(bare, "Give it a verbose_name on the model or a label in @command(labels=…).")


def test_every_task_has_a_label_for_people():
    bare = [name for name, task in TASKS.items() if not isinstance(task.label, Promise)]
    none_of(bare, "Administrators see it in the list of jobs: @task(…, label=_(…)).")


@pytest.mark.parametrize("kernel", settings.KERNELS)
def test_every_kernel_introduces_itself(kernel):
    lines = (HOUSE / "kernels" / kernel / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60, "a kernel that needs more words does too much"
    for heading in ("## Words", "## Always true", "## Not here"):
        assert heading in lines, f"{kernel}/README.md lacks {heading}"


def test_every_kernel_and_module_on_disk_is_installed():
    for floor, installed in (("kernels", settings.KERNELS), ("modules", settings.MODULES)):
        there = {path.parent.name for path in (HOUSE / floor).glob("*/apps.py")}
        assert there == set(installed), f"name it in settings.{floor.upper()}"


def test_every_table_belongs_to_an_institution():
    ours = [m for m in apps.get_models() if m.__module__.startswith("quartermaster.")]
    free = {model._meta.label for model in ours if not issubclass(model, Scoped)}
    none_of(free - UNSCOPED.keys(), "Derive from Scoped or InUnit, or give the reason in UNSCOPED.")
    none_of(UNSCOPED.keys() - free, "In UNSCOPED but scoped or gone: strike it off.")


def test_base_knows_no_word_of_the_trade():
    trade = re.compile(r"hospital|school|\bwards?\b|医院|学校", re.IGNORECASE)
    told = []
    for path in sorted((HOUSE / "base").rglob("*")):
        if path.is_file() and path.suffix in {".py", ".html", ".md", ".typ", ".txt"}:
            lines = path.read_text(encoding="utf-8").splitlines()
            told += [f"{inside(path)}:{n}" for n, line in enumerate(lines, 1) if trade.search(line)]
    none_of(told, "base serves any house: say it without the trade, or move it up a floor.")


def kept_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git working tree")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_nothing_kept_names_a_machine_or_a_host_of_packages():
    homes = "|".join(("root", "home", "work", "Users"))
    machine = re.compile(rf"(?<![\w.}}*/-])/(?:{homes})/[\w.-]+/")
    told = []
    for path in kept_files():
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        told += [f"{path.relative_to(ROOT)}: {hit}" for hit in machine.findall(text)]
        if path.name.endswith((".lock", "package-lock.json")):
            hosts = re.findall(r"--(?:extra-)?index-url\S*|\"resolved\": *\"http[^\"]*", text)
            told += [f"{path.relative_to(ROOT)}: {hit}" for hit in hosts]
    none_of(told, "Whoever builds this has other folders and hosts: leave them out.")


def test_every_dependency_carries_its_reason():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    blocks = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 2
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    none_of((line for line in lines if "#" not in line), "Say in one line what it is for.")
