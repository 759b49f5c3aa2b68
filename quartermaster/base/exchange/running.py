"""Taking the rows of a plan in, each by the screen's own command.

Either every row goes in or none does; with `skip_bad` the good ones go in and the bad ones are
told. A dry run does everything and takes it back, so it finds what the real run would find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Forbidden, Refused
from quartermaster.base.core.refs import ref

from .asking import Asking
from .commands import begin_import, close_import, remember_rows
from .models import ImportBatch
from .plan import Mistake, Plan, PlannedRow

CHANNEL = "import"
AT_ONCE = 200
TELL_EVERY = 100

Progress = Callable[[int, int], None]


@dataclass
class Result:
    """What came of it. `batch` is None when nothing was written."""

    read: int
    taken: int = 0
    known: int = 0
    mistakes: list[Mistake] = field(default_factory=list)
    batch: ImportBatch | None = None

    @property
    def rejected(self) -> int:
        """How many rows have a mistake; a row may have several."""
        return len({mistake.row for mistake in self.mistakes})


def run(
    plan: Plan,
    actor: Actor,
    *,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Carry the plan out. `progress(done, of)` is called now and then."""
    actor = replace(actor, channel=CHANNEL)
    job = _Run(plan, actor, progress)
    if skip_bad and not dry_run:
        return job.good_rows()
    return job.all_or_nothing(dry_run=dry_run)


class _Run:
    def __init__(self, plan: Plan, actor: Actor, progress: Progress | None):
        self.plan, self.actor, self.progress = plan, actor, progress
        self.asking = Asking(plan.bound, actor)
        self.result = Result(read=len(plan.rows), known=len(plan.repeats))
        self.fresh = [row for row in plan.rows if row.number not in plan.repeats]
        self.done = 0

    def all_or_nothing(self, *, dry_run: bool) -> Result:
        with transaction.atomic():
            batch = self._begin()
            self._take(batch, self.fresh)
            if not self.result.mistakes:
                self._close(batch)
            if dry_run or self.result.mistakes:
                transaction.set_rollback(True)
        if self.result.mistakes and not dry_run:
            self.result.taken = 0
        if dry_run or self.result.mistakes:
            self.result.batch = None
        return self.result

    def good_rows(self) -> Result:
        """In small transactions, so that others can write in between."""
        batch = self._begin()
        for some in _chunks(self.fresh, AT_ONCE):
            with transaction.atomic():
                self._take(batch, some)
        self._close(batch)
        return self.result

    def _begin(self) -> ImportBatch:
        return begin_import(
            self.actor,
            screen=self.plan.screen.name,
            operation=self.plan.bound.spec.name,
            file_name=self.plan.file_name,
            sha256=self.plan.sha256,
            columns=self.plan.mapping,
            rows_read=len(self.plan.rows),
        )

    def _close(self, batch: ImportBatch) -> None:
        self.result.batch = close_import(
            self.actor,
            batch,
            rows_in=self.result.taken,
            rows_known=self.result.known,
            rows_rejected=self.result.rejected,
        )

    def _take(self, batch: ImportBatch, rows: list[PlannedRow]) -> None:
        taken = []
        for row in rows:
            record = self._take_one(row)
            if record is not None:
                taken.append((row.fingerprint, row.number, record))
            self.done += 1
            if self.progress and self.done % TELL_EVERY == 0:
                self.progress(self.done, len(self.fresh))
        remember_rows(batch, taken)
        self.result.taken += len(taken)

    def _take_one(self, row: PlannedRow) -> str | None:
        """The record's reference, or None with the row's mistakes noted."""
        mistakes = list(row.mistakes)
        known_bad = {mistake.address for mistake in mistakes}
        try:
            values = self.asking.read(row.answers)
            if not mistakes:
                # The command's own savepoint takes back what a refused row had begun.
                return ref(self.plan.bound.run(self.actor, **values))
        except Refused as refusal:
            told = list(self._told(row, refusal))
            mistakes += [each for each in told if each.address not in known_bad]
        except Forbidden:
            mistakes.append(_of_row(row, text("This is not yours to do here.")))
        except (IntegrityError, DataError):
            mistakes.append(_of_row(row, text("This contradicts what is already stored.")))
        self.result.mistakes.extend(mistakes)
        return None

    def _told(self, row: PlannedRow, refusal: Refused) -> Iterator[Mistake]:
        """A refusal by cells where it names inputs, else for the row as a whole."""
        for name, message in refusal.field_errors.items():
            path = ".".join(part for part in name.split(".") if not part.isdigit())
            place, head = self.plan.place_of(path, row.number)
            yield Mistake(row.number, place, head, message)
        if not refusal.field_errors:
            yield _of_row(row, refusal.message)


def _of_row(row: PlannedRow, message: str) -> Mistake:
    return Mistake(row.number, str(row.number), "", message)


def _chunks(rows: list[PlannedRow], size: int) -> Iterator[list[PlannedRow]]:
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some
