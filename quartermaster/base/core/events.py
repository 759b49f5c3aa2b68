"""News that travels upwards: announced below, handled above in `reactions.py`.

    @dataclass(frozen=True)
    class WorkFinished(Event): order_id: int

    announce(actor, WorkFinished(order.pk))            # in a kernel

    @reacts_to(WorkFinished)                           # in a higher kernel or a module
    def tell_the_reporter(actor, event): ...

Reactions run in the transaction of the command that announced, in the order of registration.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from .actor import Actor


@dataclass(frozen=True)
class Event:
    """Base of all news; subclasses are frozen dataclasses named in the past tense."""


REACTIONS: dict[type[Event], list[Callable[[Actor, Event], None]]] = defaultdict(list)


def reacts_to(event: type[Event]):
    def register(function: Callable[[Actor, Event], None]):
        REACTIONS[event].append(function)
        return function

    return register


def announce(actor: Actor, event: Event) -> None:
    for reaction in REACTIONS[type(event)]:
        reaction(actor, event)
