"""Starting something and doing something: the form of a command, and the command itself."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Conflict, Forbidden
from quartermaster.base.core.screen import Screen

from .asking import Asking
from .cells import state_badge
from .detail_page import facts
from .screens_found import address_of_record, on_screen, shown_record

# What is shown again after a conflict, so that nobody has to think it up a second time.
RETYPED = {"text", "long_text", "decimal", "whole", "date"}


@on_screen
def start(request: HttpRequest, screen: type[Screen], verb: str) -> HttpResponse:
    bound = screen.find(verb, starting=True)
    if bound is None:
        raise Forbidden(verb)
    request.actor.must(bound.spec.permits)
    asking = Asking(request, request.actor, bound)
    if request.method == "POST" and asking.submit():
        return _go_on(request.actor, screen, asking, None)
    return _ask(request, screen, asking, f"/s/{screen.name}/")


@on_screen
def act(request: HttpRequest, screen: type[Screen], pk: int, verb: str) -> HttpResponse:
    bound = screen.find(verb, starting=False)
    if bound is None:
        raise Forbidden(verb)
    record = shown_record(screen, request.actor, pk)
    request.actor.must(bound.spec.permits, record)
    back = f"/s/{screen.name}/{pk}/"
    asking = Asking(request, request.actor, bound, record)
    if request.method == "POST":
        if asking.submit():
            return _go_on(request.actor, screen, asking, record)
        if isinstance(asking.problem, Conflict):
            return _conflict(request, screen, asking, shown_record(screen, request.actor, pk))
    elif not bound.spec.offered_to(request.actor, record):
        return _not_now(request, screen, asking, record)
    return _ask(request, screen, asking, back, record)


def _ask(
    request: HttpRequest,
    screen: type[Screen],
    asking: Asking,
    back: str,
    record: models.Model | None = None,
) -> HttpResponse:
    context = {
        "screen": screen,
        "title": asking.bound.spec.label,
        "record": record,
        "badge": state_badge(record) if record is not None else "",
        "asking": asking,
        "back": back,
    }
    return render(request, "web/act.html", context, status=asking.status)


def _go_on(
    actor: Actor, screen: type[Screen], asking: Asking, record: models.Model | None
) -> HttpResponse:
    """To the record that came of it; back to the list when it left the actor's sight."""
    shown = record if record is not None else asking.result
    if type(shown) is screen.model():
        here = screen.visible(actor).filter(pk=shown.pk).exists()
        address = f"/s/{screen.name}/{shown.pk}/" if here else f"/s/{screen.name}/"
    else:
        address = address_of_record(actor, shown) or f"/s/{screen.name}/"
    return redirect(f"{address}?done={asking.bound.spec.name}")


def _conflict(
    request: HttpRequest, screen: type[Screen], asking: Asking, record: models.Model
) -> HttpResponse:
    """409: how the record stands now, so that a person can decide again."""
    context = {
        "screen": screen,
        "title": asking.bound.spec.label,
        "record": record,
        "badge": state_badge(record),
        "message": asking.problem.message,
        "facts": list(facts(request.actor, screen, record)),
        "back": f"/s/{screen.name}/{record.pk}/",
        "typed": [
            (each.label, asking.answers.values[each.name])
            for each in asking.bound.asked()
            if each.kind in RETYPED and asking.answers.values.get(each.name)
        ],
    }
    return render(request, "web/conflict.html", context, status=409)


def _not_now(
    request: HttpRequest, screen: type[Screen], asking: Asking, record: models.Model
) -> HttpResponse:
    """The address of a step that the record's state no longer allows: ask the workflow why."""
    flow = asking.bound.spec.moves
    allowed = "、".join(
        flow.label(state) for state in flow.transitions[asking.bound.spec.verb].sources
    )
    asking.problem = Conflict(
        gettext("“%(record)s” is now in state “%(state)s”; this step needs “%(allowed)s”.")
        % {"record": record, "state": flow.label(record.state), "allowed": allowed}
    )
    return _conflict(request, screen, asking, record)
