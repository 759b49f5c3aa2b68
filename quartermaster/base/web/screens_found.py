"""Finding the screen an address names, for who may see it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.db import models
from django.http import HttpRequest, HttpResponse

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Forbidden
from quartermaster.base.core.refs import model_of, ref
from quartermaster.base.core.screen import SCREENS, Screen, screen_showing


def on_screen(view: Callable) -> Callable:
    """Give the view its screen; an unknown or forbidden one does not exist."""

    @wraps(view)
    def wrapper(request: HttpRequest, screen: str, **keywords) -> HttpResponse:
        found = SCREENS.get(screen)
        if found is None:
            raise Forbidden(screen)
        request.actor.must(found.sees)
        return view(request, found, **keywords)

    return wrapper


def shown_record(screen: type[Screen], actor: Actor, pk: int) -> models.Model:
    """The record if it stands on this screen for this actor; else Forbidden."""
    try:
        return screen.visible(actor).get(pk=pk)
    except models.ObjectDoesNotExist:
        raise Forbidden(screen.name) from None


def address_of_record(actor: Actor, record: models.Model) -> str | None:
    """The page of any record, on the first screen that shows it to this actor."""
    screen = screen_showing(actor, record) if hasattr(record, "scope_ids") else None
    return f"/s/{screen.name}/{record.pk}/" if screen else None


def has_a_page(actor: Actor, model: type[models.Model]) -> bool:
    return any(s.model() is model and actor.may(s.sees) for s in SCREENS.values())


def link_to(record: models.Model) -> str:
    return f"/r/{ref(record)}/"


def is_known(reference: str) -> bool:
    try:
        return bool(model_of(reference))
    except Forbidden:
        return False
