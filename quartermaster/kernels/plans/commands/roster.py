"""Rostering: shifts, who has them in a week, and who changes with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Invalid, Refused
from quartermaster.base.core.models import Unit
from quartermaster.base.time import first_instant
from quartermaster.kernels.people.models import Person, Trade

from ..models import RosterSlot, Shift

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class DutyLine:
    """One person on one date of the week."""

    on: date
    person: Person

    labels = {"on": _("date"), "person": _("person")}


@command("plans.open_shift", permits="plans.manage", label=_("Add a shift"))
def open_shift(
    actor: Actor, *, unit: Unit, name: str, begins: str, ends: str, trade: Trade | None = None
) -> Shift:
    """Times as HH:MM; an end not after the beginning lies on the next day."""
    if Shift.objects.filter(unit=unit, name=name).exists():
        raise Refused(text("The unit has a shift “%(name)s” already.") % {"name": name})
    return Shift.objects.create(
        institution_id=unit.institution_id,
        unit=unit,
        name=name,
        trade=trade,
        begins=_clock_time("begins", begins),
        ends=_clock_time("ends", ends),
    )


def _clock_time(name: str, word: str) -> time:
    try:
        return time.fromisoformat(word)
    except ValueError:
        message = text("“%(word)s” is not a time. Write it like 22:00.") % {"word": word}
        raise Invalid(message, field_errors={name: message}) from None


@command("plans.close_shift", on=Shift, permits="plans.manage", label=_("Close the shift"))
def close_shift(actor: Actor, shift: Shift) -> None:
    """A closed shift keeps its past and is not rostered any more."""
    shift.active = False


@command(
    "plans.roster",
    on=Shift,
    permits="plans.manage",
    label=_("Roster a week"),
    labels={"monday": _("Monday of the week"), "duties": _("duties")},
)
def roster(actor: Actor, shift: Shift, *, monday: date, duties: list[DutyLine]) -> None:
    """The duties of one week of this shift, in place of those planned before.

    A duty that has begun stays as it was; leaving it out or changing it is refused.
    """
    if monday.weekday() != 0:
        raise Refused(text("%(day)s is not a Monday.") % {"day": monday})
    wanted = {(line.on, line.person) for line in duties}
    for day, _person in wanted:
        if not monday <= day < monday + WEEK:
            raise Refused(
                text("%(day)s does not lie in the week from %(monday)s.")
                % {"day": day, "monday": monday}
            )
    slots = RosterSlot.objects.filter(shift=shift, on__gte=monday, on__lt=monday + WEEK)
    for slot in slots.select_related("person"):
        if (slot.on, slot.person) in wanted:
            wanted.remove((slot.on, slot.person))
        else:
            _must_be_ahead(actor, slot.starts_at)
            slot.delete()
    for day, person in sorted(wanted, key=lambda pair: (pair[0], pair[1].pk)):
        _put(actor, shift, day, person)


def _put(actor: Actor, shift: Shift, day: date, person: Person) -> RosterSlot:
    begins, ends = instants(shift, day)
    _must_be_ahead(actor, begins)
    _must_be_free(person, begins, ends)
    if person.institution_id != shift.institution_id:
        raise Refused(text("%(person)s works for another institution.") % {"person": person})
    return RosterSlot.objects.create(
        institution_id=shift.institution_id,
        unit_id=shift.unit_id,
        shift=shift,
        person=person,
        on=day,
        starts_at=begins,
        ends_at=ends,
    )


def instants(shift: Shift, day: date) -> tuple[datetime, datetime]:
    """When the shift of a date begins and ends, in the institution's zone."""
    zone = ZoneInfo(shift.institution.timezone)
    last = day if shift.ends > shift.begins else day + timedelta(days=1)
    return (
        first_instant(datetime.combine(day, shift.begins), zone),
        first_instant(datetime.combine(last, shift.ends), zone),
    )


def _must_be_ahead(actor: Actor, begins: datetime) -> None:
    if begins <= actor.at:
        raise Refused(text("A duty that has begun cannot be changed any more."))


def _must_be_free(person: Person, begins: datetime, ends: datetime, *besides: int) -> None:
    busy = RosterSlot.objects.filter(person=person, starts_at__lt=ends, ends_at__gt=begins)
    if slot := busy.exclude(pk__in=besides).select_related("shift").first():
        raise Refused(
            text("%(person)s has the shift “%(shift)s” on %(day)s already.")
            % {"person": person, "shift": slot.shift, "day": slot.on}
        )


@command(
    "plans.replace_on_duty",
    on=RosterSlot,
    permits="plans.manage",
    label=_("Replace on duty"),
)
def replace_on_duty(actor: Actor, slot: RosterSlot, *, person: Person) -> None:
    """Somebody else takes a duty that has not begun: holiday or illness."""
    _must_be_ahead(actor, slot.starts_at)
    _must_be_free(person, slot.starts_at, slot.ends_at, slot.pk)
    slot.person = person


@command(
    "plans.swap",
    on=RosterSlot,
    permits="plans.manage",
    label=_("Swap with another duty"),
    labels={"other": _("other duty")},
)
def swap(actor: Actor, slot: RosterSlot, *, other: RosterSlot) -> None:
    """Two people change duties; neither has begun, and both are free."""
    actor.must("plans.manage", other)
    if slot.person_id == other.person_id:
        raise Refused(text("Both duties are %(person)s's.") % {"person": slot.person})
    if (slot.shift_id, slot.on) == (other.shift_id, other.on):
        raise Refused(text("Both have this very shift; there is nothing to swap."))
    for each in (slot, other):
        _must_be_ahead(actor, each.starts_at)
    _must_be_free(slot.person, other.starts_at, other.ends_at, slot.pk, other.pk)
    _must_be_free(other.person, slot.starts_at, slot.ends_at, slot.pk, other.pk)
    slot.person, other.person = other.person, slot.person
    other.save(update_fields=["person"])
