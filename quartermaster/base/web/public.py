"""Marking the few pages that need no sign-in."""

from __future__ import annotations

from collections.abc import Callable

# The interface and the probes ask who is calling in their own way.
OPEN_PATHS = ("/api/", "/healthz", "/readyz", "/metrics")


def public(view: Callable) -> Callable:
    """A page for anybody. What a guest may do there is still decided by the guest's rights."""
    view.public = True
    return view


def is_open(path: str, view: Callable) -> bool:
    return getattr(view, "public", False) or path.startswith(OPEN_PATHS)
