"""Files are known by their content and stored once, whatever their names say."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from quartermaster.base.core.attaching import attach
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.files import keep, path_of, thumbnail_of
from quartermaster.base.core.models import Attachment, Blob
from quartermaster.base.core.uploads import Upload

from .conftest import SYSTEM

pytestmark = pytest.mark.django_db
WINDOWS_PROGRAM = b"MZ\x90\x00" + b"\x00" * 200
LINUX_PROGRAM = b"\x7fELF\x02\x01\x01" + b"\x00" * 200


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.QM_DATA_DIR = tmp_path


def picture(kind: str, colour: str = "green", size: tuple[int, int] = (640, 320)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind)
    return target.getvalue()


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return target.getvalue()


def stored_files(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_photo_is_kept_under_its_hash_with_a_small_copy(tmp_path):
    content = picture("JPEG")
    blob = keep(Upload("灯.jpg", content))
    assert (blob.content_type, blob.size, blob.has_thumbnail) == (
        "image/jpeg",
        len(content),
        True,
    )
    assert path_of(blob.sha256).read_bytes() == content
    with Image.open(thumbnail_of(blob.sha256)) as small:
        assert (small.format, small.size) == ("JPEG", (480, 240))
    assert len(stored_files(tmp_path)) == 2


def test_a_photo_taken_upright_is_shown_upright():
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned by a quarter
    Image.new("RGB", (640, 320)).save(target, "JPEG", exif=exif)
    blob = keep(Upload("x.jpg", target.getvalue()))
    with Image.open(thumbnail_of(blob.sha256)) as small:
        assert small.size == (240, 480)


def test_the_type_comes_from_the_content_and_not_from_the_name():
    kept = {
        "image/png": Upload("photo.jpg", picture("PNG")),
        "image/gif": Upload("photo.jpg", picture("GIF")),
        "image/webp": Upload("list.xlsx", picture("WEBP")),
        "application/pdf": Upload("photo.jpg", b"%PDF-1.7\n"),
        "application/ofd": Upload("发票.pdf", archive("OFD.xml")),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Upload(
            "x", archive("xl/workbook.xml")
        ),
    }
    for content_type, upload in kept.items():
        assert keep(upload).content_type == content_type


@pytest.mark.parametrize(
    "content",
    [
        WINDOWS_PROGRAM,
        LINUX_PROGRAM,
        b"#!/bin/sh\nrm -rf /\n",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a",
        b"\xff\xd8\xff\xe0 cut off",
        picture("PNG")[:100],
        archive("program.exe"),
        b"PK\x03\x04 no archive",
        "纯文本".encode(),
    ],
)
def test_a_program_called_photo_is_refused_and_nothing_is_stored(content, tmp_path):
    with pytest.raises(Refused, match="灯.jpg") as caught:
        keep(Upload("灯.jpg", content))
    assert caught.value.rule == "uploads.checked_by_content"
    assert stored_files(tmp_path) == []
    assert not Blob.objects.exists()


def test_a_picture_that_would_unpack_to_gigabytes_is_refused(tmp_path):
    target = io.BytesIO()
    Image.new("1", (10_000, 8_001)).save(target, "PNG")
    assert len(target.getvalue()) < 50_000
    with pytest.raises(Refused):
        keep(Upload("x.png", target.getvalue()))
    assert stored_files(tmp_path) == []


def test_forty_megabytes_are_refused_with_both_sizes(tmp_path):
    with pytest.raises(Refused, match=r"40\.0.*20") as caught:
        keep(Upload("影片.jpg", picture("JPEG") + b"\x00" * (40 * 1024 * 1024)))
    assert caught.value.rule == "QM_MAX_UPLOAD_MB"
    assert stored_files(tmp_path) == []


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(Refused, match="空.jpg"):
        keep(Upload("空.jpg", b""))
    assert not Blob.objects.exists()


def test_the_same_photo_twice_is_stored_once(houses, tmp_path):
    photo = picture("JPEG")
    first = attach(SYSTEM, houses.kitchen, [Upload("一.jpg", photo), Upload("二.jpg", photo)])
    assert [attachment.name for attachment in first] == ["一.jpg"]
    assert attach(SYSTEM, houses.kitchen, [Upload("三.jpg", photo)]) == []
    elsewhere = attach(SYSTEM, houses.library, [Upload("四.jpg", photo)])
    assert len(elsewhere) == 1
    assert (Blob.objects.count(), Attachment.objects.count()) == (1, 2)
    assert len(stored_files(tmp_path)) == 2


def test_a_file_lost_from_the_disk_is_written_again():
    upload = Upload("一.jpg", picture("JPEG"))
    blob = keep(upload)
    path_of(blob.sha256).unlink()
    assert keep(upload) == blob
    assert path_of(blob.sha256).read_bytes() == upload.content


def test_a_name_is_a_name_and_no_path(houses, tmp_path):
    [kept] = attach(
        SYSTEM, houses.kitchen, [Upload("../../etc/passwd\x00\n.jpg", picture("JPEG"))], "unknown"
    )
    assert kept.name == "../../etc/passwd .jpg"
    assert kept.kind == "file"
    assert path_of(kept.blob.sha256).is_relative_to(tmp_path)


def test_more_than_thirty_at_once_are_refused_before_any_is_stored(houses, tmp_path):
    many = [Upload(f"{number}.jpg", picture("JPEG", size=(8, 8))) for number in range(31)]
    with pytest.raises(Refused, match="30"):
        attach(SYSTEM, houses.kitchen, many)
    assert stored_files(tmp_path) == []
