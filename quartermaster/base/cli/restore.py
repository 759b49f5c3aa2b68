"""`qm restore FILE`: everything back from an archive, checked before and proved after."""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.models import Institution

from .archive import Manifest, unpack_archive
from .dumping import load
from .out import say
from .registry import Stop, cli
from .verify import prove_all


def _ask(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--replace", action="store_true", help="give up what is there now")


@cli("restore", summary=_("Bring everything back from a backup"), arguments=_ask)
def restore(given: Namespace) -> int:
    if not given.file.is_file():
        raise Stop(text("There is no file %(file)s.") % {"file": given.file})
    if not given.replace and not _is_empty():
        raise Stop(text("There is data here already; use --replace to give it up."))
    root = Path(settings.QM_DATA_DIR)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="qm-restore-", dir=root) as name:
        folder = Path(name)
        manifest = unpack_archive(given.file, folder)
        _refuse_unfit(manifest)
        # Files first: they are named by their content, so the old database does not mind them.
        _put_files(folder, root)
        load(folder / manifest.database)
    call_command("migrate", interactive=False, verbosity=0)
    say(text("Restored the backup of %(when)s.") % {"when": manifest.made_at})
    return prove_all(None)


def _is_empty() -> bool:
    """Whether nobody has begun to work here yet; a database without tables is as empty."""
    if Institution._meta.db_table not in connection.introspection.table_names():
        return True
    try:
        return not Institution.objects.exists()
    except DatabaseError:
        return False


def _refuse_unfit(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise Stop(
            text("This backup is of %(theirs)s; the database here is %(ours)s.")
            % {"theirs": manifest.vendor, "ours": connection.vendor}
        )
    known = MigrationLoader(None).disk_migrations
    newer = [
        f"{app}.{name}" for app, name in manifest.migrations.items() if (app, name) not in known
    ]
    if newer:
        raise Stop(
            text("This backup comes from a newer version (%(migrations)s). Update first.")
            % {"migrations": ", ".join(newer)}
        )


def _put_files(folder: Path, root: Path) -> None:
    for path in sorted((folder / "files").glob("*/*")):
        target = root / path.relative_to(folder)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
