"""Coming in: sign-in, lock-out, second factor, password, idle time, language, headers."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from quartermaster.base.accounts.models import User
from quartermaster.base.web.headers import CONTENT_SECURITY_POLICY
from quartermaster.base.web.identity import ACCOUNT, SEEN
from quartermaster.kernels.work.models import Order
from tests.world import PASSWORD


def try_to_enter(client: Client, username: str = "wu", password: str = PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_the_right_password_leads_to_where_one_wanted_to_go(world, client):
    answer = try_to_enter(client, next="/s/repairs/?state=reported")
    assert answer.status_code == 302
    assert answer["Location"] == "/s/repairs/?state=reported"
    assert client.session[ACCOUNT] == world.nurse.pk


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_no_link_leads_elsewhere_after_signing_in(world, client, elsewhere):
    assert try_to_enter(client, next=elsewhere)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(world, client):
    wrong = try_to_enter(client, password="Wrong-pass-1")
    unknown = try_to_enter(client, username="nobody")
    assert wrong.status_code == unknown.status_code == 401
    said = "User name or password is not right."
    assert said in wrong.content.decode() or "不" in wrong.content.decode()
    assert ACCOUNT not in client.session


def test_five_wrong_passwords_lock_even_the_right_one(world, client):
    for _time in range(5):
        try_to_enter(client, password="Wrong-pass-1")
    locked = try_to_enter(client)
    assert locked.status_code == 429
    assert int(locked["Retry-After"]) > 0
    assert ACCOUNT not in client.session


def test_the_session_gets_a_new_name_when_somebody_signs_in(world, client):
    session = client.session
    session["anything"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    try_to_enter(client)
    assert client.session.session_key != before
    assert "anything" not in client.session


def test_signing_out_ends_the_session(world, browser_of):
    client = browser_of(world.nurse)
    assert client.get("/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/").status_code == 302


def test_a_session_ends_after_the_idle_time(world, browser_of, settings):
    client = browser_of(world.nurse)
    session = client.session
    session.set_expiry(timezone.now() - timedelta(seconds=1))
    session.save()
    assert client.get("/").status_code == 302


def test_using_the_pages_keeps_the_session_awake(world, browser_of):
    client = browser_of(world.nurse)
    session = client.session
    earlier = session[SEEN] = int(timezone.now().timestamp()) - 600
    session.save()
    client.get("/")
    assert client.session[SEEN] >= earlier + 600


def test_a_closed_account_is_out_at_once(world, browser_of):
    client = browser_of(world.nurse)
    User.objects.filter(pk=world.nurse.pk).update(active=False)
    assert client.get("/").status_code == 302


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(world, browser_of):
    here, elsewhere = browser_of(world.nurse), browser_of(world.nurse)
    new = "Autumn-2027-roof"
    answer = here.post("/password/", {"old": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_a_first_password_must_be_changed_before_anything_else(world, browser_of):
    User.objects.filter(pk=world.nurse.pk).update(must_change_password=True)
    client = browser_of(world.nurse)
    assert client.get("/s/repairs/")["Location"] == "/password/"
    assert client.get("/password/").status_code == 200


def test_two_different_new_passwords_are_refused(world, browser_of):
    answer = browser_of(world.nurse).post(
        "/password/", {"old": PASSWORD, "new": "Autumn-2027-roof", "again": "Autumn-2027-rooF"}
    )
    assert answer.status_code == 422
    assert User.objects.get(pk=world.nurse.pk).password == world.nurse.password


def test_the_second_factor_is_shown_as_a_code_and_asked_for_afterwards(world, browser_of):
    client = browser_of(world.nurse)
    page = client.get("/second-factor/").content.decode()
    secret = client.session["new_second_factor"]
    assert secret in page
    assert 'class="qr"' in page
    refused = client.post("/second-factor/", {"code": "000000"})
    assert refused.status_code == 422
    assert client.post("/second-factor/", {"code": pyotp.TOTP(secret).now()}).status_code == 302
    fresh = Client()
    asked = try_to_enter(fresh)
    assert asked.status_code == 200
    assert 'name="code"' in asked.content.decode()
    assert ACCOUNT not in fresh.session


def test_a_role_that_needs_a_second_factor_is_led_there(world, browser_of, settings):
    settings.QM_REQUIRE_SECOND_FACTOR = True
    assert browser_of(world.chief).get("/")["Location"] == "/second-factor/"
    assert browser_of(world.nurse).get("/").status_code == 200


def test_every_answer_carries_the_strict_headers(world, browser_of):
    for answer in (Client().get("/sign-in/"), browser_of(world.nurse).get("/s/repairs/")):
        assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "microphone=()" in answer["Permissions-Policy"]
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert answer["Cache-Control"] == "private, no-store"


def test_no_page_holds_inline_script_or_style(busy, browser_of):
    client = browser_of(busy.chief)
    record = f"/s/repairs/{Order.objects.first().pk}/"
    for address in ("/", "/s/repairs/", record, "/s/repairs/new/report/", "/account/"):
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert page.count("<script") == page.count('<script type="module" src="/static/')


def test_the_house_speaks_chinese_until_somebody_chooses(world, client):
    assert client.get("/sign-in/")["Content-Language"] == "zh-hans"
    chosen = client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert chosen["Location"] == "/sign-in/"
    assert client.get("/sign-in/")["Content-Language"] == "en"
    assert 'lang="en"' in client.get("/sign-in/").content.decode()


def test_an_unknown_language_is_not_remembered(world, client):
    answer = client.post("/language/", {"language": "tlh", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert "qm_language" not in client.cookies


def test_the_language_of_the_account_counts_on_a_new_device(world, browser_of):
    User.objects.filter(pk=world.nurse.pk).update(language="en")
    assert browser_of(world.nurse).get("/")["Content-Language"] == "en"


def test_what_is_not_there_and_what_is_not_yours_look_the_same(busy, browser_of):
    client = browser_of(busy.stranger)
    missing = client.get("/s/repairs/999999/")
    hidden = client.get(f"/s/repairs/{Order.objects.first().pk}/")
    assert missing.status_code == hidden.status_code == 404
    title = missing.content.decode().partition("<main")[2]
    assert (
        title.partition("</main>")[0]
        == hidden.content.decode().partition("<main")[2].partition("</main>")[0]
    )


def test_a_form_from_elsewhere_is_not_taken(world, browser_of):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["sessionid"] = browser_of(world.nurse).cookies["sessionid"].value
    assert strict.post("/sign-out/").status_code == 403
    assert strict.get("/").status_code == 200
