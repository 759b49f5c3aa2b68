"""`qm test`: every check there is, one after the other, with its seconds and a closing summary."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass

from bootstrap.postgresql import throw_away_cluster
from bootstrap.programs import (
    CHROMIUM,
    OFFICE,
    PDF_TO_PICTURE,
    POSTGRESQL,
    in_continuous_integration,
    install_missing,
)
from bootstrap.project import PYTHON, ROOT, environment_variables, say
from bootstrap.set_up import set_up_for_tests
from bootstrap.stop import Stop

LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
NO_TEST_COLLECTED = 5  # pytest's exit status
GIVEN_DATABASE = "QM_TEST_DATABASE_URL"


@dataclass(frozen=True)
class Outcome:
    """How one part ended and how long it took."""

    name: str
    passed: bool
    seconds: float


class Checks:
    """Runs the parts one after the other and remembers how each ended."""

    def __init__(self, variables: dict[str, str]) -> None:
        """Begin with nothing done."""
        self.variables = variables
        self.outcomes: list[Outcome] = []

    def run(self, name: str, arguments: list[str], *, may_be_empty: bool = False) -> None:
        """Run one part with the environment's Python; go on whatever it says."""
        sys.stdout.write(f"\n── {name} " + "─" * max(0, 70 - len(name)) + "\n")
        sys.stdout.flush()
        began = time.monotonic()
        command = [str(PYTHON), *arguments]
        status = subprocess.run(
            command, cwd=ROOT, env=self.variables, stdin=subprocess.DEVNULL
        ).returncode
        passed = status == 0 or (may_be_empty and status == NO_TEST_COLLECTED)
        self.outcomes.append(Outcome(name, passed, time.monotonic() - began))

    def pytest(self, name: str, *arguments: str, may_be_empty: bool = False) -> None:
        """Run pytest as one part."""
        self.run(name, ["-m", "pytest", *arguments], may_be_empty=may_be_empty)

    def summary(self) -> int:
        """Print how every part ended; return the exit status of the whole."""
        lines = ["", "── summary " + "─" * 60]
        for outcome in self.outcomes:
            word = "passed" if outcome.passed else "FAILED"
            lines.append(f"{word}  {outcome.seconds:7.1f} s  {outcome.name}")
        failed = sum(not outcome.passed for outcome in self.outcomes)
        total = sum(outcome.seconds for outcome in self.outcomes)
        lines.append(f"parts: {len(self.outcomes) - failed} passed, {failed} failed, {total:.0f} s")
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        return 1 if failed else 0


def test(arguments: list[str]) -> int:
    """Run the whole suite, or with arguments one plain pytest on SQLite."""
    set_up_for_tests()
    variables = environment_variables()
    given_database = variables.pop(GIVEN_DATABASE, "")
    if arguments:
        command = [str(PYTHON), "-m", "pytest", *arguments]
        return subprocess.run(command, cwd=ROOT, env=variables).returncode
    install_missing(wanted_programs(given_database))
    checks = Checks(variables)
    with tempfile.TemporaryDirectory(prefix="qm-test-") as folder:
        variables["QM_DATA_DIR"] = folder
        variables.pop("QM_DATABASE_URL", None)
        check_the_text(checks)
        workers = f"--numprocesses={min(os.cpu_count() or 1, 4)}"
        checks.pytest("tests on SQLite", "-m", "not browser", workers)
        check_on_postgresql(checks, given_database, workers)
        checks.pytest("tests in a browser", "-m", "browser", may_be_empty=True)
    return checks.summary()


def wanted_programs(given_database: str) -> list:
    """Return the programs worth installing: the heavy office suite only where it must be."""
    wanted = [CHROMIUM] if given_database else [CHROMIUM, POSTGRESQL]
    return [*wanted, OFFICE, PDF_TO_PICTURE] if in_continuous_integration() else wanted


def check_the_text(checks: Checks) -> None:
    """Check what can be said without running the product."""
    checks.run("lint", ["-m", "ruff", "check", "--no-cache"])
    checks.run("format", ["-m", "ruff", "format", "--check", "--quiet", "--no-cache"])
    checks.run("floors of the house", ["-c", LINT_IMPORTS, "--no-cache", "--no-logo"])
    checks.run(
        "no migration is missing", ["-m", "django", "makemigrations", "--check", "--dry-run"]
    )


def check_on_postgresql(checks: Checks, given_database: str, workers: str) -> None:
    """Run the tests again on PostgreSQL: the given server or a throw-away one."""
    name = "tests on PostgreSQL"
    began = time.monotonic()
    with ExitStack() as stack:
        try:
            address = given_database or stack.enter_context(throw_away_cluster())
        except Stop as stop:
            say(str(stop))
            checks.outcomes.append(Outcome(name, passed=False, seconds=time.monotonic() - began))
            return
        checks.variables[GIVEN_DATABASE] = address
        checks.pytest(name, "-m", "not browser and not once", workers)
        del checks.variables[GIVEN_DATABASE]
