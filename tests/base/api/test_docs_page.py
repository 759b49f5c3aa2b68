"""The page to try the interface, in a real browser under the real content security policy."""

from __future__ import annotations

from playwright.sync_api import expect

MOST_SECONDS = 20


def test_the_page_shows_every_call_and_asks_no_other_server(world, open_page, console_errors):
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/v1/docs")
    expect(page.get_by_text("/api/v1/measures/{name}/evidence")).to_be_visible(
        timeout=MOST_SECONDS * 1000
    )
    own = page.url.split("/api/")[0]
    assert all(url.startswith((own, "data:")) for url in asked), asked
