"""`qm backup FILE`: the database and the stored files in one archive, while everybody works on."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from .archive import DATABASES, STORED_FILE, unpack_archive, write_archive
from .dumping import dump
from .out import say
from .registry import Stop, cli


def _ask(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="….tar or ….tar.gz")
    parser.add_argument("--replace", action="store_true", help="write over an existing file")


@cli("backup", summary=_("Back everything up into one file"), arguments=_ask)
def backup(given: Namespace) -> None:
    target: Path = given.file
    if target.exists() and target.stat().st_size and not given.replace:
        raise Stop(text("%(file)s exists; use --replace to write over it.") % {"file": target})
    if not target.parent.is_dir():
        raise Stop(text("There is no folder %(folder)s.") % {"folder": target.parent})
    with tempfile.TemporaryDirectory(prefix="qm-backup-", dir=_roomy()) as folder:
        database = Path(folder) / DATABASES[connection.vendor]
        dump(database)
        # The files come second: a row of the dump never points to a file that is not there.
        members = [(database.name, database), *_stored_files()]
        manifest = write_archive(target, members, _about())
        unpack_archive(target, Path(folder) / "check")
    size = target.stat().st_size / 1024 / 1024
    say(
        text("%(file)s: the database and %(count)d files, %(size).1f MB, read back and right.")
        % {"file": target, "count": len(manifest.hashes) - 1, "size": size}
    )


def _roomy() -> Path:
    """Beside the data: the system's own temporary folder may be too small."""
    folder = Path(settings.QM_DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _about() -> dict:
    applied = MigrationRecorder.Migration.objects.order_by("id").values_list("app", "name")
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "vendor": connection.vendor,
        "migrations": dict(applied),
    }


def _stored_files() -> Iterator[tuple[str, Path]]:
    root = Path(settings.QM_DATA_DIR)
    for path in sorted((root / "files").glob("*/*")):
        name = path.relative_to(root).as_posix()
        if STORED_FILE.fullmatch(name):
            yield name, path
