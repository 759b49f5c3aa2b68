"""A command is the only way anything changes.

    @command("work.dispatch", on=Order, moves=ORDER, permits="work.dispatch", label=_("Dispatch"))
    def dispatch(actor, order, *, worker: Person): order.worker = worker

The decorator opens the transaction, answers a repeated key with the first result, locks the
subject, checks right and scope before and after, moves the workflow, saves, keeps the search entry
and writes the audit row. What is left in the function is the rule itself.
"""

from __future__ import annotations

import functools
import hashlib
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as text

from .actor import Actor
from .audit import canonical, snapshot, write_audit
from .errors import Conflict, Forbidden
from .inputs import HasInputs, Input, object_schema
from .models import Repeat
from .reading import read_inputs
from .refs import record_of, ref
from .search import keep_entry
from .workflow import Workflow

COMMANDS: dict[str, Command] = {}
LONGEST_KEY = 80


@dataclass(frozen=True)
class Command(HasInputs):
    """What is declared about one verb."""

    name: str
    label: str
    permits: str
    on: type[models.Model] | None
    moves: Workflow | None
    labels: Mapping[str, str]
    secret: frozenset[str]
    function: Callable = field(repr=False)
    confirm: bool = False

    @property
    def verb(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def model(self) -> type[models.Model]:
        """What the command works on, or what it brings into being."""
        return self.on or typing.get_type_hints(self.function)["return"]

    def schema(self) -> dict:
        return object_schema(self.inputs)

    def input(self, name: str) -> Input:
        return next(each for each in self.inputs if each.name == name)

    def offered_to(self, actor: Actor, subject: models.Model) -> bool:
        """Whether the button is shown: the right is held here and the workflow allows it."""
        allowed = self.moves is None or self.moves.allows(subject, self.verb)
        return allowed and actor.may(self.permits, subject)

    def read(self, raw: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
        """Raw answers as typed inputs; raises Invalid."""
        return read_inputs(self.inputs, raw, actor, self.permits)


def command(
    name: str,
    *,
    permits: str,
    label: str,
    on: type[models.Model] | None = None,
    moves: Workflow | None = None,
    labels: Mapping[str, str] | None = None,
    secret: tuple[str, ...] = (),
    confirm: bool = False,
):
    """Declare a command. `confirm` asks once more on pages, for what cannot be taken back."""

    def register(function: Callable) -> Callable:
        assert name not in COMMANDS, f"two commands are called {name}"
        spec = Command(
            name, label, permits, on, moves, labels or {}, frozenset(secret), function, confirm
        )
        COMMANDS[name] = spec

        @functools.wraps(function)
        def run(actor: Actor, subject=None, /, *, key: str | None = None, **inputs) -> Any:
            with transaction.atomic():
                if key and (earlier := _earlier(spec, actor, key, subject, inputs)):
                    return earlier
                result = (
                    _start(spec, actor, inputs)
                    if on is None
                    else _change(spec, actor, subject, inputs)
                )
                if key:
                    _remember(actor, key, result)
                return result

        run.spec = spec
        return run

    return register


def _start(spec: Command, actor: Actor, inputs: dict) -> models.Model:
    actor.must(spec.permits)
    subject = spec.function(actor, **inputs)
    actor.must(spec.permits, subject)
    keep_entry(subject)
    write_audit(spec.name, actor, subject, inputs=inputs, before={}, secret=spec.secret)
    return subject


def _change(spec: Command, actor: Actor, subject: models.Model, inputs: dict) -> models.Model:
    subject = locked(spec.on, subject)
    actor.must(spec.permits, subject)
    before = snapshot(subject)
    if spec.moves:
        spec.moves.move(actor, subject, spec.verb)
    outcome = spec.function(actor, subject, **inputs)
    _save(subject, before)
    actor.must(spec.permits, subject)
    write_audit(spec.name, actor, subject, inputs=inputs, before=before, secret=spec.secret)
    return subject if outcome is None else outcome


def locked(model: type[models.Model], subject: models.Model) -> models.Model:
    """The row as it stands now, held until the transaction ends."""
    try:
        return model._default_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    except model.DoesNotExist:
        raise Forbidden(str(subject)) from None


def _save(subject: models.Model, before: dict) -> None:
    after = snapshot(subject)
    changed = [name for name, value in after.items() if before[name] != value]
    if changed:
        names = {f.attname: f.name for f in subject._meta.concrete_fields}
        subject.save(update_fields=[names[name] for name in changed])
        keep_entry(subject)


def _remember(actor: Actor, key: str, result: models.Model) -> None:
    rows = Repeat.objects.filter(user_id=actor.user_id or 0, key=_kept(key))
    rows.update(result=ref(result))


def _kept(key: str) -> str:
    """The key as the column holds it: a very long one by its hash."""
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def _earlier(spec: Command, actor: Actor, key: str, subject, inputs) -> models.Model | None:
    """Claim the key, or the record that the same key brought about before."""
    whole = canonical([spec.name, subject, inputs])
    fingerprint = hashlib.sha256(whole.encode()).hexdigest()
    user_id = actor.user_id or 0
    try:
        with transaction.atomic():
            Repeat.objects.create(
                user_id=user_id,
                key=_kept(key),
                command=spec.name,
                fingerprint=fingerprint,
                at=actor.at,
            )
    except IntegrityError:
        first = Repeat.objects.get(user_id=user_id, key=_kept(key))
        if first.command != spec.name or first.fingerprint != fingerprint:
            raise Conflict(
                text("This key was already used for something else. Send a new key.")
            ) from None
        return record_of(first.result)
    return None
