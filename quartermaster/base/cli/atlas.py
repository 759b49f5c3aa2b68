"""`atlas`: everything that is declared, on one page, read off the registries themselves.

For developers: `python -m quartermaster.base.cli atlas` writes docs/atlas.md; `--check` changes
nothing and ends with 1 when the page and the code differ. Needs no database.
"""

from __future__ import annotations

import importlib
import json
from argparse import Namespace
from collections.abc import Iterator

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from quartermaster.base.accounts.roles import all_roles
from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.inputs import Input
from quartermaster.base.core.measure import MEASURES, Measure
from quartermaster.base.core.proofs import PROOFS
from quartermaster.base.core.screen import SCREENS
from quartermaster.base.core.workflow import WORKFLOWS, Workflow
from quartermaster.base.jobs.registry import TASKS, Task

from .papers import DOCS, ask_check, code, codes, settle, table
from .registry import CLI, cli

ATLAS = DOCS / "atlas.md"
HEAD = """# Atlas

Everything that is declared, written by `python -m quartermaster.base.cli atlas`; do not edit.
The five words (model, command, workflow, measure, screen) are explained in
[tour.md](tour.md). In the lists of inputs a star marks what must be given.
"""


@cli("atlas", summary=_("Write the page of everything that is declared"), arguments=ask_check)
def atlas(given: Namespace) -> int:
    return settle(ATLAS, page(), check=given.check)


def page() -> str:
    """The whole page in English, in an order that does not depend on how apps are loaded."""
    parts = (_commands, _workflows, _measures, _screens, _roles, _rules, _tasks, _proofs, _words)
    with override("en"):
        return "\n".join([HEAD, *(line for part in parts for line in part())]).rstrip() + "\n"


def _sorted(registry: dict) -> list:
    return [registry[name] for name in sorted(registry)]


def _commands() -> Iterator[str]:
    yield "## Commands\n"
    yield from table(
        ("command", "label", "permission", "on", "moves", "inputs"),
        (
            (
                code(spec.name),
                spec.label,
                code(spec.permits),
                code(spec.on._meta.label_lower if spec.on else ""),
                code(spec.moves.name if spec.moves else ""),
                ", ".join(_asked(each) for each in spec.inputs),
            )
            for spec in _sorted(COMMANDS)
        ),
    )


def _asked(each: Input) -> str:
    kind = each.model._meta.label_lower if each.model else each.kind
    below = f" ({', '.join(_asked(one) for one in each.lines)})" if each.lines else ""
    return f"{each.name}{'*' if each.required else ''}: {kind}{below}"


def _workflows() -> Iterator[str]:
    yield "## Workflows\n"
    for flow in _sorted(WORKFLOWS):
        yield f"### {code(flow.name)}\n"
        yield from table(
            ("state", "label", "tone"),
            ((code(name), state.label, state.tone) for name, state in flow.states.items()),
        )
        yield from ("```mermaid", "stateDiagram-v2", *_arrows(flow), "```", "")


def _arrows(flow: Workflow) -> Iterator[str]:
    yield f"  [*] --> {flow.start}"
    for verb, way in flow.transitions.items():
        for source in way.sources:
            yield f"  {source} --> {way.target or source}: {verb}"


def _measures() -> Iterator[str]:
    yield "## Measures\n"
    yield from table(
        ("measure", "label", "unit", "definition", "permission", "split by"),
        (
            (
                code(each.name),
                each.label,
                each.unit,
                each.definition or _derived(each),
                code(each.permits),
                codes(each.by),
            )
            for each in _sorted(MEASURES)
        ),
    )


def _derived(each) -> str:
    """What a measure without words of its own counts."""
    if not isinstance(each, Measure):
        return f"{code(each.part.name)} of {code(each.whole.name)}"
    counted = code(each.of().model._meta.label_lower)
    if each.on:
        return f"{counted} by {code(each.on)}"
    span = " to ".join(code(name) for name in (each.begins, each.ends) if name)
    return f"{counted}, standing {span}".rstrip()


def _screens() -> Iterator[str]:
    yield "## Screens\n"
    yield from table(
        ("screen", "title", "records", "permission", "filters", "starts", "actions", "piles"),
        (
            (
                code(each.name),
                each.title,
                code(each.model()._meta.label_lower),
                code(each.sees),
                codes(each.filters),
                codes(bound.spec.verb for bound in each.starts),
                codes(bound.spec.verb for bound in each.actions),
                codes(need.name for need in each.needs),
            )
            for each in _sorted(SCREENS)
        ),
    )


def _roles() -> Iterator[str]:
    roles = all_roles()
    yield "## Roles and permissions\n"
    yield from table(
        ("role", "label", "second factor"),
        ((code(n), role.label, "yes" if role.second_factor else "") for n, role in roles.items()),
    )
    permissions = sorted({each for role in roles.values() for each in role.permissions})
    yield from table(
        ("permission", *roles),
        (
            (code(each), *("●" if each in role.permissions else " " for role in roles.values()))
            for each in permissions
        ),
    )


def _rules() -> Iterator[str]:
    """The RULES of every app's `rules` module: (code, applies to, value, source, mark)."""
    yield "## Rules shipped\n"
    yield "Rows marked `secondary` or `knowledge` count only after an institution adopted them.\n"
    found = sorted(_shipped(), key=lambda row: (row[0], json.dumps(row[1], sort_keys=True)))
    yield from table(
        ("rule", "applies to", "value", "source", "mark"),
        (
            (code(name), _pairs(applies_to), _pairs(value), source, code(mark))
            for name, applies_to, value, source, mark in found
        ),
    )


def _shipped() -> Iterator[tuple]:
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "rules"):
            yield from getattr(importlib.import_module(f"{config.name}.rules"), "RULES", ())


def _pairs(values: dict) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _tasks() -> Iterator[str]:
    yield "## Tasks\n"
    yield from table(
        ("task", "label", "when", "tries"),
        ((code(each.name), each.label, _when(each), each.attempts) for each in _sorted(TASKS)),
    )


def _when(each: Task) -> str:
    if each.daily_at is not None:
        return f"daily at {each.daily_at:%H:%M}"
    return f"every {each.every.total_seconds() / 60:g} min" if each.every else "when asked for"


def _proofs() -> Iterator[str]:
    yield "## Proofs\n"
    yield "What `./qm verify` proves.\n"
    yield from table(("proof", "label"), ((code(e.name), e.label) for e in _sorted(PROOFS)))


def _words() -> Iterator[str]:
    yield "## Words of the command line\n"
    yield from table(("word", "does"), ((code(each.name), each.summary) for each in _sorted(CLI)))
