"""`qm report KIND`: draft a report and write it to files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.cli.acting import actor_from, ask_who, the_institution
from quartermaster.base.cli.out import say
from quartermaster.base.cli.registry import Stop, cli
from quartermaster.kernels.reports.commands import draft
from quartermaster.kernels.reports.template import TEMPLATES

from . import report_kinds  # noqa: F401  the kinds register themselves
from .publishing import TYPES, published


def ask(parser: ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help=", ".join(sorted(TEMPLATES)))
    parser.add_argument("--period", required=True, metavar="2026H1")
    parser.add_argument("--out", required=True, metavar="DIR")
    parser.add_argument("--format", default="docx,pdf,html,json")
    parser.add_argument("--language", default="zh-hans")
    ask_who(parser)


@cli("report", summary=_("Draft a report and write it to files"), arguments=ask)
def report(given: Namespace) -> int:
    """Writes `<institution>-<kind>-<period>.<format>` into the folder; prints each path."""
    forms = [form.strip() for form in given.format.split(",") if form.strip()]
    if unknown := [form for form in forms if form not in TYPES]:
        raise Stop(
            text("Unknown format %(name)s; known: %(known)s.")
            % {"name": ", ".join(unknown), "known": ", ".join(TYPES)}
        )
    institution = the_institution(given.institution)
    actor = actor_from(given)
    drafted = draft(
        actor,
        kind=given.kind,
        institution=institution,
        period=given.period,
        language=given.language,
    )
    folder = Path(given.out)
    folder.mkdir(parents=True, exist_ok=True)
    for form in forms:
        path = folder / f"{institution.code}-{given.kind}-{given.period}.{form}"
        path.write_bytes(published(actor, drafted, form))
        say(str(path))
    return 0
