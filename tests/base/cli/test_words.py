"""Expected failures are one line and an exit status; nobody sees a traceback."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from quartermaster.base.cli.registry import CLI, Stop, Word
from quartermaster.base.core.errors import Forbidden, Refused


@pytest.fixture
def word():
    """Register a word for one test: word(function) makes `qm trial`."""
    yield lambda function: CLI.__setitem__("trial", Word("trial", "", None, function))
    CLI.pop("trial", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("problem", "status", "told"),
    [
        (Stop("no such\nthing", 3), 3, "qm: no such thing\n"),
        (Refused("not allowed", rule="§4"), 1, "qm: not allowed [§4]\n"),
        (Refused("wrong", field_errors={"a": "missing"}), 1, "qm: wrong a: missing\n"),
        (FileNotFoundError(2, "No such file", "x.csv"), 1, "qm: [Errno 2] No such file: 'x.csv'\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_an_expected_failure_is_one_line(qm, word, problem, status, told):
    def fail(_given):
        raise problem

    qm("verify")  # the words must be known before one is added
    word(fail)
    outcome = qm("trial")
    assert (outcome.status, outcome.complained, outcome.said) == (status, told, "")


@pytest.mark.django_db
@pytest.mark.parametrize("problem", [Forbidden("x"), OperationalError("connection refused\nmore")])
def test_closed_doors_and_silent_databases_are_one_line_too(qm, word, problem):
    def fail(_given):
        raise problem

    qm("verify")
    word(fail)
    outcome = qm("trial")
    assert outcome.status == 1
    assert outcome.complained.count("\n") == 1
    assert "more" not in outcome.complained


@pytest.mark.django_db
def test_unknown_words_and_missing_arguments_end_with_two(qm):
    for words in (["frobnicate"], [], ["import"], ["backup"], ["import", "repairs", "x", "--map"]):
        outcome = qm(*words)
        assert outcome.status == 2, words
        assert outcome.complained.count("\n") == 1


@pytest.mark.django_db
def test_every_command_of_the_contract_is_there(qm):
    qm("verify")
    wanted = {"report", "import", "export", "verify", "backup", "restore", "demo", "worker"}
    assert wanted <= set(CLI)
