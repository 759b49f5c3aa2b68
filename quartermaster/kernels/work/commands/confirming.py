"""After the work: confirm, send back, rate, call back, close, re-open."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.rules import ruling

from ..clocks import reckon
from ..models import Order
from ..telling import tell_the_reporters, tell_the_worker
from ..workflow import ORDER

REOPEN_DAYS = "work.reopen_days"


@command("work.verify", on=Order, moves=ORDER, permits="work.confirm", label=_("Confirm"))
def verify(actor: Actor, order: Order) -> None:
    """The requester says: it works again."""


@command(
    "work.send_back",
    on=Order,
    moves=ORDER,
    permits="work.confirm",
    label=_("Not in order"),
    labels={"reason": _("what is still wrong")},
)
def send_back(actor: Actor, order: Order, *, reason: str) -> None:
    """Not in order yet: it goes back to the worker and counts as rework (返修)."""
    _again(actor, order, reason)


def _again(actor: Actor, order: Order, reason: str) -> None:
    order.rework_count += 1
    order.done_at = order.verified_at = order.closed_at = None
    order.cause = reason[:200]
    reckon(order)
    tell_the_worker(actor, order)


@command(
    "work.rate",
    on=Order,
    moves=ORDER,
    permits="work.rate",
    label=_("Rate"),
    labels={"rating": _("stars (1–5)")},
)
def rate(actor: Actor, order: Order, *, rating: int, rating_note: str = "") -> None:
    """One to five stars; rating confirms at the same time."""
    if not 1 <= rating <= 5:
        raise Refused(
            text("A rating is between 1 and 5 stars."),
            field_errors={"rating": text("Between 1 and 5.")},
        )
    order.rating, order.rating_note = rating, rating_note
    order.verified_at = order.verified_at or actor.at


@command(
    "work.call_back",
    on=Order,
    moves=ORDER,
    permits="work.call_back",
    label=_("Called back"),
    labels={"note": _("what was said")},
)
def call_back(actor: Actor, order: Order, *, note: str) -> None:
    """The desk asked how it went: a sample, and everybody who gave three stars or fewer."""


@command("work.close", on=Order, moves=ORDER, permits="work.close", label=_("Close"))
def close(actor: Actor, order: Order) -> None:
    """Filed. Three stars or fewer are called back first."""
    low = order.rating is not None and order.rating <= 3
    if low and order.called_at is None:
        raise Refused(
            text("%(stars)d stars: call back before closing.") % {"stars": order.rating},
            rule="work.low_ratings_are_called_back",
        )


@command(
    "work.reopen",
    on=Order,
    moves=ORDER,
    permits="work.confirm",
    label=_("Re-open"),
    labels={"reason": _("what is wrong again")},
)
def reopen(actor: Actor, order: Order, *, reason: str) -> None:
    """The same fault again within the days a dated rule names; later it is a new order."""
    ended = order.closed_at or order.called_at or order.rated_at or order.verified_at
    decided = ruling(REOPEN_DAYS, order.institution_id, actor.at.date())
    if decided and ended and actor.at > ended + timedelta(days=decided.value["days"]):
        raise Refused(
            text("More than %(days)d days have passed. Please report it as a new fault.")
            % {"days": decided.value["days"]},
            rule=f"{REOPEN_DAYS} – {decided.source}",
        )
    _again(actor, order, reason)
    tell_the_reporters(actor, order, text("re-opened"))
