"""Raw answers become typed inputs; what cannot be read is named, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import models

from quartermaster.base.core.errors import Invalid
from quartermaster.base.core.inputs import inputs_of
from quartermaster.base.core.models import Unit
from quartermaster.base.core.reading import read_inputs
from quartermaster.base.core.uploads import Upload

from .conftest import SYSTEM


class Urgency(models.TextChoices):
    SOON = "P2", "急"
    LATER = "P3", "一般"


@dataclass(frozen=True)
class Line:
    item: str
    quantity: Decimal


def everything(  # noqa: PLR0913 - one of each kind
    actor,
    *,
    words: str = "",
    amount: Decimal | None = None,
    number: int | None = None,
    sure: bool = False,
    day: date | None = None,
    moment: datetime | None = None,
    urgency: Urgency | None = None,
    unit: Unit | None = None,
    files: list[Upload] | None = None,
    lines: list[Line] | None = None,
    more: dict | None = None,
):
    """A command's signature with one input of each kind."""


def needed(actor, *, words: str, amount: Decimal, day: date):
    """A signature of which everything has to be filled in."""


def read(signature=everything, **raw) -> dict:
    return read_inputs(inputs_of(signature, None, {}), raw, SYSTEM, "core.see")


def mistakes(signature=everything, **raw) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        read(signature, **raw)
    return caught.value.field_errors


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("１２．５", "12.5"),
        (" 12.50 ", "12.50"),
        ("－３", "-3"),
        ("1,500.25", "1500.25"),
        ("１，５００", "1500"),
        (12.5, "12.5"),
        (0, "0"),
        ("0.1250", "0.1250"),
        ("1e2", "1E+2"),
    ],
)
def test_a_quantity_is_read_as_people_write_it(written, meant):
    assert read(amount=written)["amount"] == Decimal(meant)


@pytest.mark.parametrize(
    "written",
    ["1,5", "1,50,000", "1_000", "十二", "12.5元", "NaN", "Infinity", "--3", True, "5²", "①"],
)
def test_what_is_no_quantity_is_not_guessed(written):
    assert set(mistakes(amount=written)) == {"amount"}


def test_decimals_beyond_what_is_kept_are_refused_and_never_rounded_away():
    assert list(mistakes(amount="0.0004")) == ["amount"]
    assert read(amount="0.0040000")["amount"] == Decimal("0.004")


@pytest.mark.parametrize("written", ["1e30", "9" * 400, "1e999999", "1" * 31 + ".1234"])
def test_a_number_of_any_length_is_an_ordinary_mistake(written):
    assert set(mistakes(amount=written, number=written)) == {"amount", "number"}


def test_whole_numbers_are_whole():
    assert read(number="１２")["number"] == 12
    assert read(number="12.0")["number"] == 12
    assert set(mistakes(number="12.5")) == {"number"}
    assert set(mistakes(number="²")) == {"number"}
    assert read(number=-(2**31) + 1)["number"] == -(2**31) + 1
    assert set(mistakes(number=2**31)) == {"number"}


def test_control_characters_vanish_and_emoji_stay():
    read_back = read(words="灯\x00坏\u202e了\x1b[31m👨‍👩‍👧 🫨\u200b")["words"]
    assert read_back == "灯坏了[31m👨‍👩‍👧 🫨"


def test_a_rare_character_of_a_name_stays():
    # U+31350 came with Unicode 15, after the tables of Python 3.11.
    assert read(words="王\U00031350")["words"] == "王\U00031350"
    assert read(words="王\ufffe\U0001ffff\ue000")["words"] == "王"


def test_line_breaks_and_runs_of_blanks_become_one_blank_on_a_single_line():
    assert read(words="  五层\r\n水房\t漏  水 ")["words"] == "五层 水房 漏 水"


def test_a_text_of_ten_thousand_characters_is_refused_whole_and_not_cut():
    assert "10000" in mistakes(words="长" * 10_000)["words"]
    assert read(words="长" * 200)["words"] == "长" * 200


@pytest.mark.parametrize(
    "attack",
    ["'; DROP TABLE core_unit; --", "<script>alert(1)</script>", "{{ 7*7 }}", "%s %(a)s", "\\0"],
)
def test_code_is_kept_as_the_text_it_is(attack):
    assert read(words=attack)["words"] == attack


