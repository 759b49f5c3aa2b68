"""The words of the command line. Any floor adds its own without being imported here.

    @cli("report", summary=_("Write a report"), arguments=ask)     # in quartermaster/…/cli.py
    def report(given: Namespace) -> int | None: ...

where `ask(parser)` adds arguments to an argparse parser. A module called `cli` in any installed app
is found by itself; others are named in the setting QM_CLI. Give back None or 0 when all went well,
otherwise an exit status; raise `Stop` or `Refused` with one sentence for whatever may be expected.
"""

from __future__ import annotations

import importlib
import importlib.util
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import autodiscover_modules

CLI: dict[str, Word] = {}
OWN = ("atlas", "backup", "coverage", "exchange", "restore", "texts", "verify", "worker")


class Stop(Exception):
    """The command ends here, with one sentence for the person and an exit status."""

    def __init__(self, message: str, status: int = 1):
        super().__init__(str(message))
        self.status = status


@dataclass(frozen=True)
class Word:
    """One word of the command line and what it does."""

    name: str
    summary: str
    arguments: Callable[[ArgumentParser], None] | None
    run: Callable[[Namespace], int | None]


def cli(name: str, *, summary: str = "", arguments: Callable[[ArgumentParser], None] | None = None):
    """Register `function(given) -> exit status or None` as a word of the command line."""

    def register(function: Callable[[Namespace], int | None]):
        assert name not in CLI, f"two commands of the command line are called {name}"
        CLI[name] = Word(name, summary, arguments, function)
        return function

    return register


def discover() -> None:
    """Load every module that registers a word. Django must be set up by then."""
    for name in OWN:
        importlib.import_module(f"quartermaster.base.cli.{name}")
    autodiscover_modules("cli")
    for name in getattr(settings, "QM_CLI", ()):
        if _exists(name):
            importlib.import_module(name)


def _exists(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # its package is missing
        return False
