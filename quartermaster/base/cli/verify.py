"""`qm verify`: prints every proof; ends non-zero when one fails."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.proofs import PROOFS

from .acting import institution_named
from .out import say
from .registry import cli

MOST_FAULTS = 20


def _ask(parser: ArgumentParser) -> None:
    parser.add_argument("--institution", metavar="CODE")


@cli("verify", summary=_("Prove what must always hold"), arguments=_ask)
def verify(given: Namespace) -> int:
    institution = institution_named(given.institution)
    return prove_all(institution.pk if institution else None)


def prove_all(institution_id: int | None) -> int:
    """Print each proof as `ok` or `FAILED`; 0 when all hold, else 1."""
    failed = 0
    for proof in PROOFS.values():
        faults = list(proof.check(institution_id))
        failed += bool(faults)
        for fault in faults[:MOST_FAULTS]:
            say(f"FAILED  {proof.name}: {fault}")
        if len(faults) > MOST_FAULTS:
            say(f"FAILED  {proof.name}: … {len(faults)}")
        if not faults:
            say(f"ok      {proof.name}: {proof.label}")
    return 1 if failed else 0
