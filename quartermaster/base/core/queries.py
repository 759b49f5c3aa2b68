"""Reading what belongs to any record: its story, files and words; and a person's notices."""

from __future__ import annotations

from django.db.models import Model, Q, QuerySet

from .actor import Actor, place_of
from .errors import Forbidden
from .models import Attachment, Audit, Comment, Institution, Notice, Rule, SavedFilter, Unit


def units() -> QuerySet[Unit]:
    return Unit.objects.select_related("parent").order_by("path")


def root_unit_of(institution_id: int) -> Unit:
    """The unit that stands for the whole institution."""
    return Unit.objects.get(institution_id=institution_id, kind="institution")


def home_of(record: Model) -> tuple[int, int]:
    """(institution id, unit id) for what is added to a record; the whole house if it has no unit.

    Forbidden for what belongs to no institution: nothing can be said about that.
    """
    if not hasattr(record, "scope_ids"):
        raise Forbidden(str(record))
    institution_id, unit_id, _path = place_of(record)
    if institution_id is None:
        raise Forbidden(str(record))
    return institution_id, unit_id or root_unit_of(institution_id).pk


def institutions_of(actor: Actor) -> QuerySet[Institution]:
    """The institutions in which the actor may see anything at all."""
    reach = actor.reach("core.see")
    rows = Institution.objects.order_by("code")
    if reach.everywhere:
        return rows
    homes = Unit.objects.filter(pk__in=reach.units).values("institution_id")
    return rows.filter(Q(pk__in=reach.institutions) | Q(pk__in=homes))


def story(subject: str) -> QuerySet[Audit]:
    return Audit.objects.filter(subject=subject).order_by("id")


def comments(subject: str) -> QuerySet[Comment]:
    return Comment.objects.filter(subject=subject).order_by("id")


def attachments(subject: str) -> QuerySet[Attachment]:
    return Attachment.objects.filter(subject=subject).select_related("blob").order_by("id")


def notices(actor: Actor) -> QuerySet[Notice]:
    return Notice.objects.filter(user_id=actor.user_id or 0).order_by("-id")


def unread_notices(actor: Actor) -> QuerySet[Notice]:
    return notices(actor).filter(read_at__isnull=True)


def saved_filters(actor: Actor, screen: str) -> QuerySet[SavedFilter]:
    mine = Q(user_id=actor.user_id or 0)
    ours = Q(shared=True, unit_id=actor.unit_id)
    return SavedFilter.objects.filter(
        mine | ours, institution_id=actor.institution_id, screen=screen
    ).order_by("name")


def rules() -> QuerySet[Rule]:
    return Rule.objects.select_related("institution").order_by("code", "since", "pk")


def audit_trail() -> QuerySet[Audit]:
    return Audit.objects.select_related("unit").order_by("-id")
