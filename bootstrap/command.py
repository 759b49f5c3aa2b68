"""Reads `qm`'s first word and does it, or hands over to the finished environment."""

from __future__ import annotations

import os
import signal
import sys

from bootstrap.checks import test
from bootstrap.locks import lock
from bootstrap.project import PYTHON, environment_variables
from bootstrap.serving import up
from bootstrap.set_up import set_up
from bootstrap.stop import Stop, stop_for_system_error

HELP = """\
qm: runs Quartermaster 后勤

  ./qm up [--port 8000] [--host 127.0.0.1] [--data DIR]
                          set up everything and serve 安装并启动
  ./qm test [ARGS]        the whole suite; with ARGS one plain pytest run 全部检查
  ./qm demo [--scale N] [--accounts]
                          make or remake the demo institutions 演示数据
  ./qm report KIND --institution CODE --period 2026H1 --out DIR
                          write a report 生成报告
  ./qm import SCREEN FILE [--dry-run]   spreadsheets in 导入
  ./qm export SCREEN [--out FILE]       spreadsheets out 导出
  ./qm verify [--institution CODE]      prove what must always hold 校验
  ./qm bench NAME [--scale N]           a benchmark as JSON lines 基准
  ./qm backup FILE        an online backup, verified 备份
  ./qm restore FILE       back from a backup, verified 恢复
  ./qm manage …           Django's own commands
  ./qm lock               renew the lock files (developers) 更新依赖锁
"""
PRODUCT_COMMANDS = ("demo", "report", "import", "export", "verify", "bench", "backup", "restore")
WITH_DOCUMENTS = ("demo", "report", "bench")


def main(arguments: list[str]) -> int:
    """Do what was asked and return the exit status; what fails is one line, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    # Asked to end, we end what we started too: leaving by an exception does that.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return run(arguments)
    except Stop as stop:
        return complain(stop)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        return complain(stop_for_system_error(error))


def complain(stop: Stop) -> int:
    """Print the one line and return its exit status."""
    sys.stderr.write(f"qm: {stop}\n")
    return stop.status


def run(arguments: list[str]) -> int:
    """Choose by the first word."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    own = {"up": up, "test": test, "lock": lock}
    if command in own:
        return own[command](rest)
    if command == "manage":
        return hand_over("django", rest, frontend=False)
    if command in PRODUCT_COMMANDS:
        return hand_over("quartermaster.base.cli", arguments, frontend=command in WITH_DOCUMENTS)
    if command in ("", "help", "-h", "--help"):
        sys.stdout.write(HELP)
        return 0 if command else 2
    raise Stop(f"unknown command '{command}'; see ./qm --help.", f"未知命令“{command}”。", 2)


def hand_over(module: str, arguments: list[str], *, frontend: bool) -> int:
    """Set up, then become the environment's Python: signals and exit status are its own."""
    set_up(frontend=frontend)
    variables = environment_variables()
    sys.stdout.flush()
    os.execve(PYTHON, [str(PYTHON), "-m", module, *arguments], variables)  # noqa: S606
