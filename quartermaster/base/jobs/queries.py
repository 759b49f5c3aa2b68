"""Looking at background jobs."""

from __future__ import annotations

from django.db.models import QuerySet

from quartermaster.base.core.actor import Actor

from .models import Job


def jobs() -> QuerySet[Job]:
    return Job.objects.select_related("institution").order_by("-id")


def own_jobs(actor: Actor) -> QuerySet[Job]:
    """What this account asked for, newest first: how far is my export?"""
    return jobs().filter(user_id=actor.user_id or 0)
