"""What work tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from quartermaster.base.core.events import Event


@dataclass(frozen=True)
class WorkReported(Event):
    order_id: int
    source: str = ""


@dataclass(frozen=True)
class WorkDispatched(Event):
    order_id: int
    worker_id: int


@dataclass(frozen=True)
class WorkFinished(Event):
    order_id: int
    source: str = ""


@dataclass(frozen=True)
class WorkCancelled(Event):
    order_id: int
    source: str = ""
