"""Compiles translations (.po → .mo) with polib, because a bare machine has no gettext."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bootstrap.project import PYTHON, ROOT
from bootstrap.stop import Stop

COMPILE = """
import os, sys, polib
for source in sys.argv[1:]:
    target = source[:-3] + ".mo"
    catalogue = polib.pofile(source)
    catalogue.save_as_mofile(target + ".new")
    os.replace(target + ".new", target)
"""


def stale_translations() -> list[Path]:
    """Return the sources whose compiled file is missing or older than they are."""
    sources = [*(ROOT / "locale").rglob("*.po"), *(ROOT / "quartermaster").rglob("*.po")]
    return sorted(source for source in sources if is_stale(source))


def is_stale(source: Path) -> bool:
    """Tell whether one source has to be compiled (again)."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def ensure_translations() -> None:
    """Compile what is stale; a source that cannot be read stops the set-up by name."""
    stale = stale_translations()
    if not stale:
        return
    result = subprocess.run(
        [str(PYTHON), "-c", COMPILE, *map(str, stale)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if result.returncode != 0:
        reason = (result.stderr.strip().splitlines() or ["unknown"])[-1]
        raise Stop(f"the translations do not compile: {reason}.", "翻译文件编译失败。")
