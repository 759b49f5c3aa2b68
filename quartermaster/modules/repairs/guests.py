"""People without an account: what they may see and do with one order, by its claim code."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as text

from quartermaster.base.core.errors import Refused
from quartermaster.base.core.rules import ruling
from quartermaster.kernels.work.commands.reporting import claim_digest
from quartermaster.kernels.work.models import Order

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def claim_of_form(key: str) -> str:
    """The code for what one form sends, such as 7K3M-92QX.

    It follows from the form's key and the installation's secret, so a form sent twice gets one
    order and one code. 31⁸ possibilities, none of its signs mistaken for another.
    """
    digest = salted_hmac("repairs.claim", key, algorithm="sha256").digest()
    drawn = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:8])
    return f"{drawn[:4]}-{drawn[4:]}"


def _orders() -> QuerySet[Order]:
    return Order.objects.select_related("place", "trade", "assignee")


def _with_digest(digest: str) -> Order | None:
    """By the first reporter's code, or by that of somebody whose call was merged into it."""
    own = _orders().filter(claim_digest=digest).first()
    return own or _orders().filter(reporters__claim_digest=digest).first()


def order_of_claim(claim: str, at: datetime) -> Order:
    """The order a code belongs to; one merged away leads to the order that stayed.

    Raises Refused when no order has the code, or when it ended longer ago than a dated rule says.
    """
    digest = claim_digest(claim)
    found = _with_digest(digest) if digest else None
    if found is None:
        raise Refused(
            text(
                "No order has this code. Check it; it has eight letters and digits like 7K3M-92QX."
            )
        )
    if found.merged_into_id is not None:
        found = _orders().get(pk=found.merged_into_id)
    decided = ruling("work.claim_days", found.institution_id, at.date())
    ended = found.closed_at
    if decided and ended and at > ended + timedelta(days=decided.value["days"]):
        raise Refused(
            text("This code has expired: the order was closed more than %(days)d days ago.")
            % {"days": decided.value["days"]},
            rule=f"work.claim_days – {decided.source}",
        )
    return found
