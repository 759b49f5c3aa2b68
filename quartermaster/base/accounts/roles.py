"""What a role is. The roles themselves are named in `site/roles.py` (setting QM_ROLES)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Role:
    """A named set of permissions; `second_factor` asks for one where the house demands it."""

    label: str
    permissions: frozenset[str]
    second_factor: bool = False


@lru_cache
def all_roles() -> Mapping[str, Role]:
    return import_string(settings.QM_ROLES)
