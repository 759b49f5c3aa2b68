"""Counting requests, cheaply, so that every process's numbers reach one page.

Each process counts in memory and writes its numbers at most once a second to its own small file
in the data directory; whoever is asked for /metrics reads the files of all living processes of the
machine and labels each series with its process. So every series only grows, as Prometheus wants,
and ends with its process; sum over `process` to get totals. At most a second's numbers of an idle
process are missing from a scrape, and those of a process that died.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from quartermaster.base.core.screen import SCREENS

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
WRITE_EVERY_SECONDS = 1.0
UNROUTED = "unrouted"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Meter:
    """The counts of this process."""

    def __init__(self):
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Start from nought: also what a forked child does, whose parent keeps its own counts."""
        self.process = os.getpid()
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.buckets: Counter[tuple[str, str]] = Counter()
        self.seconds: Counter[str] = Counter()
        self.written_at = 0.0

    def count(self, label: str, method: str, status: int, seconds: float) -> None:
        with self.lock:
            if self.process != os.getpid():
                self.forget()
            self.requests[label, method, status] += 1
            self.seconds[label] += seconds
            self.buckets[label, _bucket(seconds)] += 1
            if time.monotonic() - self.written_at >= WRITE_EVERY_SECONDS:
                self._write()

    def write(self) -> None:
        with self.lock:
            self._write()

    def _write(self) -> None:
        self.written_at = time.monotonic()
        counts = {
            "requests": [[*key, number] for key, number in self.requests.items()],
            "buckets": [[*key, number] for key, number in self.buckets.items()],
            "seconds": [[key, round(number, 6)] for key, number in self.seconds.items()],
        }
        target = folder() / f"{self.process}.json"
        draft = target.with_suffix(".part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(counts))
            draft.replace(target)
        except OSError:
            return  # a full or read-only disk must not fail the request that was counted


METER = Meter()


def metered(get_response):
    """Middleware: counts every answer by route, method and status, and how long it took."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = get_response(request)
        method = request.method if request.method in METHODS else "OTHER"
        took = time.perf_counter() - begun
        METER.count(label_of(request), method, response.status_code, took)
        return response

    return middleware


def label_of(request: HttpRequest) -> str:
    """The route, with the screen's name filled in: few labels however many addresses are tried."""
    match = request.resolver_match
    if match is None:
        return UNROUTED
    screen = match.kwargs.get("screen")
    if screen in SCREENS:
        return match.route.replace("<screen>", screen).replace("<slug:screen>", screen)
    return match.route or "/"


def folder() -> Path:
    return Path(settings.QM_DATA_DIR) / "metrics"


def counts_of_all() -> list[tuple[int, dict]]:
    """(process, counts) of every living process; files of dead ones are removed."""
    METER.write()
    found = []
    for file in sorted(folder().glob("*.json")):
        process = int(file.stem) if file.stem.isdigit() else 0
        if not _alive(process):
            file.unlink(missing_ok=True)
            continue
        try:
            found.append((process, json.loads(file.read_text())))
        except (OSError, ValueError):
            continue  # replaced or removed meanwhile
    return found


def _alive(process: int) -> bool:
    if process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _bucket(seconds: float) -> str:
    return next((str(edge) for edge in BUCKETS if seconds <= edge), "+Inf")
