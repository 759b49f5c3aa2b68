"""Timing: how long each call took, and the processor time it cost this process and its database."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection


@dataclass
class Timing:
    """Milliseconds of each call; seconds of processor time; seconds from first to last."""

    laps: list[float] = field(default_factory=list)
    cpu: float = 0.0
    wall: float = 0.0

    def line(self, name: str, scale: int, **more) -> dict:
        """The figures of one benchmark as they are printed."""
        count = len(self.laps)
        return {
            "name": name,
            "scale": scale,
            "n": count,
            **{f"p{part}_ms": self.percentile(part) for part in (50, 95, 99)},
            "cpu_ms": round(self.cpu * 1000 / count, 2),
            "per_s": round(count / self.wall, 1),
            "rss_mb": resident(),
            "database": connection.vendor,
            **more,
        }

    def percentile(self, part: int) -> float:
        """The smallest lap that at least `part` percent of the laps do not exceed (ms)."""
        ordered = sorted(self.laps)
        return round(ordered[max(0, -(-len(ordered) * part // 100) - 1)], 2)


def timed(calls: Iterable[Callable[[], object]]) -> Timing:
    """Run the calls one after another."""
    timing = Timing()
    connection.ensure_connection()
    spent, began = processor(), time.perf_counter()
    for call in calls:
        start = time.perf_counter()
        call()
        timing.laps.append((time.perf_counter() - start) * 1000)
    timing.wall = time.perf_counter() - began
    timing.cpu = processor() - spent
    return timing


def processor() -> float:
    """Seconds of processor time of this process and, on PostgreSQL, of its backend.

    The backend is read in /proc, so it counts only on the same machine; its parallel workers and
    the server's background processes are not in it. The unit of /proc is a hundredth of a second.
    """
    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not stat.exists():
        return own
    fields = stat.read_text().rpartition(")")[2].split()
    return own + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident() -> float:
    """Resident memory of this process in MB (VmRSS)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0
