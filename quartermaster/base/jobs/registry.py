"""Tasks: what may run in the background, and when it runs by itself.

    @task("repairs.remind", label=_("Remind of what is overdue"), every=timedelta(minutes=5))
    def remind(actor, progress): ...

    @task("reports.write", label=_("Write a report"), retries=2)
    def write(actor, progress, *, report_id: int):
        progress(3, 10, "chapter 3")

A task runs at least once: after a crash it runs again, so what it changes goes through commands
with a `key`, or is the same when done twice. `retries=0` promises at most once instead.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

USUAL_RETRIES = 4
TASKS: dict[str, Task] = {}
Progress = Callable[..., None]
"""progress(done, total=0, text="") – what others see while the task runs."""


@dataclass(frozen=True)
class Task:
    """What is declared about one kind of background work."""

    name: str
    label: str
    function: Callable[..., Any]
    retries: int = USUAL_RETRIES
    every: timedelta | None = None
    daily_at: time | None = None

    @property
    def attempts(self) -> int:
        """How often it is tried altogether before it counts as dead."""
        return self.retries + 1

    @property
    def scheduled(self) -> bool:
        return self.every is not None or self.daily_at is not None

    def due(self, last_run_at: datetime | None, now: datetime) -> bool:
        """Whether it should run by itself now; a day or a minute missed is made up for once."""
        if not self.scheduled:
            return False
        if last_run_at is None:
            return True
        if self.every is not None:
            return last_run_at + self.every <= now
        return last_run_at < _latest(self.daily_at, now)

    def accepts(self, payload: dict[str, Any]) -> None:
        """Raise TypeError when the function could not be called with this payload."""
        inspect.signature(self.function).bind(None, None, **payload)


def _latest(daily_at: time, now: datetime) -> datetime:
    """The latest moment not after `now` at which local clocks showed `daily_at`."""
    zone = timezone.get_default_timezone()
    today = datetime.combine(now.astimezone(zone).date(), daily_at, zone)
    return today if today <= now else today - timedelta(days=1)


def task(
    name: str,
    *,
    label: str = "",
    retries: int = USUAL_RETRIES,
    every: timedelta | None = None,
    daily_at: time | None = None,
):
    """Declare `function(actor, progress, **payload)` as a task; the function stays callable.

    `every` or `daily_at` (local time) lets it run by itself, then without a payload. What it
    returns is kept as the job's result: text as it is, anything else as JSON.
    """

    def register(function: Callable[..., Any]):
        assert name not in TASKS, f"two tasks are called {name}"
        assert every is None or daily_at is None, f"{name}: either `every` or `daily_at`"
        declared = Task(name, label or name, function, retries, every, daily_at)
        if declared.scheduled:
            declared.accepts({})
        TASKS[name] = declared
        return function

    return register


def task_named(name: str) -> Task:
    """The task; LookupError when no code of this installation declares it."""
    try:
        return TASKS[name]
    except KeyError:
        raise LookupError(f"no task is called {name}") from None
