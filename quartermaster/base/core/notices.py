"""Telling people. In-app first; further channels register themselves and get the same notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import models

from .actor import Actor
from .models import Notice
from .refs import ref

CHANNELS: list[Callable[[Notice], None]] = []


def channel(function: Callable[[Notice], None]):
    """Register a way out of the house (e-mail, robots). It must only queue, never wait."""
    CHANNELS.append(function)
    return function


def notify(
    actor: Actor,
    user_ids: Iterable[int | None],
    *,
    title: str,
    about: models.Model | None = None,
    body: str = "",
    urgent: bool = False,
    institution_id: int | None = None,
) -> list[Notice]:
    """One notice to each account once; the one who acts is not told of his own deed."""
    wanted = sorted({u for u in user_ids if u is not None and u != actor.user_id})
    notices = [
        Notice(
            institution_id=institution_id or about.institution_id,
            user_id=user_id,
            subject=ref(about) if about is not None else "",
            title=str(title)[:120],
            body=str(body)[:300],
            urgent=urgent,
            at=actor.at,
        )
        for user_id in wanted
    ]
    Notice.objects.bulk_create(notices)
    for notice in notices:
        for send in CHANNELS:
            send(notice)
    return notices
