"""What people touch: every kind of page at three widths, by keyboard, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from quartermaster.kernels.work.models import Order
from tests.machinery.browser import accessibility_findings

SIZES = ((360, 740), (1366, 768), (1920, 1080))
PAGES = (
    "/",
    "/s/repairs/",
    "/s/repairs/?state=reported",
    "/s/repairs/1/",
    "/s/repairs/new/report/",
    "/s/repairs/1/print/",
    "/s/units/",
    "/s/rules/new/set_rule/",
    "/notices/",
    "/account/",
    "/search/?q=zzz",
    "/s/repairs/filters/",
    "/second-factor/",
)
COMPRESSED_AT_MOST = 40 * 1024


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_page_is_accessible_and_fits_its_width(busy, enter, width, height):
    page = enter(busy.chief, width, height)
    for address in PAGES:
        assert page.goto(address).status == 200
        page.wait_for_load_state("networkidle")
        assert accessibility_findings(page) == [], address
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address


def test_dark_pages_keep_their_contrast(busy, enter):
    page = enter(busy.dispatcher, color_scheme="dark")
    for address in ("/", "/s/repairs/", "/s/repairs/1/", "/s/repairs/new/report/"):
        page.goto(address)
        assert accessibility_findings(page) == [], address


def test_the_first_list_page_is_light(busy, enter):
    page = enter(busy.dispatcher)
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/s/repairs/")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) <= COMPRESSED_AT_MOST


def test_the_search_is_two_keys_away_from_a_record(busy, enter):
    page = enter(busy.dispatcher)
    page.keyboard.press("/")
    page.keyboard.type("sltls")  # 水龙头漏水 by its initials
    page.wait_for_selector("[role=option]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/s/repairs/2/")


def test_rows_are_walked_by_keyboard(busy, enter):
    page = enter(busy.dispatcher)
    page.goto("/s/repairs/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "BX20260002"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/s/repairs/3/")


def test_a_chosen_filter_shows_its_rows_at_once(busy, enter):
    page = enter(busy.dispatcher)
    page.goto("/s/repairs/")
    page.select_option("select[name=urgency]", "P2")
    expect(page.locator("table.list tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?urgency=P2$"))
    page.fill("input[name=trade]", "diangong")
    page.get_by_role("option", name="电工").click()  # no electrician's order is that urgent
    expect(page.locator(".empty")).to_be_visible()
    assert page.url.endswith(f"trade={busy.electricity.pk}")


def test_a_fault_is_reported_and_said_to_be_done(busy, enter):
    page = enter(busy.nurse, 360, 740, has_touch=True)
    before = Order.objects.count()
    page.goto("/s/repairs/new/report/")
    page.fill("[name=symptom]", "空调滴水")
    page.locator("main form button.primary").dblclick()
    page.wait_for_url("**/s/repairs/*/*")
    assert page.locator("#toast").inner_text() != ""
    assert "done=" not in page.url
    assert Order.objects.count() == before + 1


def test_lines_grow_one_at_a_time_and_go_again(busy, enter):
    order = busy.dispatched(symptom="换锁")
    page = enter(busy.electrician)
    page.goto(f"/s/repairs/{order.pk}/")
    page.locator(f"form[action$='/{order.pk}/take/'] button").click()
    page.locator(f"form[action$='/{order.pk}/arrive/'] button, a[href$='/arrive/']").first.click()
    page.goto(f"/s/repairs/{order.pk}/record_work/")
    rows = page.locator("[data-lines] tbody tr")
    assert rows.count() == 1
    page.locator("[data-lines] > button").click()
    assert rows.count() == 2
    rows.nth(0).locator("button").click()
    assert rows.count() == 1


def test_a_list_and_a_form_work_without_scripts(busy, enter):
    page = enter(busy.nurse, java_script_enabled=False)
    page.goto("/s/repairs/?state=reported")
    page.locator("table.list tbody th a").first.click()
    assert page.url.endswith("/s/repairs/2/")
    page.fill("[name=text]", "请尽快")
    page.locator("#story form button").click()
    assert "请尽快" in page.locator(".story").inner_text()
