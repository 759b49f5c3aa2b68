"""When the house works: hours by dated rules, holidays, make-up workdays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quartermaster.base.core.commands import set_rule
from quartermaster.base.core.errors import Forbidden, Refused
from quartermaster.base.core.models import Institution
from quartermaster.base.core.proofs import PROOFS
from quartermaster.kernels.plans import calendars
from quartermaster.kernels.plans.calendars import forget, office_hours, service_calendar
from quartermaster.kernels.plans.commands.calendar import (
    import_holidays,
    open_term,
    set_day,
)
from quartermaster.kernels.plans.models import CalendarDay

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def test_service_hours_are_monday_to_friday_from_eight_to_six(world):
    calendar = service_calendar(world.hospital.pk)
    assert calendar.is_open(local("2026-03-02 08:00"))
    assert not calendar.is_open(local("2026-03-02 07:59"))
    assert not calendar.is_open(local("2026-03-02 18:00"))
    assert not calendar.is_open(local("2026-03-07 10:00")), "Saturday"
    # Friday 17:00 and two hours: one on Friday, one on Monday.
    assert calendar.add(local("2026-03-06 17:00"), timedelta(hours=2)) == local("2026-03-09 09:00")


def test_office_hours_have_a_lunch_break(world):
    calendar = office_hours(world.hospital.pk)
    assert calendar.is_open(local("2026-03-02 11:59"))
    assert not calendar.is_open(local("2026-03-02 12:30"))
    assert calendar.between(local("2026-03-02 00:00"), local("2026-03-03 00:00")) == timedelta(
        hours=7, minutes=30
    )


def test_public_holidays_close_and_makeup_workdays_open(world):
    first = import_holidays(world.as_(world.chief), institution=world.hospital, year=2026)
    assert first.date == date(2026, 1, 1)
    calendar = service_calendar(world.hospital.pk)
    assert not calendar.is_workday(date(2026, 5, 1)), "Labour Day, a Friday"
    assert calendar.is_workday(date(2026, 5, 9)), "a Saturday worked in exchange"
    assert calendar.is_workday(date(2026, 5, 6))
    # The other hospital has taken nothing over.
    assert service_calendar(world.elsewhere.pk).is_workday(date(2026, 5, 1))


def test_taking_a_year_over_twice_adds_nothing_and_keeps_what_the_house_decided(world):
    chief = world.as_(world.chief)
    set_day(
        chief,
        institution=world.hospital,
        date=date(2026, 5, 4),
        kind="makeup_workday",
        name="值班日",
        source="院办通知",
    )
    import_holidays(chief, institution=world.hospital, year=2026)
    count = CalendarDay.objects.count()
    import_holidays(chief, institution=world.hospital, year=2026)
    assert CalendarDay.objects.count() == count
    assert service_calendar(world.hospital.pk).is_workday(date(2026, 5, 4))
    assert not service_calendar(world.hospital.pk).is_workday(date(2026, 5, 5))


def test_a_year_without_notice_is_refused(world):
    with pytest.raises(Refused, match="2031"):
        import_holidays(world.as_(world.chief), institution=world.hospital, year=2031)


def test_the_head_of_another_hospital_cannot_change_the_calendar(world):
    with pytest.raises(Forbidden):
        import_holidays(world.as_(world.stranger), institution=world.hospital, year=2026)


def test_new_hours_count_from_their_day_and_former_ones_before(world):
    everyday = {name: [["00:00", "00:00"]] for name in calendars.WEEKDAYS}
    set_rule(
        world.system,
        code="plans.service_hours",
        institution=world.hospital,
        value={"weekly": everyday, "holiday": [["00:00", "00:00"]]},
        since=date(2026, 4, 1),
        source="院发〔2026〕12号",
    )
    forget(world.hospital.pk)
    calendar = service_calendar(world.hospital.pk)
    assert not calendar.is_open(local("2026-03-31 23:00"))
    assert calendar.is_open(local("2026-04-01 00:00"))
    assert calendar.is_open(local("2026-04-04 23:00")), "a Saturday, now served"
    # Tuesday 17:00 to Wednesday 01:00: one hour until six, one after midnight.
    assert calendar.between(local("2026-03-31 17:00"), local("2026-04-01 01:00")) == timedelta(
        hours=2
    )


def test_hours_that_cannot_be_read_are_left_out_and_named(world):
    set_rule(
        world.system,
        code="plans.service_hours",
        institution=world.hospital,
        value={"weekly": {"moonday": [["8", "x"]]}},
        since=date(2026, 3, 1),
        source="typing error",
    )
    forget(world.hospital.pk)
    assert service_calendar(world.hospital.pk).is_open(local("2026-03-02 09:00"))
    faults = list(PROOFS["plans.hours"].check(world.hospital.pk))
    assert len(faults) == 1
    assert "not hours" in faults[0]


@pytest.mark.django_db(transaction=True)
def test_a_kept_calendar_costs_no_query(django_assert_num_queries, world_of_one):
    service_calendar(world_of_one.pk)
    with django_assert_num_queries(0):
        service_calendar(world_of_one.pk)
    forget(world_of_one.pk)
    with django_assert_num_queries(3):
        service_calendar(world_of_one.pk)
    forget(world_of_one.pk)


@pytest.fixture
def world_of_one():
    return Institution.objects.create(code="one", name="一院")


def test_terms_do_not_overlap_and_have_a_code(world):
    chief = world.as_(world.chief)
    spring = {"name": "春季学期", "since": date(2026, 2, 23), "until": date(2026, 7, 11)}
    term = open_term(chief, institution=world.hospital, code="2025-2026-2", **spring)
    assert str(term) == "春季学期"
    with pytest.raises(Refused, match="春季学期"):
        open_term(
            chief,
            institution=world.hospital,
            code="2026-2027-1",
            name="秋季学期",
            since=date(2026, 7, 1),
            until=date(2027, 1, 20),
        )
    with pytest.raises(Refused, match="2025-2026-2"):
        open_term(chief, institution=world.hospital, code="spring", **spring)
