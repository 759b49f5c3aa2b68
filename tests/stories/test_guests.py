"""People without an account: what they write is shown as they wrote it, and codes end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from quartermaster.base.accounts.queries import guest_of
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.models import Order
from quartermaster.modules.repairs.guests import order_of_claim
from tests.world import PASSWORD

HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE work_order; --",
    "{{ order.requester_phone }} {% load x %}",
    "灯💡坏了 👩‍⚕️",
    '"><img src=x onerror=alert(1)>',
)
CLAIM = "7K3M-92QX"


@pytest.fixture(autouse=True)
def the_worlds_clock(world, monkeypatch) -> None:
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: world.now)


def guest_report(world, symptom: str, claim: str = CLAIM) -> Order:
    guest = guest_of(world.hospital.pk, world.now)
    return work.report(guest, symptom=symptom, place=world.room, channel="qr", claim=claim)


@pytest.mark.parametrize("symptom", HOSTILE)
def test_whatever_is_written_is_shown_as_text(world, symptom):
    guest = Client()
    form = guest.get(f"/q/{world.room.tag}/")
    key = re.search(r'name="key" value="([^"]+)"', form.content.decode()).group(1)
    sent = guest.post(f"/q/{world.room.tag}/", {"key": key, "symptom": symptom})
    assert sent.status_code == 200
    order = Order.objects.get()
    assert (order.symptom, order.channel, order.unit) == (symptom, "qr", world.ward)
    claim = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", sent.content.decode()).group(0)
    page = guest.get("/follow/", {"claim": claim}).content.decode()
    assert escape(symptom) in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page

    desk = Client()
    desk.post("/sign-in/", {"username": "zhao", "password": PASSWORD})
    shown = desk.get(f"/s/repairs/{order.pk}/").content.decode()
    assert escape(symptom) in shown
    assert "<script>alert" not in shown


@pytest.mark.rows("R1-34")
def test_ten_thousand_characters_are_refused_and_kept_in_the_form(world):
    guest = Client()
    form = guest.get(f"/q/{world.room.tag}/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form).group(1)
    long = "灯" * 10_000
    answer = guest.post(f"/q/{world.room.tag}/", {"key": key, "symptom": long})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert not Order.objects.exists()


def test_a_form_sent_twice_is_one_order_with_one_code(world):
    guest = Client()
    given = {"key": "the-same-form", "symptom": "灯不亮"}
    pages = [guest.post(f"/q/{world.room.tag}/", given).content.decode() for _ in range(2)]
    assert Order.objects.count() == 1
    codes = [re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", page).group(0) for page in pages]
    assert codes[0] == codes[1]
    # The code itself is kept nowhere.
    assert codes[0] not in str(Order.objects.values().get())


def test_a_code_ends_thirty_days_after_its_order_was_closed(world):
    order = guest_report(world, "灯不亮")
    work.dispatch(world.as_(world.dispatcher), order, assignee=world.ma, category=world.lighting)
    order = work.finish(
        world.as_(world.electrician),
        work.take(world.as_(world.electrician), order),
        result="换灯管",
    )
    order = work.rate(guest_of(world.hospital.pk, world.now), order, rating=5)
    order = work.close(world.as_(world.dispatcher), order)
    world.now = order.closed_at + timedelta(days=30)
    assert order_of_claim(CLAIM.lower(), world.now) == order
    assert Client().get("/follow/", {"claim": CLAIM}).status_code == 200
    world.later(seconds=1)
    expired = Client().get("/follow/", {"claim": CLAIM})
    assert expired.status_code == 422
    assert "灯不亮" not in expired.content.decode()


def test_a_merged_reporter_follows_the_order_that_stayed(world):
    first = guest_report(world, "漏水", "AAAA-2222")
    second = guest_report(world, "又漏", "BBBB-3333")
    work.merge(world.as_(world.dispatcher), second, into=first)
    assert order_of_claim("BBBB-3333", world.now) == first
    unknown = Client().get("/follow/", {"claim": "ZZZZ-9999"})
    assert unknown.status_code == 422


def test_five_hundred_requests_of_one_phone_do_not_stop_another(world, monkeypatch):
    monkeypatch.setattr("quartermaster.base.web.limiting.time.time", lambda: 1_700_000_000.0)
    flood, other = Client(), Client()
    statuses = [flood.get("/follow/").status_code for _ in range(500)]
    # The first request brings no cookie yet; 120 more are answered.
    assert statuses.count(200) in {120, 121}
    assert set(statuses) == {200, 429}
    assert statuses[-1] == 429
    assert other.get(f"/q/{world.room.tag}/").status_code == 200
    given = {"key": "another-phone", "symptom": "灯不亮"}
    assert other.post(f"/q/{world.room.tag}/", given).status_code == 200
    assert Order.objects.count() == 1
