"""A dark corridor from the QR sheet on the door to its place in the half-year report."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from quartermaster.base.core.models import Attachment
from quartermaster.base.core.proofs import PROOFS
from quartermaster.base.core.refs import ref
from quartermaster.kernels.reports.models import Report
from quartermaster.kernels.work.models import Order
from tests.machinery.browser import accessibility_findings

PHONE = {"has_touch": True, "is_mobile": True}
SIZES = ((360, 740), (1366, 768), (1920, 1080))
Look = Callable[[Page, str], None]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """`look(page, "sent")`: it is accessible and fits; pictures of three sizes are kept."""

    def look_at(page: Page, name: str) -> None:
        # From the top: what the sticky bar happens to cover would count as too small.
        page.evaluate("scrollTo(0, 0)")
        assert accessibility_findings(page) == [], name
        before = page.viewport_size
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name
        page.set_viewport_size(before)

    return look_at


def photo(name: str, colour: str) -> dict:
    kept = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(kept, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def do(page: Page, order: Order, verb: str) -> None:
    """Take one step of the order by its own page."""
    page.goto(f"/s/repairs/{order.pk}/{verb}/")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(rf"/s/repairs/{order.pk}/($|\?)"))


def reported(page: Page, world, look: Look) -> str:
    """A guest's phone before the QR sheet; gives the claim code."""
    page.goto(f"/q/{world.room.tag}/")
    look(page, "report")
    page.fill("[name=symptom]", "走廊日光灯不亮")
    page.set_input_files("[name=photos]", photo("before.jpg", "black"))
    page.locator("main form button.primary").click()
    page.wait_for_selector(".claim")
    look(page, "sent")
    return page.locator(".claim").inner_text().strip()


def dispatched(page: Page, world, order: Order, look: Look) -> None:
    page.goto(f"/s/repairs/{order.pk}/")
    look(page, "order")
    page.goto(f"/s/repairs/{order.pk}/dispatch/")
    # The words of the fault name the trade, the grid names the electrician of the building.
    look(page, "dispatch")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(rf"/s/repairs/{order.pk}/($|\?)"))
    order.refresh_from_db()
    assert (order.state, order.assignee, order.category) == ("dispatched", world.ma, world.lighting)


def finished(page: Page, order: Order, look: Look) -> None:
    do(page, order, "take")
    do(page, order, "arrive")
    page.goto(f"/s/repairs/{order.pk}/finish/")
    page.fill("[name=result]", "更换日光灯管")
    for closed in page.locator("main details:not([open]) > summary").all():
        closed.click()
    page.fill("[name='lines.0.item']", "更换日光灯管")
    page.fill("[name='lines.0.quantity']", "2")
    page.select_option("[name='lines.0.measure_unit']", "支")
    page.set_input_files("[name=photos]", photo("after.jpg", "white"))
    look(page, "finish")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(rf"/s/repairs/{order.pk}/($|\?)"))


def rated(page: Page, claim: str, look: Look) -> None:
    page.goto("/follow/")
    page.fill("#claim", claim)
    page.locator("main form button.primary").click()
    look(page, "followed")
    page.locator("a[href*='do=rate']").click()
    page.locator("main form [name=rating]").first.fill("5")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/follow/?claim=*")
    expect(page.locator("main")).to_contain_text("5 / 5")


def report_opens_the_order(page: Page, order: Order, look: Look) -> Report:
    page.goto("/s/reports/new/draft/")
    today = timezone.localdate()
    page.fill("[name=period]", f"{today.year}H{1 if today.month <= 6 else 2}")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/reports/\d+/"))
    report = Report.objects.get()
    page.goto(f"/reports/{report.pk}/")
    look(page, "report-text")
    done = report.figures.get(measure="work.finished")
    assert (done.value, done.evidence_count) == (1, 1)
    page.locator(f"a[href$='/figures/{done.pk}/']").first.click()
    look(page, "figure")
    evidence = page.locator("ol.evidence a")
    expect(evidence).to_have_count(1)
    expect(evidence).to_contain_text(order.number)
    evidence.click()
    page.wait_for_url(f"**/s/repairs/{order.pk}/")
    return report


@pytest.mark.rows("R1-33", "R1-34", "R2-29", "X-02", "X-05")
def test_one_repair_from_the_door_to_the_report(world, open_page, enter, look):
    guest = open_page(360, 740, **PHONE)
    claim = reported(guest, world, look)
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", claim)
    order = Order.objects.get()
    assert (order.channel, order.place, order.requester_user_id) == ("qr", world.room, None)

    dispatched(enter(world.dispatcher), world, order, look)
    finished(enter(world.electrician, 360, 740, **PHONE), order, look)
    order.refresh_from_db()
    assert [str(line) for line in order.quantity_lines.all()] == ["更换日光灯管 2 支"]
    kinds = Attachment.objects.filter(subject=ref(order)).order_by("pk")
    assert [each.kind for each in kinds] == ["before", "after"]

    rated(guest, claim, look)
    order.refresh_from_db()
    assert (order.state, order.rating) == ("rated", 5)
    report = report_opens_the_order(enter(world.chief), order, look)
    quantity = report.figures.get(measure="work.quantity")
    assert (quantity.value, quantity.evidence_count) == (2, 1)

    for name, each in PROOFS.items():
        assert list(each.check(None)) == [], name
