"""Opening, naming and closing places."""

from __future__ import annotations

import secrets
from datetime import date, time
from decimal import Decimal

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.models import Unit

from .models import Place, PlaceName

TAG_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is mistaken for another when read out


@command("places.open", permits="places.manage", label=_("Add a place"))
def open_place(
    actor: Actor,
    *,
    unit: Unit,
    kind: Place.Kind,
    code: str,
    name: str,
    parent: Place | None = None,
    level: int | None = None,
    area: Decimal | None = None,
    phone: str = "",
) -> Place:
    """A place with its QR tag. `unit` is the unit that uses it and answers for it."""
    if parent is not None and parent.institution_id != unit.institution_id:
        raise Refused(text("The place and the one it lies in belong to different institutions."))
    if Place.objects.filter(institution_id=unit.institution_id, code=code).exists():
        raise Refused(text("The code “%(code)s” is taken. Choose another.") % {"code": code})
    place = Place(
        institution_id=unit.institution_id,
        unit=unit,
        parent=parent,
        kind=kind,
        code=code,
        name=name,
        full_name=_full_name(parent, name),
        path=secrets.token_hex(8),
        level=level,
        area=area,
        phone=phone,
        tag=_new_tag(),
    )
    place.save(force_insert=True)
    place.path = f"{parent.path if parent else ''}{place.pk:06d}/"
    place.save(update_fields=["path"])
    return place


def _full_name(parent: Place | None, name: str) -> str:
    return f"{parent.full_name} {name}"[-160:] if parent else name


def _new_tag() -> str:
    return "".join(secrets.choice(TAG_LETTERS) for _position in range(10))


@command("places.rename", on=Place, permits="places.manage", label=_("Rename"))
def rename(actor: Actor, place: Place, *, name: str) -> None:
    """A new name; the old one stays findable as a former name."""
    if name == place.name:
        raise Refused(text("This is the present name already."))
    PlaceName.objects.get_or_create(
        institution_id=place.institution_id,
        unit_id=place.unit_id,
        place=place,
        name=place.name,
        defaults={"former": True, "until": actor.at.date()},
    )
    place.name = name
    place.full_name = _full_name(place.parent, name)


@command("places.add_name", permits="places.manage", label=_("Add a further name"))
def add_name(
    actor: Actor, *, place: Place, name: str, former: bool = False, until: date | None = None
) -> PlaceName:
    found, _created = PlaceName.objects.get_or_create(
        institution_id=place.institution_id,
        unit_id=place.unit_id,
        place=place,
        name=name,
        defaults={"former": former, "until": until},
    )
    return found


@command("places.set_quiet_hours", on=Place, permits="places.manage", label=_("Set quiet hours"))
def set_quiet_hours(actor: Actor, place: Place, *, quiet_from: str, quiet_until: str) -> None:
    """When noisy work is not wanted here, as HH:MM; the window may pass midnight (R2-73)."""
    place.quiet_from, place.quiet_until = _clock_time(quiet_from), _clock_time(quiet_until)


def _clock_time(word: str) -> time:
    try:
        return time.fromisoformat(word)
    except ValueError:
        raise Refused(
            text("“%(word)s” is not a time. Write it like 22:00.") % {"word": word}
        ) from None


@command("places.close", on=Place, permits="places.manage", label=_("Close the place"))
def close(actor: Actor, place: Place) -> None:
    """A closed place keeps its history and is not offered any more."""
    place.active = False


@command(
    "places.replace_tag",
    on=Place,
    permits="places.manage",
    label=_("Replace the QR tag"),
    confirm=True,
)
def replace_tag(actor: Actor, place: Place) -> None:
    """A new QR code; the old sheet on the door stops working."""
    place.tag = _new_tag()
