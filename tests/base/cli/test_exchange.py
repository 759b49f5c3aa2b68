"""`qm import` and `qm export`."""

from __future__ import annotations

import pytest

from quartermaster.base.documents.spreadsheet import read_table
from quartermaster.base.exchange.models import ColumnMapping, ImportBatch
from quartermaster.kernels.work.models import Order

MAPS = ("--map", "Date=reported_on", "--map", "Text=symptom", "--map", "Room=place")


@pytest.fixture
def sheet(tmp_path):
    """sheet(rows) → the path of a CSV file with those lines below its head."""

    def written(*lines: str):
        path = tmp_path / "orders.csv"
        path.write_text("\n".join(["Date,Text,Room", *lines]))
        return path

    return written


def test_a_sheet_goes_in_for_the_named_institution(world, qm, sheet):
    path = sheet("2026-02-13,灯不亮,B1-301", "2026-02-14,漏水,")
    outcome = qm("import", "repairs", path, "--institution", "h1", *MAPS)
    assert outcome.status == 0, outcome.complained
    assert "2 rows read, 2 taken in, 0 already there, 0 with mistakes." in outcome.said
    assert Order.objects.filter(institution=world.hospital).count() == 2
    assert ImportBatch.objects.get().by == "system"


def test_mistakes_are_listed_by_cell_and_the_status_is_one(world, qm, sheet):
    path = sheet("soon,灯不亮,B1-301", "2026-02-14,,nowhere")
    outcome = qm("import", "repairs", path, "--institution", "h1", *MAPS)
    assert outcome.status == 1
    for cell in ("A2 (Date)", "B3 (Text)", "C3 (Room)"):
        assert cell in outcome.said
    assert Order.objects.count() == 0


def test_bad_rows_are_written_where_asked_when_they_are_skipped(world, qm, sheet, tmp_path):
    path = sheet("2026-02-13,灯不亮,B1-301", "2026-02-14,,")
    target = tmp_path / "bad.xlsx"
    words = ("--institution", "h1", "--skip-bad", "--rejects", target)
    assert qm("import", "repairs", path, *words, *MAPS).status == 1
    assert Order.objects.count() == 1
    assert len(read_table(target).rows) == 1


def test_a_mapping_saved_once_is_used_by_name_afterwards(world, qm, sheet):
    path = sheet("2026-02-13,灯不亮,B1-301")
    words = ("import", "repairs", path, "--as", "lin")
    assert qm(*words, "--save-mapping", "paper", *MAPS).status == 0
    assert ColumnMapping.objects.get().columns["Text"] == "symptom"
    path = sheet("2026-02-14,漏水,")
    assert qm(*words, "--mapping", "paper").status == 0
    assert Order.objects.count() == 2


def test_the_named_accounts_rights_count(world, qm, sheet):
    path = sheet("2026-02-13,灯不亮,B1-301")
    outcome = qm("import", "repairs", path, "--as", "wu", *MAPS)
    assert outcome.status == 1
    assert qm("import", "repairs", path, "--as", "nobody", *MAPS).status == 1
    assert Order.objects.count() == 0


def test_the_institution_must_be_said_when_there_are_several(world, qm, sheet):
    outcome = qm("import", "repairs", sheet("2026-02-13,灯,"), *MAPS)
    assert outcome.status == 1
    assert "--institution" in outcome.complained


def test_an_export_holds_the_rows_of_that_institution_and_no_others(world, qm, tmp_path):
    world.dispatched()
    world.reported("水龙头漏水")
    target = tmp_path / "out.xlsx"
    assert qm("export", "repairs", "--institution", "h1", "--out", target).status == 0
    sheet = read_table(target)
    assert sorted(row.values[1] for row in sheet.rows) == ["水龙头漏水", "走廊日光灯不亮"]
    assert qm("export", "repairs", "--institution", "h2", "--out", target).status == 0
    assert len(read_table(target).rows) == 0


def test_an_export_can_be_filtered_and_written_as_csv(world, qm, tmp_path):
    world.dispatched()
    world.reported("=1+1 漏水")
    target = tmp_path / "out.csv"
    words = ("export", "repairs", "--institution", "h1", "--out", target)
    assert qm(*words, "--filter", "state=reported").status == 0
    lines = target.read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert ",'=1+1 漏水," in lines[1]
    assert qm(*words, "--filter", "colour=red").status == 2
