"""Keeping files: known by their content, stored once under their hash, photos with a thumbnail."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as text
from PIL import Image, ImageOps, UnidentifiedImageError

from .errors import Refused
from .models import Blob
from .uploads import Upload

MEBIBYTE = 1024 * 1024
THUMBNAIL_SIDE = 480
MOST_PIXELS = 80_000_000
IMAGE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
ZIP_MARKERS = {
    "word/document.xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "OFD.xml": "application/ofd",
}


def keep(upload: Upload) -> Blob:
    """Check and store one upload; raises Refused with what is wrong and what to do.

    The file is written before its row: a row never points to nothing; a file without a row is
    harmless and found again by its hash.
    """
    _refuse_size(upload)
    content_type, thumbnail = _recognise(upload)
    digest = hashlib.sha256(upload.content).hexdigest()
    known = Blob.objects.filter(sha256=digest).first()
    if known is not None and path_of(digest).exists():
        return known
    _write(path_of(digest), upload.content)
    if thumbnail is not None:
        _write(thumbnail_of(digest), thumbnail)
    if known is not None:
        return known
    return Blob.objects.create(
        sha256=digest,
        content_type=content_type,
        size=len(upload.content),
        has_thumbnail=thumbnail is not None,
    )


def path_of(sha256: str) -> Path:
    return Path(settings.QM_DATA_DIR) / "files" / sha256[:2] / sha256


def thumbnail_of(sha256: str) -> Path:
    return path_of(sha256).with_name(f"{sha256}.thumbnail")


def _refuse_size(upload: Upload) -> None:
    most = settings.QM_MAX_UPLOAD_MB
    size = len(upload.content) / MEBIBYTE
    if size > most:
        raise Refused(
            text(
                "“%(name)s” has %(size).1f MB; at most %(most)d MB are kept. "
                "Take the photo in a smaller size or send a part of the document."
            )
            % {"name": upload.name, "size": size, "most": most},
            rule="QM_MAX_UPLOAD_MB",
        )
    if not upload.content:
        raise Refused(text("“%(name)s” is empty. Please choose the file again.") % _named(upload))


def _named(upload: Upload) -> dict[str, str]:
    return {"name": upload.name}


def _recognise(upload: Upload) -> tuple[str, bytes | None]:
    """The type by content, never by name, and the thumbnail of a picture."""
    head = upload.content[:16]
    if head.startswith(b"%PDF-"):
        return "application/pdf", None
    if head.startswith(b"PK\x03\x04"):
        return _recognise_zip(upload), None
    if head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        return "image/heic", None
    return _recognise_image(upload)


def _recognise_zip(upload: Upload) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(upload.content)).namelist())
    except zipfile.BadZipFile:
        names = set()
    for marker, content_type in ZIP_MARKERS.items():
        if marker in names:
            return content_type
    raise _unknown(upload)


def _recognise_image(upload: Upload) -> tuple[str, bytes]:
    try:
        with Image.open(io.BytesIO(upload.content)) as picture:
            if picture.format not in IMAGE_TYPES or _pixels(picture) > MOST_PIXELS:
                raise _unknown(upload)
            content_type = IMAGE_TYPES[picture.format]
            picture.draft("RGB", (THUMBNAIL_SIDE * 2, THUMBNAIL_SIDE * 2))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            target = io.BytesIO()
            upright.save(target, "JPEG", quality=80)
            return content_type, target.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise _unknown(upload) from None


def _pixels(picture: Image.Image) -> int:
    return picture.width * picture.height


def _unknown(upload: Upload) -> Refused:
    return Refused(
        text(
            "“%(name)s” is not a photo, PDF, Word, Excel or OFD file, whatever its name says. "
            "Nothing was stored; please choose another file."
        )
        % _named(upload),
        rule="uploads.checked_by_content",
    )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    with draft.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    draft.replace(path)
