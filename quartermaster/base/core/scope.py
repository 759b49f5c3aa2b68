"""Rows belong to an institution and a unit; people see the units they were granted.

    class Order(Scoped): ...                     # its own institution and unit columns
    class Line(Scoped): scope_prefix = "order__" # a child: the unit is its order's

No grant, no rows.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .actor import Actor, Reach
from .errors import Forbidden


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows who is looking."""

    def visible_to(self, actor: Actor, permission: str):
        """The rows on which `actor` holds `permission`."""
        reach = actor.reach(permission)
        if reach.everywhere:
            return self
        return self.filter(within(self.model, reach)) if _somewhere(reach) else self.none()

    def get_for(self, actor: Actor, permission: str, **lookup):
        """One row, or Forbidden: a stranger cannot tell a hidden row from none."""
        try:
            return self.visible_to(actor, permission).get(**lookup)
        except self.model.DoesNotExist:
            raise Forbidden(permission) from None

    def selectable(self):
        """The rows that may still be chosen in a form; models narrow this (active, open)."""
        condition = getattr(self.model, "selectable_when", None)
        return self.filter(condition) if condition is not None else self


def _somewhere(reach: Reach) -> bool:
    return bool(reach.institutions or reach.units)


def within(model: type[models.Model], reach: Reach) -> Q:
    """The condition that a row of `model` lies inside `reach`."""
    institution, unit = model.scope_lookups()
    inside = Q(pk__in=[])
    if len(reach.institutions) == 1:
        inside |= Q(**{institution: next(iter(reach.institutions))})
    elif reach.institutions:
        inside |= Q(**{f"{institution}__in": sorted(reach.institutions)})
    if reach.units and unit is not None:
        inside |= Q(**{f"{unit}__in": sorted(reach.units)})
    return inside


class Scoped(models.Model):
    """A record of one institution. `sees` is the permission to look at it."""

    scope_prefix = ""
    sees = "core.see"

    institution = models.ForeignKey(
        "core.Institution",
        models.PROTECT,
        verbose_name=_("institution"),
        related_name="+",
        db_index=False,
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def scope_lookups(cls) -> tuple[str, str | None]:
        """The lookups of the institution id and of the unit id; None: of the whole house only."""
        return f"{cls.scope_prefix}institution_id", f"{cls.scope_prefix}unit_id"

    def scope_ids(self) -> tuple[int | None, int | None, str | None]:
        owner = self
        for step in [part for part in self.scope_prefix.split("__") if part]:
            owner = getattr(owner, step)
        return owner.institution_id, owner.unit_id, None


class InUnit(Scoped):
    """A record that belongs to one unit of an institution."""

    unit = models.ForeignKey(
        "core.Unit", models.PROTECT, verbose_name=_("unit"), related_name="+", db_index=False
    )

    class Meta:
        abstract = True
