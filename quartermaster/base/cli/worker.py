"""`worker`: does the background work until it is told to end."""

from __future__ import annotations

from argparse import Namespace

from django.utils.translation import gettext_lazy as _

from quartermaster.base.jobs.worker import main as run_worker

from .registry import cli


@cli("worker", summary=_("Do the background work"))
def worker(_given: Namespace) -> None:
    run_worker()
