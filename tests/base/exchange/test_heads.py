"""Which column is which input."""

from __future__ import annotations

import sys

import pytest

from quartermaster.base.core.errors import Refused
from quartermaster.base.exchange.commands import save_mapping
from quartermaster.base.exchange.heads import match
from quartermaster.base.exchange.plan import Wishes, prepare
from quartermaster.kernels.work import commands as work
from quartermaster.modules.repairs.screens import Repairs
from tests.base.exchange.conftest import HEADS, as_csv

BOUND = Repairs.imports


def paths(found):
    return {index: target.path for index, target in found.targets.items()}


def test_heads_are_known_by_input_name_and_by_label_whatever_their_decoration():
    label = str(next(each for each in BOUND.asked() if each.name == "symptom").label)
    found = match([f"* {label.upper()}（必填）：", "reported_on", "place note", "Weather"], BOUND)
    assert paths(found) == {0: "symptom", 1: "reported_on", 2: "place_note"}
    assert found.unused == ["Weather"]


def test_synonyms_of_the_commands_module_count(monkeypatch):
    module = sys.modules[work.back_enter.spec.function.__module__]
    monkeypatch.setattr(module, "IMPORT_SYNONYMS", {"symptom": ["Störung"]}, raising=False)
    assert paths(match(["STÖRUNG", "reported_on"], BOUND))[0] == "symptom"


def test_what_the_person_says_counts_more_than_the_name_and_a_dash_leaves_alone():
    given = {"symptom": "-", "Text": "symptom"}
    found = match(["symptom", "Text", "reported_on"], BOUND, given=given)
    assert paths(found) == {1: "symptom", 2: "reported_on"}
    assert found.unused == ["symptom"]


def test_two_columns_for_one_input_are_refused_by_name():
    with pytest.raises(Refused, match="Text.*symptom|symptom.*Text"):
        match(["symptom", "Text", "reported_on"], BOUND, given={"Text": "symptom"})


def test_a_missing_required_column_is_refused_with_the_heads_the_sheet_has():
    with pytest.raises(Refused, match="symptom.*Weather"):
        match(["Weather", "reported_on"], BOUND)


def test_an_input_that_does_not_exist_is_refused():
    with pytest.raises(Refused, match="no input"):
        match(["Text", "reported_on"], BOUND, given={"Text": "sympton"})


def test_a_saved_mapping_is_used_by_its_name_and_only_in_its_own_house(world, importer):
    save_mapping(importer, screen="repairs", name="paper", columns=HEADS)
    content = as_csv([["2026-03-01", "灯不亮", "", ""]])
    plan = prepare(importer, "repairs", "a.csv", content, Wishes(mapping="paper"))
    assert plan.mapping == HEADS
    stranger = world.as_(world.stranger)
    with pytest.raises(Refused, match="no column mapping"):
        prepare(stranger, "repairs", "a.csv", content, Wishes(mapping="paper"))
