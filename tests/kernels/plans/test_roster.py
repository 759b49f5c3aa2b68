"""Who is on duty: over midnight, by trade, after a swap."""

from __future__ import annotations

from datetime import date

import pytest

from quartermaster.base.core.errors import Forbidden, Refused
from quartermaster.kernels.plans.commands.roster import (
    DutyLine,
    open_shift,
    replace_on_duty,
    roster,
    swap,
)
from quartermaster.kernels.plans.models import RosterSlot
from quartermaster.kernels.plans.queries import on_duty

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)


@pytest.fixture
def night(world):
    return open_shift(
        world.as_(world.foreman), unit=world.crew, name="夜班", begins="22:00", ends="06:00"
    )


def rostered(world, shift, *duties):
    return roster(
        world.as_(world.foreman), shift, monday=MONDAY, duties=[DutyLine(*pair) for pair in duties]
    )


def who(world, moment: str, trade=None) -> list[str]:
    slots = on_duty(world.hospital.pk, world.at(moment), trade)
    return [slot.person.name for slot in slots]


@pytest.mark.rows("R2-26")
def test_a_night_shift_runs_into_the_next_morning(world, night):
    rostered(world, night, (MONDAY, world.ma), (TUESDAY, world.liu))
    assert who(world, "2026-03-09 21:59") == []
    assert who(world, "2026-03-09 22:00") == ["马师傅"]
    assert who(world, "2026-03-10 05:59") == ["马师傅"]
    assert who(world, "2026-03-10 06:00") == []
    assert who(world, "2026-03-10 23:00") == ["刘师傅"]
    assert who(world, "2026-03-09 23:00", world.electricity) == ["马师傅"]
    assert who(world, "2026-03-09 23:00", world.plumbing) == []
    assert list(on_duty(world.elsewhere.pk, world.at("2026-03-09 23:00"))) == []


def test_rostering_again_takes_the_place_of_what_was_planned(world, night):
    rostered(world, night, (MONDAY, world.ma), (TUESDAY, world.ma))
    kept = RosterSlot.objects.get(on=MONDAY)
    rostered(world, night, (MONDAY, world.ma), (TUESDAY, world.liu))
    assert RosterSlot.objects.get(on=MONDAY) == kept
    assert [s.person for s in RosterSlot.objects.filter(on=TUESDAY)] == [world.liu]


def test_nobody_has_two_duties_at_once(world, night):
    rostered(world, night, (MONDAY, world.ma))
    early = open_shift(
        world.as_(world.foreman), unit=world.crew, name="早班", begins="05:00", ends="13:00"
    )
    with pytest.raises(Refused, match="马师傅"):
        rostered(world, early, (TUESDAY, world.ma))
    rostered(world, early, (WEDNESDAY, world.ma))
    assert RosterSlot.objects.count() == 2


def test_a_duty_that_has_begun_stays(world, night):
    rostered(world, night, (MONDAY, world.ma), (TUESDAY, world.ma))
    world.at("2026-03-09 22:30")
    with pytest.raises(Refused, match="begun|开始"):
        rostered(world, night, (TUESDAY, world.ma))
    rostered(world, night, (MONDAY, world.ma), (TUESDAY, world.liu))
    begun = RosterSlot.objects.get(on=MONDAY)
    with pytest.raises(Refused):
        replace_on_duty(world.as_(world.foreman), begun, person=world.liu)
    assert who(world, "2026-03-09 23:00") == ["马师傅"]


def test_two_people_swap(world, night):
    rostered(world, night, (MONDAY, world.ma), (TUESDAY, world.liu))
    first, second = RosterSlot.objects.order_by("on")
    swap(world.as_(world.foreman), first, other=second)
    assert who(world, "2026-03-09 23:00") == ["刘师傅"]
    assert who(world, "2026-03-10 23:00") == ["马师傅"]


def test_a_duty_in_a_week_it_does_not_belong_to_is_refused(world, night):
    with pytest.raises(Refused):
        rostered(world, night, (date(2026, 3, 16), world.ma))
    with pytest.raises(Refused):
        roster(world.as_(world.foreman), night, monday=TUESDAY, duties=[])


def test_the_other_hospital_rosters_nobody_here(world, night):
    with pytest.raises(Forbidden):
        roster(world.as_(world.stranger), night, monday=MONDAY, duties=[])
