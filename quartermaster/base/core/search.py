"""Search over everything: one entry per record, kept by the commands that change it."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, models
from django.db.models.expressions import RawSQL

from .actor import Actor
from .models import SearchEntry
from .scope import Scoped, within
from .tokens import index_tokens, query_terms

MOST_RESULTS = 20


def institution_token(institution_id: int) -> str:
    return f"inst{institution_id}"


def entry_of(record: models.Model) -> SearchEntry | None:
    """The entry a record should have; None for kinds that are not searched.

    A model takes part by a method `search_terms() -> (label, further text)`.
    """
    if not hasattr(record, "search_terms"):
        return None
    institution_id, unit_id, _path = record.scope_ids()
    label, text = record.search_terms()
    return SearchEntry(
        institution_id=institution_id,
        unit_id=unit_id,
        kind=record._meta.label_lower,
        record_id=record.pk,
        label=label[:160],
        hint=text[:160],
        tokens=index_tokens(label, text, institution_token(institution_id)),
    )


def keep_entry(record: models.Model) -> None:
    """Write the record's entry if it changed. Called by the command decorator."""
    entry = entry_of(record)
    if entry is None:
        return
    values = {
        name: getattr(entry, name)
        for name in ("institution_id", "unit_id", "label", "hint", "tokens")
    }
    rows = SearchEntry.objects.filter(kind=entry.kind, record_id=entry.record_id)
    known = rows.values("label", "hint", "unit_id").first()
    if known is None:
        entry.save(force_insert=True)
    elif known != {name: values[name] for name in known}:
        rows.update(**values)


def search(actor: Actor, query: str, most: int = MOST_RESULTS) -> list[SearchEntry]:
    """The newest entries that match every term and that the actor may see."""
    terms = query_terms(query)
    if not terms:
        return []
    rows = SearchEntry.objects.filter(_visible(actor))
    rows = matching(rows, terms, actor)
    return list(rows.order_by("-id").defer("tokens")[:most])


def _visible(actor: Actor) -> models.Q:
    inside = models.Q(pk__in=[])
    for model in searched_models():
        reach = actor.reach(model.sees)
        kind = models.Q(kind=model._meta.label_lower)
        if reach.everywhere:
            inside |= kind
        elif reach.institutions or reach.units:
            inside |= kind & within(SearchEntry, reach)
    return inside


def searched_models() -> list[type[Scoped]]:
    return [m for m in apps.get_models() if hasattr(m, "search_terms")]


def matching(rows: models.QuerySet, terms: list[tuple[str, bool]], actor: Actor):
    """The rows that hold every term; narrowed to the actor's only institution for the index."""
    homes = {i for reach in actor.reaches.values() for i in reach.institutions}
    elsewhere = any(reach.units for reach in actor.reaches.values())
    if len(homes) == 1 and not elsewhere:
        terms = [*terms, (institution_token(next(iter(homes))), False)]
    # A subquery of its own, so that it means the same wherever `rows` becomes a subquery itself.
    if connection.vendor == "postgresql":
        query = " & ".join(f"'{token}':*" if prefix else f"'{token}'" for token, prefix in terms)
        found = "SELECT id FROM core_searchentry WHERE vector @@ %s::tsquery"
    else:
        query = " AND ".join(f'"{token}"*' if prefix else f'"{token}"' for token, prefix in terms)
        found = "SELECT rowid FROM core_searchentry_fts WHERE core_searchentry_fts MATCH %s"
    return rows.filter(pk__in=RawSQL(found, [query]))  # noqa: S611 - the query is a parameter
