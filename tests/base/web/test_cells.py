"""How values read, and the limit on requests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.cache import cache

from quartermaster.base.core.errors import TooMany
from quartermaster.base.core.models import Unit
from quartermaster.base.web.answers import mapping_as_text, mapping_from
from quartermaster.base.web.cells import badge, cell_writer
from quartermaster.base.web.limiting import limit
from quartermaster.base.web.values import shown


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (None, "text", "–"),
        ("", "text", "–"),
        (0, "number", "0"),
        (Decimal("12.500"), "number", "12.5"),
        (Decimal("1500.000"), "number", "1,500"),
        (Decimal("1234567.5"), "money", "1,234,567.50"),
        (date(2026, 3, 2), "date", "2026-03-02"),
        (datetime(2026, 3, 1, 16, 5, tzinfo=UTC), "instant", "2026-03-02 00:05"),
        ({"minutes": 30}, "text", "minutes: 30"),
        (["a", 2], "text", "a, 2"),
    ],
)
def test_values_read_as_people_write_them(value, kind, words):
    assert shown(value, kind) == words


def test_a_badge_escapes_what_it_is_called():
    assert badge("<b>", "done") == '<span class="badge done">&lt;b&gt;</span>'


def test_a_cell_escapes_what_people_typed():
    assert cell_writer(Unit, "name")(Unit(name="<i>A & B</i>")) == "&lt;i&gt;A &amp; B&lt;/i&gt;"


def test_an_empty_cell_shows_a_dash():
    assert cell_writer(Unit, "code")(Unit(name="x")) == '<span class="nothing">–</span>'


@pytest.mark.parametrize("typed", ["minutes: 30\nurgency: P2", '{"minutes": 30, "urgency": "P2"}'])
def test_a_mapping_is_read_from_lines_and_from_json(typed):
    assert mapping_from(typed) == {"minutes": 30, "urgency": "P2"}


def test_a_mapping_is_written_as_it_is_read():
    assert mapping_from(mapping_as_text({"minutes": 30, "urgency": "P2"})) == {
        "minutes": 30,
        "urgency": "P2",
    }


def test_the_limit_counts_each_key_by_itself():
    cache.clear()
    for _time in range(3):
        limit("one", 3)
    with pytest.raises(TooMany) as refused:
        limit("one", 3)
    assert 0 < refused.value.retry_after <= 60
    limit("another", 3)
