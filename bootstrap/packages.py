"""The Python environment: made once, filled from the lock, left alone while both agree."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bootstrap.project import (
    ENVIRONMENT,
    LOGS,
    PYTHON,
    ROOT,
    fingerprint,
    must_be_writable,
    read_stamp,
    telling_line,
    timed,
    write_stamp,
)
from bootstrap.stop import Stop

RUN_TIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"


def lock_fingerprint(lock: str) -> str:
    """Hash one lock file."""
    return fingerprint([ROOT / lock])


def stamp_of(lock: str) -> Path:
    """Return where the installed lock's fingerprint is kept: inside the environment."""
    return ENVIRONMENT / f"{lock}.installed"


def packages_are_fresh(lock: str) -> bool:
    """Tell whether the environment runs and holds exactly what the lock names."""
    return PYTHON.exists() and read_stamp(stamp_of(lock)) == lock_fingerprint(lock)


def ensure_packages(lock: str) -> None:
    """Make the environment and install a lock into it, unless that is done already.

    The development lock contains the run-time lock, so it stands for both.
    """
    if packages_are_fresh(lock):
        return
    must_be_writable(ROOT)
    LOGS.mkdir(parents=True, exist_ok=True)
    if not environment_works():
        make_environment()
    for stale in (RUN_TIME, DEVELOPMENT):
        if read_stamp(stamp_of(stale)) != lock_fingerprint(stale):
            stamp_of(stale).unlink(missing_ok=True)
    with timed("installing Python packages 安装 Python 包"):
        install(lock)
    make_project_importable()
    write_stamp(stamp_of(lock), lock_fingerprint(lock))
    if lock == DEVELOPMENT:
        write_stamp(stamp_of(RUN_TIME), lock_fingerprint(RUN_TIME))


def environment_works() -> bool:
    """Tell whether the environment's Python starts, is new enough and has pip."""
    if not PYTHON.exists():
        return False
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return run_quietly([str(PYTHON), "-c", question]) == 0


def run_quietly(command: list[str]) -> int:
    """Run a command without any output and return its status."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode


def make_environment() -> None:
    """Make a fresh virtual environment, or say which system package is missing."""
    log = LOGS / "environment.log"
    with timed("making the Python environment 创建 Python 环境"), log.open("wb") as output:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        result = subprocess.run(
            [sys.executable, "-m", "venv", str(ENVIRONMENT)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if result.returncode != 0 or not environment_works():
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        raise Stop(
            "Python's venv module does not work here; on Debian or Ubuntu: "
            f"apt-get install python3-venv (details: {log}).",
            "缺少 venv 模块，请先安装 python3-venv。",
        )


def make_project_importable() -> None:
    """Let the environment's Python find the project from any folder.

    The path is relative, so that the project may be moved together with its environment.
    """
    for folder in ENVIRONMENT.glob("lib/python3*/site-packages"):
        (folder / "quartermaster.pth").write_text("../../../..\n", encoding="utf-8")


def install(lock: str) -> None:
    """Install a lock with pip, which obeys the machine's own mirror settings."""
    log = LOGS / "packages.log"
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary", ":all:", "--retries", "2"]
    command += ["--requirement", str(ROOT / lock)]
    with log.open("wb") as output:
        result = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    if result.returncode != 0:
        raise Stop(
            "the Python packages could not be installed; check the network or pip's mirror "
            f"({telling_line(log)}; details: {log}).",
            "Python 包安装失败，请检查网络或 pip 镜像设置。",
        )
