"""Writing lines for the person at the terminal."""

from __future__ import annotations

import sys


def say(line: str = "") -> None:
    """One line of result on standard output."""
    sys.stdout.write(f"{line}\n")


def remark(line: str) -> None:
    """One line beside the result (progress, warnings) on standard error."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
