"""Where things are, what they are made from, and the lock that keeps two set-ups apart."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap.stop import Stop

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
BUILD = ROOT / "build"
LOGS = BUILD / "logs"
NODE_PACKAGES = ROOT / "node_modules"
SETTINGS_MODULE = "quartermaster.site.settings"


def say(text: str) -> None:
    """Print one line of progress at once, also when the output is a file."""
    print(f"qm: {text}", flush=True)  # noqa: T201


@contextmanager
def timed(text: str) -> Iterator[None]:
    """Say what begins, and how many seconds it took."""
    say(f"{text} …")
    began = time.monotonic()
    yield
    say(f"{text}: {time.monotonic() - began:.1f} s")


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """Hash the names and contents of files (folders are walked), and any further texts."""
    digest = hashlib.sha256()
    for path in sorted(file for given in paths for file in files_below(given)):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for text in more:
        digest.update(text.encode())
    return digest.hexdigest()


def files_below(path: Path) -> list[Path]:
    """Return the file itself, every file below a folder, or nothing when it is absent."""
    if path.is_dir():
        return [file for file in path.rglob("*") if file.is_file()]
    return [path] if path.is_file() else []


def read_stamp(path: Path) -> str:
    """Return what a finished step left behind, or an empty text."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def write_stamp(path: Path, text: str) -> None:
    """Record a finished step; written last, so that a broken-off step is done again."""
    path.write_text(text + "\n", encoding="utf-8")


def must_be_writable(folder: Path) -> None:
    """Refuse early when something has to be made in a folder that cannot be written."""
    if not os.access(folder, os.W_OK):
        raise Stop(
            f"the folder {folder} is read-only; copy the project to a writable place.",
            f"目录 {folder} 只读，请把项目放到可写的位置。",
        )


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Let two commands started together set up one after the other."""
    must_be_writable(ROOT)
    BUILD.mkdir(exist_ok=True)
    with (BUILD / ".set-up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another qm is setting up; waiting for it 另一个 qm 正在安装，等待中")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def environment_variables(data_folder: str | None = None) -> dict[str, str]:
    """Return the variables for the product's own processes.

    The caller's working folder is kept, so that file names on the command line mean
    what they say; the project is found through PYTHONPATH instead.
    """
    variables = dict(os.environ)
    others = [part for part in variables.get("PYTHONPATH", "").split(os.pathsep) if part]
    variables["PYTHONPATH"] = os.pathsep.join([str(ROOT), *others])
    variables["DJANGO_SETTINGS_MODULE"] = SETTINGS_MODULE
    variables.setdefault("PYTHONUTF8", "1")
    if data_folder:
        variables["QM_DATA_DIR"] = str(Path(data_folder).expanduser().absolute())
    variables.setdefault("QM_DATA_DIR", str(ROOT / "data"))
    return variables


def data_folder(variables: dict[str, str]) -> Path:
    """Make the data folder if need be, and refuse when nothing can be written there."""
    folder = Path(variables["QM_DATA_DIR"])
    try:
        # For its owner only: it holds the database, the photographs and the secret key.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(
            f"the data folder {folder} cannot be made ({error.strerror}); name another: --data.",
            f"无法创建数据目录 {folder}，请用 --data 另选。",
        ) from error
    must_be_writable(folder)
    return folder


def telling_line(log: Path) -> str:
    """Return the line of a log that says most about a failure, shortened for one line."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    final = [line for line in lines if line.startswith(("ERROR", "E:"))]
    any_error = [line for line in lines if "error" in line.lower()]
    return (final[-1:] or any_error[:1] or lines[-1:] or [""])[0][:200]
