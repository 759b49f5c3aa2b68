"""Keeping the service catalogue."""

from __future__ import annotations

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Refused
from quartermaster.kernels.people.models import Trade

from ..models import Category
from ..models.category import Urgency


@command("work.open_category", permits="work.catalogue", label=_("Add a category"))
def open_category(
    actor: Actor,
    *,
    trade: Trade,
    code: str,
    name: str,
    urgency: Urgency = Urgency.P3,
    words: str = "",
    noisy: bool = False,
) -> Category:
    """A line of the catalogue; `words` are keywords, separated by spaces, that suggest it."""
    if Category.objects.filter(institution_id=trade.institution_id, code=code).exists():
        raise Refused(text("The code “%(code)s” is taken. Choose another.") % {"code": code})
    return Category.objects.create(
        institution_id=trade.institution_id,
        trade=trade,
        code=code,
        name=name,
        urgency=urgency,
        words=words,
        noisy=noisy,
    )


@command(
    "work.close_category", on=Category, permits="work.catalogue", label=_("Close the category")
)
def close_category(actor: Actor, category: Category) -> None:
    """A closed category keeps its orders and is not offered any more."""
    category.active = False
