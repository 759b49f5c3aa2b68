"""`qm up`: from nothing to a page in the browser, and everything down again at one signal."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NoReturn

from bootstrap.processes import Child, Household
from bootstrap.project import PYTHON, ROOT, data_folder, environment_variables, say
from bootstrap.set_up import set_up
from bootstrap.stop import Stop

APPLICATION = "quartermaster.site.wsgi:application"
PATIENCE = 90.0  # seconds until an unready server counts as failed
UNUSABLE = 3  # how prepare_database.py says that the database does not answer
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to


def up(arguments: list[str]) -> int:
    """Set up, bring the database up to date, serve until a signal ends it."""
    options = parse(arguments)
    must_be_free(options.host, options.port)
    variables = environment_variables(options.data)
    data_folder(variables)
    set_up()
    accounts = prepare_database(variables)
    household = Household(children(options.host, options.port, variables))
    household.start()
    try:
        wait_until_ready(household, options.host, options.port)
        if not household.ending:
            announce(options.host, options.port, accounts)
        household.run_until_asked_to_end()
    finally:
        household.end()
    say("ended 已停止")
    return 0


class OneLineParser(argparse.ArgumentParser):
    """Says in one line what it could not read."""

    def error(self, message: str) -> NoReturn:
        """Refuse the options; the exit status is the usual 2."""
        raise Stop(f"{message}; see ./qm up --help.", "参数有误，请看 ./qm up --help。", 2)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the options of `up`."""
    parser = OneLineParser(prog="qm up", description="set up and serve 安装并启动")
    parser.add_argument("--port", type=int, default=8000, help="TCP port, 8000 unless told")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--data", metavar="DIR", help="data folder, ./data unless told")
    return parser.parse_args(arguments)


def must_be_free(host: str, port: int) -> None:
    """Refuse early, and by name, an address that we shall not be able to listen on."""
    if not 0 < port < 65536:
        raise Stop(f"there is no port {port}.", f"没有端口 {port}。")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Stop(
            f"port {port} on {host} cannot be used ({error.strerror}); choose another: --port.",
            f"端口 {port} 不可用（可能已被占用），请用 --port 另选。",
        ) from error


def prepare_database(variables: dict[str, str]) -> list[dict[str, str]]:
    """Bring the database up to date; return the demo accounts."""
    with tempfile.TemporaryDirectory() as folder:
        accounts = Path(folder) / "accounts.json"
        script = ROOT / "bootstrap" / "prepare_database.py"
        result = subprocess.run(
            [str(PYTHON), str(script), str(accounts)], env=variables, stdin=subprocess.DEVNULL
        )
        if result.returncode == UNUSABLE:
            raise Stop(
                f"the database cannot be used: {accounts.read_text(encoding='utf-8')}.",
                "数据库无法使用，请检查 QM_DATABASE_URL 与数据目录。",
            )
        if result.returncode != 0:
            raise Stop(
                "the database could not be prepared; its own words are above.",
                "数据库准备失败，原因见上。",
            )
        return json.loads(accounts.read_text(encoding="utf-8") or "[]")


def children(host: str, port: int, variables: dict[str, str]) -> list[Child]:
    """Describe the two processes that make the product: pages and background work."""
    server = [str(PYTHON), "-m", "granian", "--interface", "wsgi", "--host", host]
    server += ["--port", str(port), "--workers", str(os.cpu_count() or 1)]
    # Two threads per worker: more only wait for each other (measured).
    server += ["--blocking-threads", "2", "--no-ws", "--log-level", "warning"]
    server += ["--respawn-failed-workers", "--workers-kill-timeout", "20", APPLICATION]
    worker = [str(PYTHON), "-m", "quartermaster.base.cli", "worker"]
    return [Child("web server", server, variables), Child("worker", worker, variables)]


def address(host: str, port: int) -> str:
    """Return the address a browser on this machine uses."""
    name = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def wait_until_ready(household: Household, host: str, port: int) -> None:
    """Wait until /readyz answers; Stop when it does not within the patience."""
    deadline = time.monotonic() + PATIENCE
    said = "no answer"
    # The person's proxy settings must not stand between us and our own server.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while not household.ending:
        household.look()
        try:
            with opener.open(f"{address(host, port)}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            said = f"status {error.code}"
        except OSError as error:
            said = str(error)
        if time.monotonic() > deadline:
            raise Stop(f"the server did not become ready ({said}).", "服务未能就绪。")
        time.sleep(0.05)


def announce(host: str, port: int, accounts: list[dict[str, str]]) -> None:
    """Print where to go and who to be."""
    columns = ("institution", "post", "username", "password")
    width = shutil.get_terminal_size().columns
    lines = ["", f"  Quartermaster 后勤   {address(host, port)}", ""]
    if accounts:
        lines.append("  Demo accounts 演示账号  (institution · post · username · password)")
        for account in accounts:
            lines.append("    " + " · ".join(str(account.get(name, "")) for name in columns))
    lines += ["", "  Ctrl-C ends it 按 Ctrl-C 停止", "", "─" * min(width, 72)]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
