"""A document as JSON and back."""

from __future__ import annotations

import json

import pytest

from quartermaster.base.documents.pdf import to_pdf
from quartermaster.base.documents.plain import from_data, to_data
from quartermaster.base.documents.word import to_word


def test_a_document_survives_json_unchanged(report):
    assert from_data(json.loads(json.dumps(to_data(report)))) == report


def test_a_frozen_document_prints_the_same_bytes_again(report, fonts):
    """Time zones come back as offsets; what is printed stays the same to the byte."""
    thawed = from_data(json.loads(json.dumps(to_data(report))))
    assert to_word(thawed) == to_word(report)
    assert to_pdf(thawed, fonts) == to_pdf(report, fonts)


def test_the_data_says_what_the_document_says(report):
    data = to_data(report)
    assert data["issued_on"] == "2026-07-01"
    assert data["footer"] == {
        "since": "2026-01-01",
        "until": "2026-07-01",
        "generated_at": "2026-07-01T09:30:00+08:00",
        "reference": "后勤-2026-0017",
    }
    assert data["blocks"][0] == {"kind": "heading", "level": 1, "text": "一、主要工作"}
    assert data["blocks"][4]["spans"][1] == {
        "text": "1286",
        "figure": "repairs.reported",
        "pending": False,
        "emphasis": False,
    }
    assert data["blocks"][7] == {"kind": "page_break"}


def test_data_of_another_kind_is_refused(report):
    data = to_data(report)
    data["blocks"] = [{"kind": "video"}]
    with pytest.raises(KeyError, match="video"):
        from_data(data)
