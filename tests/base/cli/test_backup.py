"""A backup brings everything back, and a damaged or foreign one is refused before it harms."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from PIL import Image

from quartermaster.base.core.commands import add_files
from quartermaster.base.core.files import path_of
from quartermaster.base.core.models import Blob, Institution
from quartermaster.base.core.refs import ref
from quartermaster.base.core.sealing import seal
from quartermaster.base.core.uploads import Upload
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.models import Order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy(world, settings, tmp_path):
    """A house with an order that has a photo, its audit trail sealed."""
    settings.QM_DATA_DIR = tmp_path / "data"
    order = world.finished()
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(picture, "PNG")
    add_files(
        world.as_(world.nurse), about=ref(order), files=[Upload("灯.png", picture.getvalue())]
    )
    seal(world.now, everything=True)
    return world


def rewritten(source: Path, target: Path, change) -> Path:
    """The archive with every member passed through change(name, content) → (name, content)."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for entry in old:
            name, content = change(entry.name, old.extractfile(entry).read())
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
    return target


@pytest.mark.parametrize("name", ["all.tar", "all.tar.gz"])
def test_what_was_there_at_the_backup_is_there_again_and_proved(busy, qm, tmp_path, name):
    target = tmp_path / name
    outcome = qm("backup", target)
    assert outcome.status == 0, outcome.complained
    blob = Blob.objects.get()
    content = path_of(blob.sha256).read_bytes()

    work.report(busy.as_(busy.nurse), symptom="后来的", place=busy.room)
    path_of(blob.sha256).unlink()
    assert Order.objects.count() == 2
    outcome = qm("restore", target, "--replace")
    assert outcome.status == 0, outcome.complained + outcome.said
    assert "FAILED" not in outcome.said
    assert Order.objects.get().result == "更换日光灯管"
    assert path_of(blob.sha256).read_bytes() == content
    assert Institution.objects.count() == 2
    # Life goes on: numbers and ids continue where the backup ended.
    assert work.report(busy.as_(busy.nurse), symptom="新的", place=busy.room).pk > 1


def test_a_backup_may_be_taken_while_somebody_is_writing(busy, qm, tmp_path):
    assert qm("backup", tmp_path / "a.tar").status == 0
    busy.reported("同时")
    assert Order.objects.count() == 2


def test_restoring_over_data_needs_to_be_said(busy, qm, tmp_path):
    target = tmp_path / "all.tar"
    qm("backup", target)
    busy.reported("后来的")
    outcome = qm("restore", target)
    assert outcome.status == 1
    assert "--replace" in outcome.complained
    assert Order.objects.count() == 2


def test_a_backup_is_not_written_over_another_unasked(busy, qm, tmp_path):
    target = tmp_path / "all.tar"
    assert qm("backup", target).status == 0
    before = target.read_bytes()
    assert qm("backup", target).status == 1
    assert target.read_bytes() == before
    assert qm("backup", target, "--replace").status == 0
    assert not list(tmp_path.glob("*.part"))


def test_a_changed_byte_is_found_and_nothing_is_restored(busy, qm, tmp_path):
    good = tmp_path / "good.tar"
    qm("backup", good)

    def spoil(name, content):
        return name, content[:-1] + b"x" if name.startswith("files/") else content

    bad = rewritten(good, tmp_path / "bad.tar", spoil)
    busy.reported("后来的")
    outcome = qm("restore", bad, "--replace")
    assert outcome.status == 1
    assert "files/" in outcome.complained
    assert Order.objects.count() == 2


@pytest.mark.parametrize("foreign", ["../../evil", "/tmp/evil", "files/aa/evil", "other"])  # noqa: S108
def test_an_archive_with_foreign_members_is_refused(busy, qm, tmp_path, foreign):
    good = tmp_path / "good.tar"
    qm("backup", good)

    def smuggle(name, content):
        return (foreign if name.endswith(".thumbnail") else name), content

    outcome = qm("restore", rewritten(good, tmp_path / "bad.tar", smuggle), "--replace")
    assert outcome.status == 1
    assert outcome.complained.count("\n") == 1
    assert Order.objects.count() == 1


def test_what_is_no_backup_is_said_in_one_line(busy, qm, tmp_path):
    for content in (b"", b"not a tar", b"\x1f\x8b broken"):
        (tmp_path / "x.tar").write_bytes(content)
        outcome = qm("restore", tmp_path / "x.tar", "--replace")
        assert (outcome.status, outcome.complained.count("\n")) == (1, 1)
    assert qm("restore", tmp_path / "missing.tar").status == 1
    assert Order.objects.count() == 1
