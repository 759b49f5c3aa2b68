"""Engaging people, giving them posts and skills, and drawing the service grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.accounts.models import User
from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.models import Institution, Unit
from quartermaster.kernels.places.models import Place

from .models import Appointment, GridCell, Person, Post, Skill, Trade


@dataclass(frozen=True)
class SkillLine:
    """One trade somebody can work in."""

    trade: Trade

    labels = {"trade": _("trade")}


@command("people.open_trade", permits="people.manage", label=_("Add a trade"))
def open_trade(actor: Actor, *, institution: Institution, code: str, name: str) -> Trade:
    trade, _created = Trade.objects.get_or_create(
        institution=institution, code=code, defaults={"name": name}
    )
    return trade


@command("people.engage", permits="people.manage", label=_("Add a person"))
def engage(
    actor: Actor,
    *,
    unit: Unit,
    number: str,
    name: str,
    phone: str = "",
    employment: Person.Employment = Person.Employment.PERMANENT,
    user: User | None = None,
    joined_on: date | None = None,
) -> Person:
    if Person.objects.filter(institution_id=unit.institution_id, number=number).exists():
        raise Refused(text("The staff number %(number)s is taken.") % {"number": number})
    if user is not None and user.institution_id != unit.institution_id:
        raise Refused(text("The account belongs to another institution."))
    return Person.objects.create(
        institution_id=unit.institution_id,
        unit=unit,
        number=number,
        name=name,
        phone=phone,
        employment=employment,
        user=user,
        joined_on=joined_on,
    )


@command("people.leave", on=Person, permits="people.manage", label=_("Leaves the house"))
def leave(actor: Actor, person: Person, *, left_on: date) -> None:
    """The person is not offered for work any more; posts and grid cells become vacant that day."""
    person.left_on = left_on
    for held in Appointment.objects.filter(person=person, until__isnull=True):
        held.until = max(left_on, held.since) if left_on > held.since else None
        if held.until is None:
            held.delete()
        else:
            held.save(update_fields=["until"])
    GridCell.objects.filter(owner=person, until__isnull=True).update(owner=None)
    GridCell.objects.filter(deputy=person, until__isnull=True).update(deputy=None)


@command(
    "people.set_skills",
    on=Person,
    permits="people.manage",
    label=_("Set the skills"),
    labels={"trades": _("trades")},
)
def set_skills(actor: Actor, person: Person, *, trades: list[SkillLine]) -> None:
    Skill.objects.filter(person=person).delete()
    for trade in dict.fromkeys(line.trade for line in trades):
        Skill.objects.create(institution_id=person.institution_id, person=person, trade=trade)


@command("people.open_post", permits="people.manage", label=_("Add a post"))
def open_post(
    actor: Actor, *, unit: Unit, title: str, quota: int = 1, trade: Trade | None = None
) -> Post:
    return Post.objects.create(
        institution_id=unit.institution_id, unit=unit, title=title, quota=quota, trade=trade
    )


@command("people.appoint", permits="people.manage", label=_("Appoint to a post"))
def appoint(actor: Actor, *, post: Post, person: Person, since: date) -> Appointment:
    return Appointment.objects.create(
        institution_id=post.institution_id, post=post, person=person, since=since
    )


@command("people.assign_cell", permits="people.manage", label=_("Set who is responsible"))
def assign_cell(
    actor: Actor,
    *,
    place: Place,
    owner: Person | None = None,
    deputy: Person | None = None,
    trade: Trade | None = None,
) -> GridCell:
    """The cell from today on; the one before it ends and stays readable (R1-44)."""
    if owner is not None and owner == deputy:
        raise Refused(text("The deputy must be somebody else than the responsible person."))
    day = actor.at.date()
    present = GridCell.objects.filter(place=place, trade=trade, until__isnull=True).first()
    if present is not None and present.since < day:
        present.until = day
        present.save(update_fields=["until"])
        present = None
    cell = present or GridCell(
        institution_id=place.institution_id,
        unit_id=place.unit_id,
        place=place,
        trade=trade,
        since=day,
    )
    cell.owner, cell.deputy = owner, deputy
    cell.save()
    return cell
