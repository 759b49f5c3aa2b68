"""Keeps the product's processes running together: restarts what crashes, ends all at once."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from bootstrap.project import say
from bootstrap.stop import Stop

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between a crash and the next start
STEADY = 30.0  # seconds after which a process counts as running well
HOPELESS = 5  # crashes in a row, none of them steady, after which we give up
GRACE = 25.0  # seconds a process may use to finish what it is doing
SIGNAL_PARENT_ENDED = 1  # prctl's PR_SET_PDEATHSIG


def end_with_parent() -> None:
    """Ask Linux to end this child when qm itself is killed, so that no port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SIGNAL_PARENT_ENDED, signal.SIGTERM)


@dataclass
class Child:
    """One process of the product, and how often it crashed lately."""

    name: str
    command: list[str]
    variables: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    start_again_at: float | None = None

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it only through us."""
        self.process = subprocess.Popen(
            self.command,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        self.started = time.monotonic()
        self.start_again_at = None

    def look(self) -> None:
        """Notice a crash, and start again when its pause is over; Stop when it is hopeless."""
        now = time.monotonic()
        if self.start_again_at is not None:
            if now >= self.start_again_at:
                self.start()
        elif self.process is not None and self.process.poll() is not None:
            self.sweep()
            self.crashes = 1 if now - self.started > STEADY else self.crashes + 1
            if self.crashes >= HOPELESS:
                raise Stop(
                    f"{self.name} crashed {self.crashes} times in a row "
                    f"(status {self.process.returncode}); its own words are above.",
                    f"{self.name} 连续崩溃，已停止。",
                )
            pause = min(FIRST_PAUSE * 2 ** (self.crashes - 1), LONGEST_PAUSE)
            say(f"{self.name} ended ({self.process.returncode}); again in {pause:.0f} s")
            self.start_again_at = now + pause

    def sweep(self) -> None:
        """Kill what a dead process left behind: its own children would keep the port."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def runs(self) -> bool:
        """Tell whether the process is alive at this moment."""
        return self.process is not None and self.process.poll() is None


class Household:
    """The processes that live and end together."""

    def __init__(self, children: list[Child]) -> None:
        """Take charge of the processes; nothing is started yet."""
        self.children = children
        self.ending = False

    def start(self) -> None:
        """Start all of them and listen for the signals that end us."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.asked_to_end)
        for child in self.children:
            child.start()

    def asked_to_end(self, _number: int, _frame: object) -> None:
        """Remember that we were asked to end."""
        self.ending = True

    def look(self) -> None:
        """Look after every process once."""
        for child in self.children:
            child.look()

    def run_until_asked_to_end(self) -> None:
        """Look after the processes until a signal ends us all."""
        while not self.ending:
            self.look()
            time.sleep(0.2)

    def end(self) -> None:
        """Ask every process to finish what it is doing; kill what does not within the grace."""
        alive = [child for child in self.children if child.runs]
        for child in alive:
            child.process.terminate()
        deadline = time.monotonic() + GRACE
        for child in alive:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
            child.sweep()
            child.process.wait()
