"""A file on its way in, before anything believes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Upload:
    """A name as claimed, the bytes as they came, and what the sender says it shows."""

    name: str
    content: bytes
    kind: str = "photo"
    taken_at: datetime | None = None
