"""`qm bench NAME`: measure, on a database of its own; JSON lines on standard output."""

from __future__ import annotations

import json
import multiprocessing
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from django.db import connections

from quartermaster.base.cli.out import remark, say
from quartermaster.base.cli.registry import Stop, cli
from quartermaster.kernels.work.models import Order

from . import commanding, data, database
from .pages import PAGES

NAMES = (*PAGES, "report", "demo")
SCALE = 100_000
DEMO_SCALE = 500


def ask(parser: ArgumentParser) -> None:
    parser.add_argument("name", choices=(*NAMES, "all"))
    parser.add_argument("--scale", type=int, metavar="N", help="work orders in the database")
    parser.add_argument("--times", type=int, default=50, metavar="N", help="repetitions")
    parser.add_argument("--clients", type=int, default=1, metavar="N", help="for report")


@cli("bench", summary="Measure pages and commands", arguments=ask)
def bench(given: Namespace) -> int:
    if min(given.scale or 1, given.times, given.clients) < 1:
        raise Stop("bench: --scale, --times and --clients are at least 1")
    for name in NAMES if given.name == "all" else (given.name,):
        for line in _lines(name, given):
            say(json.dumps(line, ensure_ascii=False))
    return 0


def _lines(name: str, given: Namespace) -> Iterator[dict]:
    if name == "demo":
        return commanding.demo(given.scale or DEMO_SCALE)
    scale = given.scale or SCALE
    _turn_to_data(scale)
    if name == "report":
        return commanding.report(scale, given.times, given.clients)
    return PAGES[name](scale, given.times)


def _turn_to_data(scale: int) -> None:
    """Use the database of `scale` orders, generating it first where it is missing or incomplete."""
    new = database.use(f"orders_{scale}")
    if not new and _complete(scale):
        return
    if not new:
        database.drop()
        database.use(f"orders_{scale}")
    remark(f"bench: generating {scale} work orders")
    # A process of its own, so that what generating leaves in memory is not counted.
    connections.close_all()
    child = multiprocessing.get_context("fork").Process(target=_generate, args=(scale,))
    child.start()
    child.join()
    if child.exitcode != 0:
        raise Stop("bench: generating failed")


def _generate(scale: int) -> None:
    database.prepare()
    data.generate(scale)


def _complete(scale: int) -> bool:
    tables = connections["default"].introspection.table_names()
    return "work_order" in tables and Order.objects.filter(pk=scale).exists()
