"""What `qm` cannot do it says in one line, in both languages, without a traceback."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys

import pytest

from bootstrap.postgresql import free_port
from bootstrap.project import ROOT

pytestmark = pytest.mark.once

PRETEND_OLD = """
import runpy, sys
sys.version_info, sys.version = (3, 8, 18), "3.8.18 (pretended)"
runpy.run_path(sys.argv[1], run_name="__main__")
"""


def qm(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would."""
    return subprocess.run(
        [sys.executable, str(ROOT / "qm"), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
    )


def assert_one_line(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """The command failed with one line on the error stream that has all the words."""
    assert result.returncode != 0
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.stderr


def test_a_taken_port_is_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        result = qm("up", "--port", str(port))

    assert_one_line(result, f"port {port} on 127.0.0.1", "--port", f"端口 {port} 不可用")


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_that_does_not_exist_is_refused(port):
    assert_one_line(qm("up", "--port", port), f"there is no port {port}", "没有端口")


def test_a_word_instead_of_a_port_is_refused():
    result = qm("up", "--port", "eighty")

    assert_one_line(result, "--port", "eighty", "参数有误")
    assert result.returncode == 2


def test_a_data_folder_that_is_a_file_is_refused(tmp_path):
    file = tmp_path / "file"
    file.touch()

    assert_one_line(
        qm("up", "--port", str(free_port()), "--data", str(file)), str(file), "--data", "数据目录"
    )


def test_an_unknown_command_is_refused_with_status_two():
    result = qm("nonsense")

    assert_one_line(result, "unknown command 'nonsense'", "未知命令")
    assert result.returncode == 2


def test_help_lists_every_command():
    result = qm("--help")

    assert result.returncode == 0
    for name in ("up", "test", "demo", "report", "import", "export", "verify", "bench"):
        assert f"./qm {name}" in result.stdout
    for name in ("backup", "restore", "manage"):
        assert f"./qm {name}" in result.stdout


def test_qm_can_be_read_by_python_3_6():
    ast.parse((ROOT / "qm").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_which_one_is_needed(tmp_path):
    result = subprocess.run(
        [sys.executable, "-c", PRETEND_OLD, str(ROOT / "qm")],
        capture_output=True,
        text=True,
        env={"PATH": str(tmp_path)},
    )

    assert_one_line(result, "Python 3.11", "3.8.18", "需要 Python 3.11")