@pytest.mark.parametrize(
    "written", ["2026-03-02", "2026/3/2", "2026.03.02", "２０２６－０３－０２"]
)
def test_a_date_is_read_as_people_write_it(written):
    assert read(day=written)["day"] == date(2026, 3, 2)


@pytest.mark.parametrize("written", ["2026-02-30", "tomorrow", "0001-01-01", "9999-12-31", "2"])
def test_what_is_no_date_of_these_times_is_refused(written):
    assert set(mistakes(day=written)) == {"day"}


def test_a_time_without_a_zone_is_local_and_one_with_a_zone_keeps_it():
    in_utc = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    for written in ("2026-03-02 14:30", "2026/3/2 １４：３０", "2026-03-02T06:30:00Z"):
        assert read(moment=written)["moment"] == in_utc
    assert set(mistakes(moment="0001-01-01 00:00")) == {"moment"}
    assert set(mistakes(moment="2026-03-02 25:00")) == {"moment"}


def test_yes_no_and_choices_are_understood_in_words_or_codes():
    assert read(sure="是", urgency="急") == read(sure=True, urgency="P2") | {}
    assert read(sure="no")["sure"] is False
    assert set(mistakes(sure="maybe", urgency="P9")) == {"sure", "urgency"}


def test_every_mistake_is_named_at_once():
    found = mistakes(needed, amount="viel", day="gestern", colour="red")
    assert set(found) == {"words", "amount", "day", "colour"}
    assert "“colour”" in found["colour"] or "colour" in found["colour"]


def test_what_was_not_asked_for_is_refused():
    assert set(mistakes(words="ok", state="closed")) == {"state"}


def test_what_was_left_out_keeps_its_default_and_is_not_invented():
    values = read(words="灯")
    assert values == {"words": "灯", "sure": False, "files": [], "lines": []}
    assert read()["lines"] is not read()["lines"]


def test_lines_name_their_mistakes_by_row_and_field_and_empty_rows_are_skipped():
    rows = [
        {"item": "灯管", "quantity": "２"},
        {"item": "", "quantity": ""},
        {"item": "开关", "quantity": "viele"},
        {"quantity": "1"},
    ]
    assert set(mistakes(lines=rows)) == {"lines.2.quantity", "lines.3.item"}
    assert read(lines=rows[:2])["lines"] == [Line("灯管", Decimal(2))]
    assert set(mistakes(lines="灯管")) == {"lines"}
    assert set(mistakes(lines=[{"item": "灯", "quantity": "1"}] * 501)) == {"lines"}


def test_a_file_in_json_needs_its_name_and_base64():
    good = {"name": "灯.jpg", "content": "aGFsbG8=", "taken_at": "2026-03-02 14:30"}
    [upload] = read(files=[good])["files"]
    assert (upload.name, upload.content, upload.kind) == ("灯.jpg", b"hallo", "photo")
    assert upload.taken_at == datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    for bad in (
        "hallo",
        {"name": "x"},
        {**good, "content": "灯"},
        {**good, "content": "a"},
        {**good, "taken_at": 5},
        {**good, "taken_at": "2026-13-01 00:00"},
    ):
        assert set(mistakes(files=[bad])) == {"files"}


def test_a_mapping_is_a_mapping():
    assert read(more={"minutes": 30})["more"] == {"minutes": 30}
    assert set(mistakes(more="minutes=30")) == {"more"}


def test_a_record_is_found_by_reference_id_or_name_inside_the_scope_only(houses, somebody):
    def find(actor, raw):
        inputs = inputs_of(everything, None, {})
        return read_inputs(inputs, {"unit": raw}, actor, "core.see")["unit"]

    cook = somebody("cook", houses.kitchen, "requester")
    for raw in (f"core.unit:{houses.pantry.pk}", houses.pantry.pk, "总务库房"):
        assert find(cook, raw) == houses.pantry
    for raw in (
        houses.library.pk,
        "图书馆",
        f"core.unit:{houses.second_root.pk}",
        f"core.institution:{houses.first.pk}",
        "core.unit:²",
        "core.unit:" + "9" * 40,
        2**70,
        "没有",
    ):
        with pytest.raises(Invalid) as caught:
            find(cook, raw)
        assert set(caught.value.field_errors) == {"unit"}
