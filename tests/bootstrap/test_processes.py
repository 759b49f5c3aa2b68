"""The product's processes: started again after a crash, given up when that is hopeless."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from bootstrap import processes
from bootstrap.processes import Child, Household
from bootstrap.stop import Stop

pytestmark = pytest.mark.once

SLEEP = "import time; time.sleep(60)"
WITH_A_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).wait()"


def child(code: str) -> Child:
    """A process that runs some Python."""
    return Child("tester", [sys.executable, "-c", code], dict(os.environ))


def wait_for(what, seconds: float = 10.0) -> None:
    """Wait until something is true; fail when it does not become so."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def group_is_gone(number: int) -> bool:
    """Tell whether no process of a group is left."""
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def quick(monkeypatch):
    """Crashes are followed at once by the next start."""
    monkeypatch.setattr(processes, "FIRST_PAUSE", 0.0)


def test_a_crashed_process_is_started_again(quick):
    household = Household([child(SLEEP)])
    only = household.children[0]
    only.start()
    first = only.process.pid

    os.kill(first, signal.SIGKILL)
    wait_for(lambda: household.look() or (only.runs and only.process.pid != first))

    household.end()
    assert not only.runs


def test_a_process_that_never_runs_well_is_given_up(quick):
    household = Household([child("raise SystemExit(3)")])
    household.children[0].start()

    with pytest.raises(Stop, match=r"tester crashed 5 times in a row \(status 3\)"):
        wait_for(household.look)


def test_what_a_dead_process_left_behind_is_killed(quick):
    household = Household([child(WITH_A_CHILD)])
    only = household.children[0]
    only.start()
    group = only.process.pid
    time.sleep(0.3)

    os.kill(group, signal.SIGKILL)
    wait_for(lambda: household.look() or only.process.pid != group)

    wait_for(lambda: group_is_gone(group))
    household.end()


def test_ending_asks_first_and_lets_the_process_finish(tmp_path):
    done = tmp_path / "done"
    code = (
        "import pathlib, signal, sys, time\n"
        f"note = pathlib.Path({str(done)!r})\n"
        "def finish(*_):\n"
        "    note.write_text('finished')\n"
        "    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, finish)\n"
        "note.write_text('ready')\n"
        "time.sleep(60)\n"
    )
    household = Household([child(code)])
    household.children[0].start()
    wait_for(lambda: done.exists() and done.read_text() == "ready")

    household.end()

    assert done.read_text() == "finished"
    assert household.children[0].process.returncode == 0
