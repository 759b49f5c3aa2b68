"""Which column is which input: by saved mapping, by name, by label in any language, by synonym."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as text

from quartermaster.base.core.errors import Refused
from quartermaster.base.core.inputs import Input
from quartermaster.base.core.screen import Bound

from .cells import folded

LEAVE_ALONE = "-"
NOT_FROM_CELLS = {"uploads", "mapping", "lines"}
# What people put around a head: a star for "required", a unit or a hint in brackets, a colon.
DECORATION = re.compile(r"[*:：]|\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True)
class Target:
    """An input that a column may fill; `line_of` when it belongs to the command's lines."""

    path: str
    input: Input
    line_of: Input | None = None


@dataclass(frozen=True)
class Columns:
    """The outcome: column index → target, and the heads that mean nothing here."""

    targets: dict[int, Target]
    unused: list[str]

    def as_mapping(self, heads: Sequence[str]) -> dict[str, str]:
        return {heads[index]: target.path for index, target in self.targets.items()}


def targets_of(bound: Bound) -> list[Target]:
    """Every input of the command that cells can fill."""
    targets = []
    for each in bound.asked():
        if each.kind == "lines":
            below = [Target(f"{each.name}.{leaf.name}", leaf, each) for leaf in each.lines]
            targets.extend(t for t in below if t.input.kind not in NOT_FROM_CELLS)
        elif each.kind not in NOT_FROM_CELLS:
            targets.append(Target(each.name, each))
    return targets


def match(
    heads: Sequence[str],
    bound: Bound,
    saved: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
) -> Columns:
    """Find each column's input; what the person gave counts more than what was saved or guessed."""
    targets = targets_of(bound)
    by_path = {target.path: target for target in targets}
    said = _said(heads, by_path, {**(saved or {}), **(given or {})})
    names = _names(bound, targets)
    found: dict[int, Target] = {}
    for index, head in enumerate(heads):
        path = said.get(_plain_head(head)) if head else None
        path = path or names.get(folded(head)) or names.get(_plain_head(head))
        if path and path != LEAVE_ALONE:
            found[index] = by_path[path]
    _refuse_doubles(heads, found)
    _refuse_missing(heads, bound, found)
    unused = [head for index, head in enumerate(heads) if index not in found and head]
    return Columns(found, unused)


def _said(heads, by_path: Mapping[str, Target], mapping: Mapping[str, str]) -> dict[str, str]:
    for path in mapping.values():
        if path != LEAVE_ALONE and path not in by_path:
            raise Refused(
                text("“%(input)s” is no input here. Inputs: %(offered)s.")
                % {"input": path, "offered": ", ".join(by_path)}
            )
    return {_plain_head(head): path for head, path in mapping.items()}


def _plain_head(head: str) -> str:
    return " ".join(DECORATION.sub(" ", folded(head)).split())


def _names(bound: Bound, targets: Sequence[Target]) -> dict[str, str]:
    """Every name an input goes by; names that two inputs share mean neither."""
    names: dict[str, set[str]] = {}
    synonyms = synonyms_of(bound)
    for target in targets:
        for name in (*_own_names(target), *synonyms.get(target.path, ())):
            names.setdefault(_plain_head(name), set()).add(target.path)
    return {name: next(iter(paths)) for name, paths in names.items() if name and len(paths) == 1}


def _own_names(target: Target) -> Iterator[str]:
    yield target.path
    yield target.path.replace("_", " ")
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            yield str(target.input.label)


def synonyms_of(bound: Bound) -> Mapping[str, Sequence[str]]:
    """`IMPORT_SYNONYMS` of the module that declares the command: {input: [heads …]}."""
    module = sys.modules[bound.spec.function.__module__]
    return getattr(module, "IMPORT_SYNONYMS", {})


def _refuse_doubles(heads: Sequence[str], found: Mapping[int, Target]) -> None:
    seen: dict[str, str] = {}
    for index, target in found.items():
        if target.path in seen:
            raise Refused(
                text(
                    "The columns “%(first)s” and “%(second)s” both mean “%(input)s”. Leave one "
                    'alone: --map "%(second)s=-".'
                )
                % {"first": seen[target.path], "second": heads[index], "input": target.path}
            )
        seen[target.path] = heads[index]


def _refuse_missing(heads: Sequence[str], bound: Bound, found: Mapping[int, Target]) -> None:
    paths = {target.path.partition(".")[0] for target in found.values()}
    missing = [each for each in bound.asked() if each.required and each.name not in paths]
    if missing:
        wanted = ", ".join(f"{each.label} ({each.name})" for each in missing)
        raise Refused(
            text(
                "No column for: %(wanted)s. The sheet has: %(heads)s. "
                'Say which is which: --map "head=input".'
            )
            % {"wanted": wanted, "heads": ", ".join(head for head in heads if head)}
        )
