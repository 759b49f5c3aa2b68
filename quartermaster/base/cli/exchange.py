"""`qm import` and `qm export`: spreadsheets in and out."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.exchange.commands import save_mapping
from quartermaster.base.exchange.exporting import as_csv, as_workbook, exported_screen
from quartermaster.base.exchange.plan import Plan, Wishes, prepare
from quartermaster.base.exchange.rejects import rejected_rows
from quartermaster.base.exchange.running import Result, run

from .acting import actor_from, ask_who
from .out import remark, say
from .registry import Stop, cli

MOST_TOLD = 1_000
PROGRESS_SECONDS = 2.0
STANDARD_OUTPUT = "-"


def _ask_import(parser: ArgumentParser) -> None:
    parser.add_argument("screen", metavar="SCREEN")
    parser.add_argument("file", metavar="FILE", type=Path)
    ask_who(parser)
    parser.add_argument("--dry-run", action="store_true", help="check everything, keep nothing")
    parser.add_argument("--skip-bad", action="store_true", help="take the good rows in")
    parser.add_argument("--rejects", metavar="FILE", type=Path, help="where bad rows are listed")
    parser.add_argument("--mapping", metavar="NAME", default="", help="a saved column mapping")
    parser.add_argument("--map", metavar="HEAD=INPUT", action="append", default=[])
    parser.add_argument("--save-mapping", metavar="NAME", help="keep this mapping for next time")
    parser.add_argument("--dates", choices=["ymd", "dmy", "mdy", "compact", "serial"])


@cli("import", summary=_("Take a spreadsheet in"), arguments=_ask_import)
def import_sheet(given: Namespace) -> int:
    actor = actor_from(given)
    wishes = Wishes(given.mapping, _pairs(given.map), given.dates)
    plan = prepare(actor, given.screen, given.file.name, given.file.read_bytes(), wishes)
    _tell_plan(plan)
    result = run(plan, actor, dry_run=given.dry_run, skip_bad=given.skip_bad, progress=_Progress())
    if given.save_mapping and not given.dry_run:
        save_mapping(actor, screen=given.screen, name=given.save_mapping, columns=plan.mapping)
    if given.skip_bad and result.mistakes:
        target = given.rejects or Path(f"{given.file.stem}-rejected.xlsx")
        target.write_bytes(rejected_rows(plan, result))
        remark(text("The rejected rows are in %(file)s.") % {"file": target})
    return _tell_result(result, dry_run=given.dry_run, skip_bad=given.skip_bad)


def _pairs(words: list[str]) -> dict[str, str]:
    pairs = {}
    for word in words:
        head, equals, name = word.rpartition("=")
        if not equals or not head.strip() or not name.strip():
            raise Stop(text('Write --map "head=input", not “%(word)s”.') % {"word": word}, 2)
        pairs[head.strip()] = name.strip()
    return pairs


class _Progress:
    """Tells how far a long import is, every few seconds."""

    def __init__(self):
        self.told_at = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() - self.told_at >= PROGRESS_SECONDS:
            self.told_at = time.monotonic()
            remark(f"{done} / {of}")


def _tell_plan(plan: Plan) -> None:
    for head, path in plan.mapping.items():
        remark(f"{head} → {path}")
    if plan.columns.unused:
        unused = ", ".join(plan.columns.unused)
        remark(text("Columns left alone: %(heads)s") % {"heads": unused})
    for problem in plan.sheet.problems:
        remark(f"{problem.row or ''}: {problem.message}".lstrip(": "))
    if plan.earlier is not None:
        remark(
            text("This very file was imported on %(when)s by %(who)s.")
            % {"when": f"{plan.earlier.begun_at:%Y-%m-%d %H:%M}", "who": plan.earlier.by}
        )
    for number, why in list(plan.repeats.items())[:MOST_TOLD]:
        remark(text("row %(row)d %(why)s") % {"row": number, "why": why})


def _tell_result(result: Result, *, dry_run: bool, skip_bad: bool) -> int:
    for mistake in result.mistakes[:MOST_TOLD]:
        say(str(mistake))
    if len(result.mistakes) > MOST_TOLD:
        say(f"… {len(result.mistakes) - MOST_TOLD}")
    numbers = {
        "read": result.read,
        "taken": result.taken,
        "known": result.known,
        "rejected": result.rejected,
    }
    say(
        text(
            "%(read)d rows read, %(taken)d taken in, %(known)d already there, "
            "%(rejected)d with mistakes."
        )
        % numbers
    )
    if dry_run:
        say(text("A dry run: nothing was kept."))
    elif result.mistakes and not skip_bad:
        say(text("Nothing was taken in. Correct the sheet, or use --skip-bad."))
    return 1 if result.mistakes else 0


def _ask_export(parser: ArgumentParser) -> None:
    parser.add_argument("screen", metavar="SCREEN")
    parser.add_argument("--filter", metavar="NAME=VALUE", action="append", default=[])
    parser.add_argument("--out", metavar="FILE", help="ends in .xlsx or .csv; - for CSV here")
    ask_who(parser)


@cli("export", summary=_("Write a screen's rows as a spreadsheet"), arguments=_ask_export)
def export_sheet(given: Namespace) -> None:
    actor = actor_from(given)
    screen = exported_screen(actor, given.screen)
    query = _query(given.filter, screen)
    out = given.out or f"{screen.name}.xlsx"
    as_text = out == STANDARD_OUTPUT or out.lower().endswith(".csv")
    content = (as_csv if as_text else as_workbook)(actor, screen, query)
    if out == STANDARD_OUTPUT:
        sys.stdout.write(content.decode("utf-8-sig"))
        return
    Path(out).write_bytes(content)
    say(out)


def _query(words: list[str], screen) -> dict[str, str]:
    offered = {"q", "sort", "since", "until", "need", *screen.filters}
    query = {}
    for word in words:
        name, _equals, value = word.partition("=")
        if name not in offered:
            raise Stop(
                text("“%(name)s” is no filter of %(screen)s. Filters: %(offered)s.")
                % {"name": name, "screen": screen.name, "offered": ", ".join(sorted(offered))},
                2,
            )
        query[name] = value
    return query
