"""One file that holds everything: the database, the stored files, and what each must hash to."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.translation import gettext as text

from .registry import Stop

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1024 * 1024
# What restore will ever write: the database and files named by their own hash.
STORED_FILE = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{64}(\.thumbnail)?")
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. `hashes` is {member: SHA-256}."""

    made_at: str
    vendor: str
    migrations: dict[str, str]
    hashes: dict[str, str]
    format: int = FORMAT

    @property
    def database(self) -> str:
        return DATABASES[self.vendor]


def write_archive(target: Path, members: Iterable[tuple[str, Path]], about: dict) -> Manifest:
    """Write the members and, last, the manifest; the target appears only when it is whole."""
    draft = target.with_name(f"{target.name}.part")
    mode = "w:gz" if target.name.endswith((".gz", ".tgz")) else "w"
    hashes = {}
    try:
        with tarfile.open(draft, mode) as archive:
            for name, path in members:
                hashes[name] = _add(archive, name, path)
            manifest = Manifest(**about, hashes=hashes)
            packed = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(packed)
            archive.addfile(entry, io.BytesIO(packed))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    """Add one file; its hash is taken of the very bytes that go in."""
    with path.open("rb") as source:
        entry = tarfile.TarInfo(name)
        entry.size = path.stat().st_size
        entry.mode = 0o600
        reader = _Hashing(source)
        archive.addfile(entry, reader)
    return reader.digest.hexdigest()


class _Hashing:
    def __init__(self, source):
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


def unpack_archive(source: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder and check every hash; raises Stop at the first wrong one."""
    hashes = {}
    packed = None
    try:
        with tarfile.open(source) as archive:
            for entry in archive:
                if entry.name == MANIFEST:
                    packed = archive.extractfile(entry).read()
                    continue
                _refuse_foreign(entry)
                hashes[entry.name] = _extract(archive, entry, folder / entry.name)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Stop(
            text("%(file)s is no readable backup: %(why)s") % {"file": source, "why": error}
        ) from None
    manifest = _read_manifest(source, packed)
    _compare(manifest, hashes)
    return manifest


def _refuse_foreign(entry: tarfile.TarInfo) -> None:
    """An archive may come from anywhere: nothing may be written outside the two places."""
    known = entry.name in DATABASES.values() or STORED_FILE.fullmatch(entry.name)
    if not entry.isfile() or not known:
        raise Stop(text("The backup holds something foreign: %(name)s") % {"name": entry.name})


def _extract(archive: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.extractfile(entry) as source, target.open("wb") as kept:
        for block in _blocks(source):
            digest.update(block)
            kept.write(block)
    return digest.hexdigest()


def _blocks(source) -> Iterator[bytes]:
    while block := source.read(BLOCK):
        yield block


def _read_manifest(source: Path, packed: bytes | None) -> Manifest:
    try:
        manifest = Manifest(**json.loads(packed or b""))
        if manifest.format == FORMAT and manifest.vendor in DATABASES:
            return manifest
    except (ValueError, TypeError):
        pass
    raise Stop(text("%(file)s has no manifest that this version reads.") % {"file": source})


def _compare(manifest: Manifest, hashes: dict[str, str]) -> None:
    for name, wanted in manifest.hashes.items():
        if hashes.get(name) != wanted:
            raise Stop(text("The backup is damaged: %(name)s is not as it was.") % {"name": name})
    foreign = sorted(set(hashes) - set(manifest.hashes))
    if foreign or manifest.database not in hashes:
        named = ", ".join(foreign) or manifest.database
        raise Stop(text("The backup does not fit its manifest: %(name)s") % {"name": named})
