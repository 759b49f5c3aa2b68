"""Who acts, with which rights, and when.

An actor is made once, at the edge (a request, a job, a test), and passed as the first argument
of every command and every scoped query. Nothing below the edge reads the session or the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from .errors import Forbidden


@dataclass(frozen=True)
class Reach:
    """Where one permission holds: below `roots` (unit paths), resolved to rows once.

    `institutions` are those covered whole; `units` are the single units of the others.
    """

    roots: tuple[str, ...] = ()
    institutions: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    everywhere: bool = False

    def covers(self, institution_id: int | None, unit_id: int | None, path: str | None) -> bool:
        return (
            self.everywhere
            or institution_id in self.institutions
            or unit_id in self.units
            or (path is not None and any(path.startswith(root) for root in self.roots))
        )


NOWHERE = Reach()
EVERYWHERE = Reach(everywhere=True)


@dataclass(frozen=True)
class Actor:
    """Somebody (or the system) at a moment, with every right resolved."""

    user_id: int | None
    name: str
    at: datetime
    institution_id: int | None = None
    unit_id: int | None = None
    reaches: Mapping[str, Reach] = field(default_factory=dict)
    default_reach: Reach = NOWHERE
    channel: str = "web"
    device_at: datetime | None = None

    def reach(self, permission: str) -> Reach:
        return self.reaches.get(permission, self.default_reach)

    def may(self, permission: str, record=None) -> bool:
        """Whether the permission is held at all, or for the unit of `record`."""
        reach = self.reach(permission)
        if record is None:
            return reach is not NOWHERE and (
                reach.everywhere or bool(reach.roots or reach.institutions or reach.units)
            )
        return reach.covers(*place_of(record))

    def must(self, permission: str, record=None) -> None:
        if not self.may(permission, record):
            raise Forbidden(permission)

    def as_system(self) -> Actor:
        """The program itself, at the same moment: for what follows from a person's deed."""
        return replace(self, user_id=None, name="system", reaches={}, default_reach=EVERYWHERE)

    def with_device_time(self, device_at: datetime | None) -> Actor:
        return replace(self, device_at=device_at)


def system_actor(at: datetime, institution_id: int | None = None) -> Actor:
    """The program acting by itself: the scheduler, the demo builder, a proof."""
    return Actor(None, "system", at, institution_id, default_reach=EVERYWHERE, channel="system")


def place_of(record) -> tuple[int | None, int | None, str | None]:
    """(institution id, unit id, unit path if at hand) of a scoped record."""
    return record.scope_ids()
