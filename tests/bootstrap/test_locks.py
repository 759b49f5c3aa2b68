"""The lock files name versions and hashes, and nothing of the machine that wrote them."""

from __future__ import annotations

import json
import re

import pytest

from bootstrap.locks import must_name_no_host
from bootstrap.packages import DEVELOPMENT, RUN_TIME
from bootstrap.project import ROOT
from bootstrap.stop import Stop

pytestmark = pytest.mark.once

PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def versions(lock: str) -> dict[str, str]:
    """The package names and versions of a Python lock."""
    return dict(PINNED.findall((ROOT / lock).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", [RUN_TIME, DEVELOPMENT, "package-lock.json"])
def test_a_lock_names_no_host_and_no_path(name):
    must_name_no_host(ROOT / name)


@pytest.mark.parametrize(
    "line",
    [
        "--index-url somewhere",
        "--find-links wheels",
        '"resolved": "https://registry.example/x.tgz"',
        "# via -r /srv/list.in",
    ],
)
def test_a_lock_that_names_one_is_refused(tmp_path, line):
    path = tmp_path / "some.lock"
    path.write_text(f"django==5.2\n    {line}\n", encoding="utf-8")

    with pytest.raises(Stop, match="names a host or a path"):
        must_name_no_host(path)


def test_the_tests_run_on_the_versions_that_customers_get():
    run_time, development = versions(RUN_TIME), versions(DEVELOPMENT)

    assert run_time["django"].startswith("5.2.")
    assert run_time.items() <= development.items()
    assert "pytest" not in run_time


def test_every_npm_package_carries_its_hash():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}

    assert "node_modules/htmx.org" in packages
    assert [name for name, each in packages.items() if "integrity" not in each] == []
