"""Sheets in: all mistakes at once, nothing half-written, nothing twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from quartermaster.base.core.errors import Forbidden, Refused
from quartermaster.base.core.models import Audit
from quartermaster.base.documents.spreadsheet import Kind, read_table
from quartermaster.base.exchange.models import ImportBatch, ImportedRow
from quartermaster.base.exchange.plan import prepare
from quartermaster.base.exchange.rejects import rejected_rows
from quartermaster.kernels.work.models import Order
from tests.base.exchange.conftest import HEADS, as_csv, as_workbook, local

GOOD = [
    ["13/02/2026", "BUCKET WON'T OPEN", "183.05", "B1-301"],
    ["01/02/2026", "SWAP BUCKET", "NA", "B1-301"],
]


def test_every_row_becomes_a_record_by_the_screens_own_command(world, take):
    plan, result = take(as_csv(GOOD))
    assert (result.read, result.taken, result.known, result.rejected) == (2, 2, 0, 0)
    first, second = Order.objects.order_by("pk")
    assert first.symptom == "BUCKET WON'T OPEN"
    assert first.reported_at == local("2026-02-13")
    assert second.reported_at == local("2026-02-01")
    assert (first.cost, second.cost) == (Decimal("183.05"), 0)
    assert first.place == world.room
    story = Audit.objects.get(command="work.back_enter", subject=f"work.order:{first.pk}")
    assert (story.actor, story.channel) == ("林主任", "import")


def test_the_import_itself_is_kept_with_its_file_its_columns_and_its_numbers(world, take):
    plan, result = take(as_csv(GOOD), "orders 2026.csv")
    batch = ImportBatch.objects.get()
    assert (batch.file_name, batch.sha256, batch.by) == ("orders 2026.csv", plan.sha256, "林主任")
    assert (batch.rows_read, batch.rows_in, batch.rows_rejected) == (2, 2, 0)
    assert batch.columns == HEADS
    assert batch.ended_at == world.now
    assert set(ImportedRow.objects.values_list("number", flat=True)) == {2, 3}


def test_all_mistakes_are_named_by_cell_in_one_pass_and_nothing_is_written(world, take):
    rows = [
        *GOOD,
        ["32/01/2026", "A", "x", "B1-301"],
        ["14/02/2026", "", "1", "nowhere"],
        ["14/02/2026", "B", "-5", ""],
    ]
    _plan, result = take(as_csv(rows))
    assert {mistake.address for mistake in result.mistakes} == {"A4", "C4", "B5", "D5", "C6"}
    assert result.rejected == 3
    assert (result.taken, result.batch) == (0, None)
    assert Order.objects.count() == 0
    assert ImportBatch.objects.count() == 0
    assert not Audit.objects.filter(command="work.back_enter").exists()


def test_a_dry_run_finds_the_same_and_keeps_nothing(world, take):
    _plan, result = take(as_csv(GOOD), dry_run=True)
    assert (result.taken, result.mistakes, result.batch) == (2, [], None)
    assert Order.objects.count() == 0
    _plan, result = take(as_csv(GOOD))
    assert result.taken == 2


def test_with_skip_bad_the_good_rows_go_in_and_the_bad_ones_come_back_as_a_sheet(world, take):
    rows = [*GOOD, ["14/02/2026", "", "1", "B1-301"]]
    plan, result = take(as_csv(rows), skip_bad=True)
    assert (result.taken, result.rejected) == (2, 1)
    assert Order.objects.count() == 2
    assert ImportBatch.objects.get().rows_rejected == 1
    sheet = read_table(rejected_rows(plan, result), "rejected.xlsx")
    assert sheet.head[:4] == ("Date", "Text", "Cost", "Room")
    (row,) = sheet.rows
    assert row.values[0] == "14/02/2026"
    assert "B4 (Text)" in row.values[4]


def test_the_corrected_sheet_sent_again_adds_only_what_was_missing(world, take):
    take(as_csv([*GOOD, ["14/02/2026", "", "1", "B1-301"]]), skip_bad=True)
    _plan, result = take(as_csv([*GOOD, ["14/02/2026", "C", "1", "B1-301"]]), skip_bad=True)
    assert (result.taken, result.known, result.rejected) == (1, 2, 0)
    assert Order.objects.count() == 3


def test_the_same_file_again_doubles_nothing_and_is_recognised(world, take):
    take(as_csv(GOOD))
    plan, result = take(as_csv(GOOD))
    assert plan.earlier == ImportBatch.objects.order_by("pk").first()
    assert (result.taken, result.known) == (0, 2)
    assert Order.objects.count() == 2


def test_the_same_rows_as_a_workbook_with_other_columns_first_are_recognised(world, take):
    take(as_csv(GOOD))
    rows = [
        [date(2026, 2, 13), "BUCKET WON'T OPEN", Decimal("183.05"), "B1-301"],
        [date(2026, 2, 1), "SWAP BUCKET", None, "B1-301"],
    ]
    kinds = [Kind.DATE, Kind.TEXT, Kind.MONEY, Kind.TEXT]
    _plan, result = take(as_workbook(rows, kinds), "orders.xlsx")
    assert (result.taken, result.known) == (0, 2)
    turned = as_csv([list(reversed(row)) for row in GOOD], list(reversed(list(HEADS))))
    _plan, result = take(turned)
    assert (result.taken, result.known) == (0, 2)


def test_a_row_that_stands_twice_in_the_file_is_taken_once_and_told(world, take):
    plan, result = take(as_csv([GOOD[0], GOOD[1], GOOD[0]]))
    assert (result.taken, result.known) == (2, 1)
    assert list(plan.repeats) == [4]
    assert "2" in plan.repeats[4]


def test_rows_that_differ_only_in_a_column_nobody_mapped_are_two_rows(world, take):
    head = [*HEADS, "Order number"]
    rows = [[*GOOD[0], "1"], [*GOOD[0], "2"]]
    _plan, result = take(as_csv(rows, head))
    assert result.taken == 2


def test_dates_nobody_can_tell_are_asked_for_instead_of_guessed(world, take):
    rows = [["01/02/2026", "A", "", ""], ["03/01/2026", "B", "", ""]]
    with pytest.raises(Refused, match="--dates dmy"):
        take(as_csv(rows))
    take(as_csv(rows), dates="dmy")
    assert Order.objects.get(symptom="A").reported_at == local("2026-02-01")


def test_a_choice_is_known_by_its_code_and_by_its_label(world, take):
    heads = {**HEADS, "Urgency": "urgency"}
    rows = [["2026-02-13", "A", "", "", "P1"], ["2026-02-13", "B", "", "", "p2"]]
    _plan, result = take(as_csv(rows, list(heads)), heads=heads)
    assert result.mistakes == []
    assert [o.urgency for o in Order.objects.order_by("pk")] == ["P1", "P2"]


def test_names_of_another_house_are_not_found(world, take):
    other = world.place_elsewhere()
    _plan, result = take(as_csv([["2026-02-13", "A", "", other.code]]))
    assert [mistake.address for mistake in result.mistakes] == ["D2"]


def test_who_may_not_import_is_refused_before_the_file_is_read(world):
    with pytest.raises((Refused, Forbidden)):
        prepare(world.as_(world.nurse), "repairs", "a.csv", b"")
    with pytest.raises(Refused, match="takes no spreadsheets"):
        prepare(world.as_(world.chief), "audit", "a.csv", b"")
    assert ImportBatch.objects.count() == 0


def test_progress_is_told_on_the_way(world, take):
    rows = [["2026-02-13", f"lamp {number}", "", ""] for number in range(230)]
    told = []
    take(as_csv(rows), progress=lambda done, of: told.append((done, of)))
    assert told == [(100, 230), (200, 230)]


def test_numbers_in_text_columns_lose_the_spreadsheets_point_zero(world, take):
    rows = [[date(2026, 2, 13), Decimal(301), Decimal("0.30"), None]]
    kinds = [Kind.DATE, Kind.NUMBER, Kind.NUMBER, Kind.TEXT]
    _plan, result = take(as_workbook(rows, kinds), "a.xlsx")
    assert result.mistakes == []
    order = Order.objects.get()
    assert (order.symptom, order.cost) == ("301", Decimal("0.3"))
