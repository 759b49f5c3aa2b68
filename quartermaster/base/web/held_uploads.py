"""Files of a form that was refused are held for a day, so that nobody has to choose them again.

Browsers never fill a file field a second time. The held file's name in the form is signed for
the sender, so nobody can ask for another's.
"""

from __future__ import annotations

import json
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from quartermaster.base.core.files import MEBIBYTE
from quartermaster.base.core.uploads import Upload

KEPT_SECONDS = 24 * 3600
SALT = "quartermaster.held-upload"


def upload_from(file: UploadedFile, kind: str = "photo") -> Upload:
    return Upload(file.name or "file", file.read(), kind)


def hold(upload: Upload, owner: str) -> str | None:
    """A signed name for the upload, or None where it is too large to be held."""
    if len(upload.content) > settings.QM_MAX_UPLOAD_MB * MEBIBYTE:
        return None
    folder = _folder()
    _forget_old(folder)
    name = secrets.token_hex(16)
    (folder / name).write_bytes(upload.content)
    described = json.dumps({"name": upload.name, "kind": upload.kind}, ensure_ascii=False)
    (folder / f"{name}.json").write_text(described, encoding="utf-8")
    return signing.dumps([owner, name], salt=SALT)


def held(token: str, owner: str) -> Upload | None:
    """The upload behind a signed name; None when it is gone or somebody else's."""
    try:
        whose, name = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
        if whose != owner:
            return None
        described = json.loads((_folder() / f"{name}.json").read_text(encoding="utf-8"))
        return Upload(described["name"], (_folder() / name).read_bytes(), described["kind"])
    except (signing.BadSignature, OSError, ValueError, TypeError):
        return None


def _folder() -> Path:
    folder = Path(settings.QM_DATA_DIR) / "held"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _forget_old(folder: Path) -> None:
    border = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        if path.stat().st_mtime < border:
            path.unlink(missing_ok=True)
