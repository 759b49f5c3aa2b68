"""`qm lock`: renews the lock files, which name versions and hashes but no host and no path.

For developers only: it needs uv, which it puts into an environment of its own below build/.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from bootstrap.frontend import npm
from bootstrap.packages import DEVELOPMENT, RUN_TIME, ensure_packages
from bootstrap.project import BUILD, NODE_PACKAGES, ROOT, timed
from bootstrap.stop import Stop

UV = BUILD / "uv" / "bin" / "uv"
COMPILE = ["pip", "compile", "--universal", "--python-version", "3.11", "--no-header", "--quiet"]
WITHOUT_HOSTS = ["--no-emit-index-url", "--no-emit-find-links", "--generate-hashes", "--upgrade"]
FORBIDDEN = re.compile(r"://|^\s*-{1,2}(index|extra|find|trusted)|\s/\w+/", re.MULTILINE)


def lock(_arguments: list[str]) -> int:
    """Renew the Python locks and the npm lock, each to the newest that pyproject allows."""
    with timed("Python locks"):
        ensure_uv()
        compile_lock(RUN_TIME)
        compile_lock(DEVELOPMENT, "--extra", "dev", "--constraint", RUN_TIME)
    ensure_packages(DEVELOPMENT)
    with timed("npm lock"):
        renew_npm_lock()
    for name in (RUN_TIME, DEVELOPMENT, "package-lock.json"):
        must_name_no_host(ROOT / name)
    return 0


def ensure_uv() -> None:
    """Install uv beside, not inside, the product's environment."""
    if not UV.exists():
        run([sys.executable, "-m", "venv", str(UV.parent.parent)])
        run([str(UV.parent / "python"), "-m", "pip", "install", "--quiet", "uv"])


def compile_lock(name: str, *options: str) -> None:
    """Write one Python lock from pyproject.toml."""
    command = [str(UV), *COMPILE, *WITHOUT_HOSTS, *options]
    run([*command, "pyproject.toml", "--output-file", name])


def renew_npm_lock() -> None:
    """Write package-lock.json afresh and leave out the addresses of sponsors."""
    shutil.rmtree(NODE_PACKAGES, ignore_errors=True)
    path = ROOT / "package-lock.json"
    path.unlink(missing_ok=True)
    npm(["install", "--package-lock-only", "--loglevel=error"], "npm lock")
    content = json.loads(path.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def must_name_no_host(path: Path) -> None:
    """Refuse a lock that would tie every installation to one machine's settings."""
    found = FORBIDDEN.search(path.read_text(encoding="utf-8"))
    if found:
        raise Stop(f"{path.name} names a host or a path near '{found[0].strip()}'.", "锁文件不洁。")


def run(command: list[str]) -> None:
    """Run a developer's tool in the project's folder; its own words are shown."""
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL).returncode != 0:
        raise Stop(f"'{Path(command[0]).name}' failed; its own words are above.", "工具运行失败。")
