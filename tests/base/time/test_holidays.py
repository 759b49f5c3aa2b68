"""The national holidays that ship with the product, read into a calendar."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import quartermaster.base.time as calculated
from quartermaster.base.time import AfterRest, Rule, WorkingCalendar, occasions

pytestmark = pytest.mark.once

FOLDER = Path(calculated.__file__).parent
TABLE = FOLDER.parents[1] / "kernels/plans/data/holidays_cn.csv"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def calendar(rows: list[dict[str, str]]) -> WorkingCalendar:
    def dates(kind: str) -> list[date]:
        return [date.fromisoformat(row["date"]) for row in rows if row["kind"] == kind]

    week = dict.fromkeys(range(5), [(time(8), time(18))])
    plain = WorkingCalendar(ZoneInfo("Asia/Shanghai"), week)
    return plain.with_holidays(dates("holiday"), dates("makeup_workday"))


def test_every_row_has_one_date_of_one_kind_under_the_notice_of_its_year(
    rows: list[dict[str, str]],
) -> None:
    assert list(rows[0]) == ["date", "kind", "name", "source"]
    assert [row["date"] for row in rows] == sorted({row["date"] for row in rows})
    notices = {
        "2024": "国办发明电〔2023〕7号 2023-10-25",
        "2025": "国办发明电〔2024〕12号 2024-11-12",
        "2026": "国办发明电〔2025〕7号 2025-11-04",
    }
    assert all(row["source"] == notices[row["date"][:4]] for row in rows)
    counted = Counter((row["date"][:4], row["kind"]) for row in rows)
    assert counted == {
        ("2024", "holiday"): 28,
        ("2024", "makeup_workday"): 8,
        ("2025", "holiday"): 28,
        ("2025", "makeup_workday"): 5,
        ("2026", "holiday"): 33,
        ("2026", "makeup_workday"): 6,
    }


def test_makeup_workdays_are_weekend_days_and_the_others_are_free(
    rows: list[dict[str, str]], calendar: WorkingCalendar
) -> None:
    for row in rows:
        day = date.fromisoformat(row["date"])
        assert calendar.is_workday(day) is (row["kind"] == "makeup_workday")
        if row["kind"] == "makeup_workday":
            assert day.weekday() in (5, 6)


@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_years_have_their_workdays(calendar: WorkingCalendar, year: int, workdays: int) -> None:
    assert len(calendar.workdays(date(year, 1, 1), date(year + 1, 1, 1))) == workdays


def test_the_tenth_of_october_2026_is_a_workday_though_a_saturday(
    calendar: WorkingCalendar,
) -> None:
    assert calendar.is_workday(date(2026, 10, 10))
    assert not calendar.is_workday(date(2026, 10, 7))
    assert not calendar.is_workday(date(2026, 10, 11))
    assert calendar.next_workday(date(2026, 9, 30)) == date(2026, 10, 8)


def test_the_cleanings_after_long_rests_of_2026_are_seven(calendar: WorkingCalendar) -> None:
    rule = Rule(AfterRest(3), date(2026, 1, 1))
    found = occasions(rule, date(2026, 1, 1), date(2027, 1, 1), calendar)
    assert [f"{day:%m-%d}" for day in found] == [
        "01-04",
        "02-24",
        "04-07",
        "05-06",
        "06-22",
        "09-28",
        "10-08",
    ]


def test_nothing_in_this_package_knows_django_or_reads_the_clock() -> None:
    for file in sorted(FOLDER.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        assert "django" not in text, file.name
        for clock in (".now(", ".today(", "time.time", "utcnow", "Asia/Shanghai"):
            assert clock not in text, f"{file.name} has {clock}"
