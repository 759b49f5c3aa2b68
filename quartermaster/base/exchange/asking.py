"""Raw cells → typed inputs, with what was found once kept for the next row.

Twenty thousand rows name the same thirty rooms: each is looked up once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.inputs import Input
from quartermaster.base.core.reading import read_inputs
from quartermaster.base.core.screen import Bound

from .cells import folded


class Asking:
    """Reads the rows of one import for one command."""

    def __init__(self, bound: Bound, actor: Actor):
        self.asked = bound.asked()
        self.fixed = dict(bound.inputs)
        self.permits = bound.spec.permits
        self.actor = actor
        self.records: dict[tuple[str, str], models.Model] = {}
        self.choices = {each.name: _words(each) for each in self.asked if each.kind == "choice"}

    def read(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The command's inputs for one row; raises Invalid naming every input that is wrong."""
        raw = {name: self._easier(name, answer) for name, answer in answers.items()}
        values = read_inputs(self.asked, raw, self.actor, self.permits)
        for each in self.asked:
            # Only what was found is kept: an unknown name may become known by a later row.
            if each.kind == "record" and isinstance(answers.get(each.name), str):
                self.records[each.name, answers[each.name]] = values[each.name]
        return {**values, **self.fixed}

    def _easier(self, name: str, answer: Any) -> Any:
        if not isinstance(answer, str):
            return answer
        if name in self.choices:
            return self.choices[name].get(folded(answer), answer)
        return self.records.get((name, answer), answer)


def _words(each: Input) -> dict[str, str]:
    """Every word for a choice: its code and its label in every language."""
    words = {}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            words |= {folded(str(label)): choice for choice, label in each.choices}
    return words | {folded(str(choice)): choice for choice, _label in each.choices}
