"""Signing in with a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from quartermaster.base.accounts.models import User
from tests.world import PASSWORD


@pytest.fixture(autouse=True)
def passwords_do_not_grow_old(settings) -> None:
    """The small hospital lives in March 2026, the browser lives today."""
    settings.QM_PASSWORD_DAYS = 0


@pytest.fixture
def enter(open_page) -> Callable[..., Page]:
    """`enter(world.nurse, 360, 740)`: a page on which somebody has signed in by hand."""

    def sign_in(user: User, width: int = 1366, height: int = 768, **options) -> Page:
        page = open_page(width, height, **options)
        page.goto("/sign-in/")
        page.fill("#username", user.username)
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/")
        return page

    return sign_in
