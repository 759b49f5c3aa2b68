"""Programs of the machine that only tests use: where they are, and how they get there.

The product itself needs none of them. As root on Debian or Ubuntu what is missing is installed
with apt; elsewhere it is named, and the tests that need it say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bootstrap.project import LOGS, say, telling_line, timed

PATIENCE = 900  # seconds for one call of apt-get


@dataclass(frozen=True)
class Program:
    """One program under the names it has on different systems, and its Debian packages."""

    names: tuple[str, ...]
    packages: tuple[str, ...]
    # Folders outside the PATH where Debian puts it.
    folders: str = ""


CHROMIUM = Program(
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    ("chromium", "fonts-noto-cjk"),
)
POSTGRESQL = Program(("initdb",), ("postgresql",), "/usr/lib/postgresql/*/bin")
OFFICE = Program(("soffice",), ("libreoffice-writer-nogui", "fonts-noto-cjk"))
PDF_TO_PICTURE = Program(("pdftoppm",), ("poppler-utils",))


def find(program: Program) -> Path | None:
    """Return the program's path, the newest where several are installed, or None."""
    for name in program.names:
        on_path = shutil.which(name)
        if on_path:
            return Path(on_path)
    if not program.folders:
        return None
    anchor = Path(program.folders)
    found = [
        folder / name
        for folder in Path(anchor.anchor).glob(str(anchor.relative_to(anchor.anchor)))
        for name in program.names
        if (folder / name).exists()
    ]
    return max(found, key=version_of_folder) if found else None


def version_of_folder(path: Path) -> tuple[int, ...]:
    """Return the numbers in a path, so that version 15 comes after version 9."""
    return tuple(int(part) for part in path.parts if part.isdigit())


def in_continuous_integration() -> bool:
    """Tell whether a missing program must fail the run instead of skipping tests."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def can_install() -> bool:
    """Tell whether this process may install Debian packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_missing(programs: list[Program]) -> None:
    """Install what is missing, in one call; a failure is said, and met again where it matters."""
    missing = [program for program in programs if find(program) is None]
    if not missing or not can_install():
        return
    packages = sorted({package for program in missing for package in program.packages})
    with timed(f"installing {' '.join(packages)}"):
        if not apt_get("update") or not apt_get("install", "--no-install-recommends", *packages):
            say(f"apt-get failed: {telling_line(LOGS / 'apt.log')}")


def apt_get(*arguments: str) -> bool:
    """Run apt-get without questions; tell whether it succeeded."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "apt.log").open("ab") as log:
        try:
            result = subprocess.run(
                ["apt-get", "--yes", "--quiet", *arguments],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return False
    return result.returncode == 0
