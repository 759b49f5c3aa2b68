"""The command line, called as a function: status, what it says, what it complains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.utils import translation

from quartermaster.base.cli.main import main


@dataclass(frozen=True)
class Outcome:
    status: int
    said: str
    complained: str


@pytest.fixture
def qm(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """qm("verify", "--institution", "h1") → Outcome."""

    def call(*words: object) -> Outcome:
        capsys.readouterr()
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Outcome(status, out, err)

    return call


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared as they stand in the source."""
    with translation.override("en"):
        yield
