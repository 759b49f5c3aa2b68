"""Stamps, programs and logs: what decides whether something is made again."""

from __future__ import annotations

import os

import pytest

from bootstrap import project, translations
from bootstrap.programs import Program, find
from bootstrap.project import fingerprint, read_stamp, telling_line, write_stamp

pytestmark = pytest.mark.once


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project in a temporary folder."""
    monkeypatch.setattr(project, "ROOT", tmp_path)
    return tmp_path


def test_a_fingerprint_changes_with_content_name_and_count_but_not_with_time(root):
    (root / "a.js").write_text("1")
    before = fingerprint([root])

    os.utime(root / "a.js", (1, 1))
    assert fingerprint([root]) == before

    (root / "b.js").write_text("1")
    with_two = fingerprint([root])
    (root / "b.js").rename(root / "c.js")
    renamed = fingerprint([root])
    (root / "c.js").write_text("2")

    assert len({before, with_two, renamed, fingerprint([root])}) == 4


def test_a_missing_stamp_is_an_empty_one(tmp_path):
    assert read_stamp(tmp_path / "none") == ""
    write_stamp(tmp_path / "some", "abc")
    assert read_stamp(tmp_path / "some") == "abc"


def test_the_newest_installed_version_is_found_by_number(tmp_path):
    for version in ("9", "15", "13"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb-for-a-test").touch()

    program = Program(("initdb-for-a-test",), (), f"{tmp_path}/*/bin")

    assert find(program) == tmp_path / "15" / "bin" / "initdb-for-a-test"
    assert find(Program(("no-such-program-for-a-test",), ())) is None


def test_a_failure_is_told_by_its_final_error(tmp_path):
    log = tmp_path / "log"
    log.write_text(
        "Collecting\nWARNING: an error, retrying\nERROR: no matching package\n[notice]\n"
    )
    assert telling_line(log) == "ERROR: no matching package"

    log.write_text("npm error code ECONNREFUSED\nnpm error a complete log\n")
    assert telling_line(log) == "npm error code ECONNREFUSED"

    assert telling_line(tmp_path / "none") == ""


def test_a_translation_is_stale_until_compiled_and_after_a_change(root, monkeypatch):
    monkeypatch.setattr(translations, "ROOT", root)
    source = root / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "Yes"\nmsgstr "是"\n', encoding="utf-8")
    assert translations.stale_translations() == [source]

    translations.ensure_translations()
    assert source.with_suffix(".mo").exists()
    assert translations.stale_translations() == []

    os.utime(source, (4_000_000_000, 4_000_000_000))
    assert translations.stale_translations() == [source]
