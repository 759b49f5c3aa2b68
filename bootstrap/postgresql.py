"""A throw-away PostgreSQL for tests: made in a temporary folder, gone when the tests are over."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap.processes import end_with_parent
from bootstrap.programs import POSTGRESQL, can_install, find, install_missing
from bootstrap.project import say
from bootstrap.stop import Stop

PATIENCE = 60.0  # seconds until an unready server counts as failed
# Nothing in it has to survive a power cut, and compiling queries costs more than it saves.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off", "autovacuum=off")


@contextmanager
def throw_away_cluster() -> Iterator[str]:
    """Start a PostgreSQL on a free loopback port and yield its database address.

    The server refuses to run as root, so root starts it as the user `postgres`.
    """
    binaries = find_binaries()
    owner = owner_of_the_server()
    folder = Path(tempfile.mkdtemp(prefix="qm-postgresql-"))
    if owner:
        os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
    try:
        initialise(binaries, folder, owner)
        port = free_port()
        server = start(binaries, folder, port, owner)
        try:
            wait_until_ready(server, port, folder)
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGQUIT)  # ends at once: nothing is worth saving
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path:
    """Return the folder of PostgreSQL's programs; install them where that is possible."""
    install_missing([POSTGRESQL])
    initdb = find(POSTGRESQL)
    if initdb is None:
        hint = "apt-get failed" if can_install() else "install postgresql"
        raise Stop(
            f"no PostgreSQL for the tests: {hint}, or set QM_TEST_DATABASE_URL.",
            "测试需要 PostgreSQL：请安装，或设置 QM_TEST_DATABASE_URL。",
        )
    # A link on the PATH leads to the folder that has the server as well.
    return initdb.resolve().parent


def owner_of_the_server() -> str | None:
    """Return the user to become, or None when this process is no root and can stay itself."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


def identity(owner: str | None) -> dict[str, object]:
    """Return the arguments that make a new process run as the owner."""
    if owner is None:
        return {}
    group = pwd.getpwnam(owner).pw_gid
    return {"user": owner, "group": group, "extra_groups": []}


def initialise(binaries: Path, folder: Path, owner: str | None) -> None:
    """Make an empty cluster that trusts this machine and sorts by code point."""
    command = [str(binaries / "initdb"), "--pgdata", str(folder / "data"), "--username=postgres"]
    command += ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    result = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        **identity(owner),
    )
    if result.returncode != 0:
        reason = (result.stderr.strip().splitlines() or ["unknown"])[-1]
        raise Stop(f"PostgreSQL's initdb failed: {reason}.", "PostgreSQL 初始化失败。")


def start(binaries: Path, folder: Path, port: int, owner: str | None) -> subprocess.Popen[bytes]:
    """Start the server as our child, listening on loopback only."""
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    settings = (*FAST, "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}")
    for setting in (*settings, "max_connections=60", "max_wal_size=4GB"):
        command += ["-c", setting]
    log = (folder / "log").open("wb")
    with log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
            **identity(owner),
        )


def free_port() -> int:
    """Return a TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Wait until the server accepts connections; Stop when it ends or takes too long."""
    began = time.monotonic()
    while server.poll() is None and time.monotonic() - began < PATIENCE:
        log = (folder / "log").read_text(encoding="utf-8", errors="replace")
        if "ready to accept connections" in log:
            say(f"PostgreSQL on port {port} after {time.monotonic() - began:.1f} s")
            return
        time.sleep(0.05)
    raise Stop("PostgreSQL did not start.", "PostgreSQL 未能启动。")
