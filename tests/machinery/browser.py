"""A real browser: the machine's own Chromium, driven by Playwright, watched for complaints."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from bootstrap.frontend import node_folder
from bootstrap.programs import CHROMIUM
from bootstrap.project import NODE_PACKAGES
from tests.machinery.programs import require

AXE = NODE_PACKAGES / "axe-core" / "axe.min.js"
# What the browser itself would fetch from outside, and the sandbox that root cannot have.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SERIOUS = {"serious", "critical"}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One running Chromium for the whole process."""
    path = require(CHROMIUM)
    # Playwright's own Node needs a library that a bare Debian lacks; ours does not.
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node_folder() / "bin" / "node")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=list(FLAGS))
        # Playwright runs an event loop in this thread, which Django would refuse to work beside.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield browser
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        browser.close()


@pytest.fixture
def console_errors() -> Iterator[list[str]]:
    """What the pages of this test complained about; must be empty when it ends.

    A test that provokes a complaint looks at it and calls `clear()`.
    """
    errors: list[str] = []
    yield errors
    assert errors == []


@pytest.fixture
def open_page(chromium: Browser, live_server, console_errors: list[str]) -> Iterator[OpenPage]:
    """A function that opens a fresh, signed-out page of a given size: `open_page(360, 740)`.

    Addresses may be relative to the running server. Every page has its own cookies.
    """
    contexts = []

    def open_one(width: int = 1366, height: int = 768, **options: object) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: keep_error(message, console_errors))
        page.on("pageerror", lambda error: console_errors.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page of an ordinary office screen."""
    return open_page()


def keep_error(message: ConsoleMessage, errors: list[str]) -> None:
    """Keep a console message when it is an error."""
    if message.type == "error":
        errors.append(f"{message.text} ({message.location.get('url', '')})")


def accessibility_findings(page: Page) -> list[str]:
    """Return axe-core's serious and critical findings on a page: 'rule: element'.

    The rules are those of WCAG 2.2 up to AA.
    """
    page.evaluate(axe_source())
    result = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}"
        for violation in result["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def axe_source() -> str:
    """Return axe-core's script; evaluated by the test, not loaded by the page."""
    return Path(AXE).read_text(encoding="utf-8")
