"""Each benchmark runs at a tiny scale, prints its line, and leaves the user's database alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys

FIGURES = {"name", "scale", "n", "cpu_ms", "per_s", "rss_mb"}
NAMES = {"list", "list_last", "detail", "detail_parts", "search", "measure", "home", "memory"}


def test_every_benchmark_prints_its_line_and_writes_only_to_its_own_database(tmp_path):
    environment = {**os.environ, "QM_DATA_DIR": str(tmp_path), "QM_DATABASE_URL": ""}
    words = ["bench", "all", "--scale", "60", "--times", "4"]
    done = subprocess.run(
        [sys.executable, "-m", "quartermaster.base.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["name"] for line in lines} == {*NAMES, "report", "demo"}
    for line in lines:
        assert set(line) >= FIGURES
        assert line["scale"] == 60
        assert line["n"] > 0
    assert not (tmp_path / "quartermaster.sqlite3").exists()
    kept = {path.name for path in (tmp_path / "bench").glob("*.sqlite3")}
    assert kept == {"orders_60_bench.sqlite3"}
