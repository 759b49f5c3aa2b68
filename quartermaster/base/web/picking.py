"""Choices for a record input or a record filter, as JSON for the picker."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest, JsonResponse

from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.errors import Forbidden
from quartermaster.base.core.inputs import Input
from quartermaster.base.core.screen import Screen, field_of

from .choices import as_choice, choices_of, picked
from .screens_found import on_screen


def pick_for_input(request: HttpRequest, command: str, name: str) -> JsonResponse:
    """`name` is an input of the command, or `lines.input` for one in its lines."""
    spec = COMMANDS.get(command)
    if spec is None or not request.actor.may(spec.permits):
        raise Forbidden(command)
    asked = _record_input(spec.inputs, name)
    rows = choices_of(asked.model, request.actor, spec.permits)
    found = picked(rows, request.GET.get("q", ""), request.actor)
    return JsonResponse({"choices": [as_choice(record) for record in found]})


@on_screen
def pick_for_filter(request: HttpRequest, screen: type[Screen], name: str) -> JsonResponse:
    if name not in screen.filters:
        raise Forbidden(name)
    field = field_of(screen.model(), name)
    if not isinstance(field, models.ForeignKey):
        raise Forbidden(name)
    rows = choices_of(field.related_model, request.actor, screen.sees)
    found = picked(rows, request.GET.get("q", ""), request.actor)
    return JsonResponse({"choices": [as_choice(record, by_key=True) for record in found]})


def _record_input(inputs: tuple[Input, ...], name: str) -> Input:
    first, _, rest = name.partition(".")
    for each in inputs:
        if each.name != first:
            continue
        if rest:
            return _record_input(each.lines, rest)
        if each.kind == "record":
            return each
    raise Forbidden(name)
