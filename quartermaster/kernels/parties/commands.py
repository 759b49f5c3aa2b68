"""Registering parties and ending the dealings with them."""

from __future__ import annotations

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.models import Unit

from .models import Party


@command("parties.register", permits="parties.manage", label=_("Register a party"))
def register(
    actor: Actor,
    *,
    unit: Unit,
    code: str,
    name: str,
    kind: Party.Kind,
    registration: str = "",
    contact: str = "",
    phone: str = "",
) -> Party:
    """`unit` is the unit that keeps the file of this party."""
    if Party.objects.filter(institution_id=unit.institution_id, code=code).exists():
        raise Refused(text("The code “%(code)s” is taken. Choose another.") % {"code": code})
    return Party.objects.create(
        institution_id=unit.institution_id,
        unit=unit,
        code=code,
        name=name,
        kind=kind,
        registration=registration,
        contact=contact,
        phone=phone,
    )


@command("parties.close", on=Party, permits="parties.manage", label=_("End the dealings"))
def close(actor: Actor, party: Party) -> None:
    """The party keeps its history and is not offered any more."""
    party.active = False
