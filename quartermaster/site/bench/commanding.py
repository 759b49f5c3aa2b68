"""The benchmarks of commands: reporting through the form, alone or by several; the demo."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Iterator

from django.db import connections
from django.utils import timezone

from quartermaster.kernels.places.models import Place
from quartermaster.kernels.work.models import Category
from quartermaster.site.demo.cli import make

from . import database
from .timing import Timing, processor, resident, timed
from .visiting import Visitor

FORM = "/s/repairs/new/report/"
REPORTER = "dispatcher"


def report(scale: int, times: int, clients: int) -> Iterator[dict]:
    """Report a fault through the web form: one client, or `clients` processes at once."""
    if clients <= 1:
        yield timed(_reports(times, seed=1)).line("report", scale, clients=1)
        return
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(clients)
    with fork.Pool(clients, initializer=_begin, initargs=(start,)) as pool:
        parts = pool.starmap(_client, [(times, seed) for seed in range(clients)], chunksize=1)
    whole = Timing(
        laps=[lap for timing, _since, _until in parts for lap in timing.laps],
        cpu=sum(timing.cpu for timing, _since, _until in parts),
        wall=max(until for *_rest, until in parts) - min(since for _t, since, _u in parts),
    )
    yield whole.line("report", scale, clients=clients)


def _begin(start) -> None:
    globals()["_START"] = start


def _client(times: int, seed: int) -> tuple[Timing, float, float]:
    """One process with a connection of its own; all begin together."""
    calls = _reports(times, seed)
    globals()["_START"].wait()
    since = time.monotonic()
    timing = timed(calls)
    return timing, since, time.monotonic()


def _reports(times: int, seed: int) -> list:
    visitor = Visitor(REPORTER)
    dice = random.Random(seed)  # noqa: S311
    places = list(Place.objects.filter(kind="room").values_list("pk", flat=True))
    categories = list(Category.objects.values_list("pk", flat=True))

    def send() -> None:
        answers = {
            "symptom": f"灯不亮 {dice.randrange(10**9)}",
            "place": f"places.place:{dice.choice(places)}",
            "category": f"work.category:{dice.choice(categories)}",
        }
        visitor.post(FORM, answers)

    send()  # the first request of a process loads templates and connects
    return [send] * times


def demo(scale: int) -> Iterator[dict]:
    """Build the demo institution with `scale` orders through commands, in a database of its own."""
    if not database.use("demo"):
        database.drop()
        database.use("demo")
    database.prepare()
    spent, began = processor(), time.perf_counter()
    commands = make(scale, 2026, timezone.localdate())
    took, cpu = time.perf_counter() - began, processor() - spent
    yield {
        "name": "demo",
        "scale": scale,
        "n": commands,
        "cpu_ms": round(cpu * 1000 / commands, 2),
        "per_s": round(commands / took, 1),
        "rss_mb": resident(),
        "database": connections["default"].vendor,
    }
    database.drop()
