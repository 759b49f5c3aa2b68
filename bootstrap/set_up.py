"""Everything between a fresh copy of the project and a command that runs."""

from __future__ import annotations

from bootstrap.frontend import ensure_frontend, ensure_node_packages, frontend_is_fresh
from bootstrap.packages import DEVELOPMENT, RUN_TIME, ensure_packages, packages_are_fresh
from bootstrap.project import only_one_at_a_time
from bootstrap.translations import ensure_translations, stale_translations


def set_up(*, development: bool = False, frontend: bool = True) -> None:
    """Make what is missing or stale; when nothing is, only a few files are hashed.

    `development` adds the tools of the tests; `frontend=False` leaves out what only pages and
    printed documents need.
    """
    lock = DEVELOPMENT if development else RUN_TIME
    pages = frontend_is_fresh() if frontend else True
    if packages_are_fresh(lock) and pages and not stale_translations():
        return
    with only_one_at_a_time():
        ensure_packages(lock)
        if frontend:
            ensure_frontend()
        ensure_translations()


def set_up_for_tests() -> None:
    """Make everything, the npm packages that only browser tests read included."""
    set_up(development=True)
    with only_one_at_a_time():
        ensure_node_packages()
