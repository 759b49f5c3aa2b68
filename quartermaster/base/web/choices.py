"""The records that may be chosen for an input: in scope, selectable, found by what is typed."""

from __future__ import annotations

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.models import Institution, SearchEntry
from quartermaster.base.core.queries import institutions_of
from quartermaster.base.core.refs import ref
from quartermaster.base.core.scope import Scoped
from quartermaster.base.core.search import matching
from quartermaster.base.core.tokens import index_tokens, query_terms

MOST_IN_A_SELECT = 200
MOST_PICKED = 20


def choices_of(model: type[models.Model], actor: Actor, permission: str) -> models.QuerySet:
    """What the actor may choose under `permission`, in the order of their names."""
    if model is Institution:
        return institutions_of(actor)
    rows = model._default_manager.all()
    if issubclass(model, Scoped):
        rows = rows.visible_to(actor, permission).selectable()
    return rows.order_by(_name_field(model), "pk")


def picked(rows: models.QuerySet, words: str, actor: Actor) -> list[models.Model]:
    """At most twenty of `rows`: by pinyin, initials or parts of a natural key."""
    words = words.strip()[:60]
    if not words:
        return list(rows[:MOST_PICKED])
    model = rows.model
    condition = Q(pk__in=[])
    for name in natural_keys(model):
        condition |= Q(**{f"{name}__icontains": words})
    terms = query_terms(words)
    if terms and hasattr(model, "search_terms"):
        entries = SearchEntry.objects.filter(kind=model._meta.label_lower)
        condition |= Q(pk__in=matching(entries, terms, actor).values("record_id"))
    found = list(rows.filter(condition)[:MOST_PICKED])
    if found or hasattr(model, "search_terms"):
        return found
    return [row for row in rows[:MOST_IN_A_SELECT] if _sounds_like(row, terms)][:MOST_PICKED]


def _sounds_like(record: models.Model, terms: list[tuple[str, bool]]) -> bool:
    """Pinyin and initials for the small tables that have no search entries."""
    tokens = index_tokens(str(record), "").split()
    return bool(terms) and all(
        any(token.startswith(term) if prefix else token == term for token in tokens)
        for term, prefix in terms
    )


def natural_keys(model: type[models.Model]) -> tuple[str, ...]:
    """The text fields by which people name a record."""
    wanted = getattr(model, "natural_keys", ("code", "name"))
    return tuple(name for name in wanted if _is_text(model, name))


def as_choice(record: models.Model, *, by_key: bool = False) -> dict[str, str]:
    return {"value": str(record.pk) if by_key else ref(record), "label": str(record)}


def _is_text(model: type[models.Model], name: str) -> bool:
    try:
        return isinstance(model._meta.get_field(name), models.CharField | models.TextField)
    except FieldDoesNotExist:
        return False


def _name_field(model: type[models.Model]) -> str:
    """Trees in the order of their path, everything else by name."""
    for name in ("path", "name", *natural_keys(model)):
        if _is_text(model, name):
            return name
    return "pk"
