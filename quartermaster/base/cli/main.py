"""Reads the words, runs the command, and turns every expected failure into one line."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError
from django.utils.translation import gettext as text

from quartermaster.base.core.errors import Forbidden, Refused

from .registry import CLI, Stop, discover

USAGE = 2
INTERRUPTED = 130


def main(words: list[str]) -> int:
    """Run one command; returns the exit status and never raises for what may be expected."""
    try:
        return _run(words)
    except Stop as stop:
        return _complain(str(stop), stop.status)
    except Refused as refusal:
        return _complain(_sentence(refusal))
    except Forbidden as closed:
        return _complain(text("Not there, or not yours: %(name)s") % {"name": closed})
    except DatabaseError as error:
        return _complain(_about_database(error))
    except (ImproperlyConfigured, OSError) as error:
        return _complain(_first(error))
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(words: list[str]) -> int:
    try:
        django.setup()
    except ValueError as error:  # a setting of the environment that cannot be read
        raise Stop(_first(error)) from None
    discover()
    given = _parser().parse_args(words)
    return CLI[given.word].run(given) or 0


class _Parser(ArgumentParser):
    """Argparse prints the usage and leaves; here a wrong word is one line like any failure."""

    def error(self, message: str):
        raise Stop(f"{message} (qm COMMAND --help)", USAGE)


def _parser() -> ArgumentParser:
    parser = _Parser(prog="qm")
    words = parser.add_subparsers(dest="word", required=True, metavar="COMMAND")
    for word in sorted(CLI.values(), key=lambda each: each.name):
        summary = str(word.summary).replace("%", "%%")
        below = words.add_parser(word.name, help=summary, description=summary)
        if word.arguments is not None:
            word.arguments(below)
    return parser


def _sentence(refusal: Refused) -> str:
    parts = [refusal.message, *(f"{n}: {why}" for n, why in refusal.field_errors.items())]
    if refusal.rule:
        parts.append(f"[{refusal.rule}]")
    return " ".join(parts)


def _about_database(error: DatabaseError) -> str:
    """SQLite calls a missing table an operational error; it means that nothing is set up yet."""
    why = _first(error)
    if isinstance(error, OperationalError) and "no such table" not in why:
        return text("The database does not answer: %(why)s") % {"why": why}
    hint = text("The database refused: %(why)s. Has “./qm manage migrate” been run?")
    return hint % {"why": why}


def _first(error: Exception) -> str:
    """The first line of an error: what follows is for programmers."""
    return (str(error) or type(error).__name__).splitlines()[0]


def _complain(sentence: str, status: int = 1) -> int:
    sys.stderr.write(f"qm: {' '.join(sentence.split())}\n")
    return status
