"""Whom to send, with reasons: skill, on shift, the grid, then the fewest in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.screen import Proposal
from quartermaster.kernels.people.models import Person
from quartermaster.kernels.people.queries import responsible_for, skilled
from quartermaster.kernels.plans.queries import on_duty
from quartermaster.kernels.work.models import Category, Order
from quartermaster.kernels.work.queries import categories, duplicates_of, open_counts


@dataclass(frozen=True)
class Candidate:
    """Somebody who could do it, best first when sorted by `rank`."""

    person: Person
    on_shift: bool
    grid: bool
    in_hand: int

    @property
    def rank(self) -> tuple:
        return (not self.on_shift, not self.grid, self.in_hand, self.person.pk)

    @property
    def reason(self) -> str:
        parts = [text("knows the trade")]
        if self.on_shift:
            parts.append(text("on shift"))
        if self.grid:
            parts.append(text("responsible for this place"))
        parts.append(text("%(count)d orders in hand") % {"count": self.in_hand})
        return "，".join(parts)


def candidates(order: Order, at: datetime) -> list[Candidate]:
    """Everybody with the skill, the best first; empty while the trade is unknown."""
    if order.trade_id is None:
        return []
    people = list(skilled(order.trade).filter(institution_id=order.institution_id))
    loads = open_counts([person.pk for person in people])
    shift = set(on_duty(order.institution_id, at).values_list("person_id", flat=True))
    cell = None
    if order.place_id is not None:
        cell = responsible_for(order.place, order.trade, at.date())
    grid = {cell.owner_id, cell.deputy_id} if cell else set()
    found = [Candidate(p, p.pk in shift, p.pk in grid, loads.get(p.pk, 0)) for p in people]
    return sorted(found, key=lambda each: each.rank)


def category_from_words(order: Order) -> tuple[Category, str] | None:
    """The category whose keywords the symptom names most often, and the words that did it."""
    best: tuple[int, Category, list[str]] | None = None
    for category in categories().filter(institution_id=order.institution_id, active=True):
        hits = [word for word in category.words.split() if word and word in order.symptom]
        weight = sum(len(word) for word in hits)
        if hits and (best is None or weight > best[0]):
            best = (weight, category, hits)
    return (best[1], "、".join(best[2])) if best else None


def for_acceptance(actor: Actor, order: Order) -> list[Proposal]:
    if order.category_id is not None:
        return []
    found = category_from_words(order)
    if found is None:
        return []
    category, words = found
    return [Proposal("category", category, text("because of “%(words)s”") % {"words": words})]


def for_dispatch(actor: Actor, order: Order) -> list[Proposal]:
    proposals = for_acceptance(actor, order)
    if proposals:
        order.trade_id = proposals[0].value.trade_id
        order.trade = proposals[0].value.trade
    best = candidates(order, actor.at)[:1]
    return [*proposals, *(Proposal("assignee", c.person, c.reason) for c in best)]


def for_merge(actor: Actor, order: Order) -> list[Proposal]:
    """The open order that may be the same fault, the one reported first."""
    return [
        Proposal("into", same, text("the same or the next place, within the merging time"))
        for same in duplicates_of(order, actor.at)[:1]
    ]
