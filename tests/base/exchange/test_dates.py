"""A column's dates: read as a whole, and never guessed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from quartermaster.base.exchange.dates import read_dates

FIRST_OF_FEBRUARY = datetime(2020, 2, 1)  # noqa: DTZ001
MARCH_SECOND = datetime(2026, 3, 2)  # noqa: DTZ001


def test_one_day_beyond_the_twelfth_tells_the_order_for_the_whole_column():
    british = read_dates(["01/02/2020", "31/01/2020"])
    assert (british.way, british.cells[0]) == ("dmy", FIRST_OF_FEBRUARY)
    american = read_dates(["02/01/2020", "01/31/2020"])
    assert (american.way, american.cells[0]) == ("mdy", FIRST_OF_FEBRUARY)


def test_a_column_that_could_be_either_is_not_guessed():
    assert read_dates(["01/02/2020", "03/04/2020"]).way is None
    assert read_dates(["01/02/2020", "03/04/2020"], "dmy").cells[0] == FIRST_OF_FEBRUARY
    assert read_dates(["01/02/2020", "03/04/2020"], "mdy").cells[0] != FIRST_OF_FEBRUARY


def test_a_column_in_which_both_ways_say_the_same_is_read():
    assert read_dates(["02/02/2020"]).cells[0].date() == date(2020, 2, 2)


def test_few_wrong_cells_do_not_change_the_order_of_the_many_right_ones():
    found = read_dates(["25/12/2020", "26/12/2020", "12/27/2020", "soon", "01/02/2020"])
    assert found.way == "dmy"
    assert [cell is None for cell in found.cells] == [False, False, True, True, False]
    assert found.cells[4] == FIRST_OF_FEBRUARY


@pytest.mark.parametrize(
    ("word", "way"),
    [
        ("2026-03-02", "ymd"),
        ("2026/3/2", "ymd"),
        ("2026.03.02", "ymd"),
        ("2026年3月2日", "ymd"),
        ("２０２６-03-02", "ymd"),
        ("20260302", "compact"),
        (Decimal("20260302"), "compact"),
        (Decimal("46083"), "serial"),
        ("46083", "serial"),
    ],
)
def test_usual_ways_to_write_the_second_of_march_2026(word, way):
    found = read_dates([word])
    assert (found.way, found.cells) == (way, [MARCH_SECOND])


def test_a_serial_keeps_the_time_behind_its_point():
    assert read_dates([46083.604166667]).cells == [
        datetime(2026, 3, 2, 14, 30)  # noqa: DTZ001
    ]


def test_times_of_day_are_read_with_the_date():
    half_past_two = datetime(2026, 3, 2, 14, 30)  # noqa: DTZ001
    assert read_dates(["2026-03-02 14:30"]).cells == [half_past_two]
    assert read_dates(["02/03/2026 14:30", "13/03/2026 08:00"]).cells[0] == half_past_two


def test_real_date_cells_and_empty_ones_need_no_reading():
    found = read_dates([date(2026, 3, 2), None, "N/A", "-", "无"])
    assert found.cells == [MARCH_SECOND, None, None, None, None]


def test_days_that_never_were_are_not_dates():
    found = read_dates(["2026-02-30", "2026-02-28"])
    assert found.cells[0] is None
    assert found.cells[1] is not None
