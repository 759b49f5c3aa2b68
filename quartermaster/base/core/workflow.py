"""The life of a record, written as the table it is.

    ORDER = Workflow(
        "work.order",
        start="reported",
        states={"reported": State(_("Reported"), "waiting"), …},
        transitions={"accept": go("reported", "accepted"), …},
    )

Gives the state field, the CHECK constraint, the buttons, the diagram and the time stamp of each
state (`accepted_at` is set when the record has such a field).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from .actor import Actor
from .errors import Conflict

WORKFLOWS: dict[str, Workflow] = {}


@dataclass(frozen=True)
class State:
    """A label and a tone: waiting | moving | stopped | done | void (the colour of its badge)."""

    label: str
    tone: str = "moving"


@dataclass(frozen=True)
class Transition:
    sources: tuple[str, ...]
    target: str | None


@dataclass(frozen=True)
class Workflow:
    name: str
    start: str
    states: dict[str, State]
    transitions: dict[str, Transition] = field(default_factory=dict)

    def __post_init__(self):
        for verb, way in self.transitions.items():
            named = {*way.sources, *([way.target] if way.target else [])}
            unknown = named - set(self.states)
            assert not unknown, f"{self.name}.{verb} names unknown states {unknown}"
        WORKFLOWS[self.name] = self

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(code, state.label) for code, state in self.states.items()]

    def field(self) -> models.CharField:
        longest = max(len(code) for code in self.states)
        return models.CharField(
            _("state"), max_length=max(20, longest), choices=self.choices, default=self.start
        )

    def constraint(self) -> models.CheckConstraint:
        name = f"{self.name.replace('.', '_')}_state_known"
        return models.CheckConstraint(condition=models.Q(state__in=sorted(self.states)), name=name)

    def label(self, state: str) -> str:
        return str(self.states[state].label)

    def allows(self, record, verb: str) -> bool:
        way = self.transitions.get(verb)
        return way is not None and record.state in way.sources

    def move(self, actor: Actor, record, verb: str) -> None:
        """Take the transition, or refuse saying where the record stands."""
        if not self.allows(record, verb):
            allowed = "、".join(self.label(state) for state in self.transitions[verb].sources)
            raise Conflict(
                text(
                    "“%(record)s” is now in state “%(state)s”; this step needs “%(allowed)s”. "
                    "Reload the page to see what happened meanwhile."
                )
                % {"record": record, "state": self.label(record.state), "allowed": allowed}
            )
        target = self.transitions[verb].target
        if target is None:
            return
        record.state = target
        stamp = f"{target}_at"
        if hasattr(record, stamp):
            setattr(record, stamp, actor.at)


def go(sources: str, target: str | None = None) -> Transition:
    """go("reported | returned", "assigned"); without a target the state stays as it is."""
    return Transition(tuple(part.strip() for part in sources.split("|")), target)
