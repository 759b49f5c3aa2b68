"""Forms: what is asked, what was wrong, what is kept, what happens twice."""

from __future__ import annotations

import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from quartermaster.base.accounts.models import User
from quartermaster.base.core.models import Attachment, Audit, Comment, Rule, Unit
from quartermaster.base.core.refs import ref
from quartermaster.base.core.screen import SCREENS
from quartermaster.kernels.work.models import Order, QuantityLine


def photo(name: str = "floor.jpg", colour: str = "red") -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


def leaking() -> Order:
    return Order.objects.get(symptom="水龙头漏水")


def key_of(page: str) -> str:
    return re.search(r'name="key" value="([^"]+)"', page).group(1)


def test_a_fault_is_reported_with_a_photo(world, browser_of):
    client = browser_of(world.nurse)
    answer = client.post(
        "/s/repairs/new/report/",
        {"key": "k1", "symptom": "漏水", "place": ref(world.room), "photos": [photo()]},
    )
    order = Order.objects.get()
    assert answer["Location"] == f"/s/repairs/{order.pk}/?done=work.report"
    assert (order.symptom, order.place, order.unit) == ("漏水", world.room, world.ward)
    assert Attachment.objects.get().subject == ref(order)


def test_the_same_form_sent_twice_makes_one_order(world, browser_of):
    client = browser_of(world.nurse)
    sent = {"key": "k1", "symptom": "漏水", "place": ref(world.room)}
    first = client.post("/s/repairs/new/report/", sent)
    second = client.post("/s/repairs/new/report/", sent)
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_the_same_key_with_other_words_is_a_conflict_and_changes_nothing(world, browser_of):
    client = browser_of(world.nurse)
    sent = {"key": "k1", "symptom": "漏水", "place": ref(world.room)}
    client.post("/s/repairs/new/report/", sent)
    answer = client.post("/s/repairs/new/report/", {**sent, "symptom": "停电"})
    assert answer.status_code == 409
    assert "停电" in answer.content.decode()
    assert key_of(answer.content.decode()) != "k1"
    assert Order.objects.count() == 1


def test_a_mistake_keeps_what_was_typed_and_says_where_it_is(world, browser_of):
    answer = browser_of(world.nurse).post(
        "/s/repairs/new/report/",
        {"key": "k1", "symptom": "", "place": ref(world.room), "requester_phone": "8103-55"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="in-symptom-error"' in page
    assert 'aria-invalid="true" aria-describedby="in-symptom-error"' in page
    assert '<a href="#in-symptom">' in page
    assert f'value="{ref(world.room)}" selected' in page
    assert 'value="8103-55"' in page
    assert not Order.objects.exists()


def test_photos_of_a_refused_form_are_kept_for_the_next_try(world, browser_of):
    client = browser_of(world.nurse)
    refused = client.post(
        "/s/repairs/new/report/",
        {"key": "k1", "symptom": "", "place": ref(world.room), "photos": [photo("leak.jpg")]},
    ).content.decode()
    token = re.search(r'name="held.photos" value="([^"]+)"', refused).group(1)
    assert "leak.jpg" in refused
    client.post(
        "/s/repairs/new/report/",
        {"key": "k1", "symptom": "漏水", "place": ref(world.room), "held.photos": token},
    )
    assert Attachment.objects.get().name == "leak.jpg"
    other = browser_of(world.electrician).post(
        "/s/repairs/new/report/",
        {"key": "k2", "symptom": "漏水", "place": ref(world.room), "held.photos": token},
    )
    assert other.status_code == 302
    assert Attachment.objects.count() == 1  # a token is good for its sender only


def test_a_file_that_is_no_photo_is_refused_beside_the_form(world, browser_of):
    program = SimpleUploadedFile("leak.jpg", b"#!/bin/sh\nexit 1\n", "image/jpeg")
    answer = browser_of(world.nurse).post(
        "/s/repairs/new/report/",
        {"key": "k1", "symptom": "漏水", "place": ref(world.room), "photos": [program]},
    )
    assert answer.status_code == 422
    assert "leak.jpg" in answer.content.decode()
    assert not Order.objects.exists()


def test_a_record_of_another_institution_cannot_be_chosen(world, browser_of):
    other = world.place_elsewhere()
    answer = browser_of(world.nurse).post(
        "/s/repairs/new/report/", {"key": "k1", "symptom": "漏水", "place": ref(other)}
    )
    assert answer.status_code == 422
    assert not Order.objects.exists()


def test_lines_are_read_with_gaps_and_without_empty_rows(world, browser_of):
    other = world.dispatched(symptom="换锁")
    worker = browser_of(world.electrician)
    worker.post(f"/s/repairs/{other.pk}/take/", {"key": "a"})
    worker.post(f"/s/repairs/{other.pk}/arrive/", {"key": "b"})
    form = worker.get(f"/s/repairs/{other.pk}/record_work/").content.decode()
    assert form.count('name="lines.') == 5 * form.count('name="lines.0.')
    answer = worker.post(
        f"/s/repairs/{other.pk}/record_work/",
        {
            "key": "c",
            "lines.0.item": "门锁",
            "lines.0.quantity": "１２．５",
            "lines.0.measure_unit": "套",
            "lines.3.item": "",
            "lines.7.item": "合页",
            "lines.7.quantity": "4",
            "lines.7.measure_unit": "个",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    found = QuantityLine.objects.filter(order=other).order_by("pk")
    assert [(line.item, str(line.quantity)) for line in found] == [
        ("门锁", "12.500"),
        ("合页", "4.000"),
    ]


def test_a_mistake_in_a_line_stands_in_its_cell(world, browser_of):
    order = world.dispatched()
    worker = browser_of(world.electrician)
    worker.post(f"/s/repairs/{order.pk}/take/", {"key": "a"})
    worker.post(f"/s/repairs/{order.pk}/arrive/", {"key": "b"})
    answer = worker.post(
        f"/s/repairs/{order.pk}/record_work/",
        {
            "key": "c",
            "lines.0.item": "门锁",
            "lines.0.quantity": "many",
            "lines.0.measure_unit": "套",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="lines.0.quantity-error"' in page
    assert 'value="many"' in page
    assert not QuantityLine.objects.exists()


def test_what_needs_nothing_is_one_press_and_a_second_press_changes_nothing(world, browser_of):
    order = world.dispatched()
    client = browser_of(world.electrician)
    page = client.get(f"/s/repairs/{order.pk}/").content.decode()
    start = page.index(f'action="/s/repairs/{order.pk}/take/"')
    key = key_of(page[start:])
    first = client.post(f"/s/repairs/{order.pk}/take/", {"key": key})
    second = client.post(f"/s/repairs/{order.pk}/take/", {"key": key})
    assert first["Location"] == second["Location"] == f"/s/repairs/{order.pk}/?done=work.take"
    assert Audit.objects.filter(command="work.take").count() == 1


def test_who_comes_too_late_sees_how_the_record_stands_now(world, browser_of):
    order = world.dispatched()
    answer = browser_of(world.dispatcher).post(f"/s/repairs/{order.pk}/accept/", {"key": "x"})
    assert answer.status_code == 409
    assert order.number in answer.content.decode()
    assert 'class="badge' in answer.content.decode()


def test_what_cannot_be_taken_back_asks_once_more(world, browser_of, monkeypatch):
    client = browser_of(world.admin)
    unit = Unit.objects.get(pk=world.ward.pk)
    spec = SCREENS["units"].find("close_unit", starting=False).spec
    monkeypatch.setitem(spec.__dict__, "confirm", True)
    address = f"/s/units/{unit.pk}/close_unit/"
    asked = client.post(address, {"key": "k1"})
    assert asked.status_code == 200
    assert 'name="confirmed"' in asked.content.decode()
    assert Unit.objects.get(pk=unit.pk).active
    client.post(address, {"key": "k1", "confirmed": "1"})
    assert not Unit.objects.get(pk=unit.pk).active


def test_a_comment_and_a_file_join_the_story(busy, browser_of):
    client = browser_of(busy.nurse)
    said = client.post(f"/r/{ref(leaking())}/comment/", {"key": "k1", "text": "<b>还在漏</b>"})
    assert said["Location"] == f"/s/repairs/{leaking().pk}/?done=core.comment#story"
    client.post(f"/r/{ref(leaking())}/attach/", {"key": "k2", "files": [photo("later.jpg")]})
    page = client.get(f"/s/repairs/{leaking().pk}/").content.decode()
    assert "&lt;b&gt;还在漏&lt;/b&gt;" in page
    assert "<b>还在漏" not in page
    assert f"/files/{Attachment.objects.get().pk}/thumbnail/" in page


def test_nobody_comments_on_what_he_cannot_see(busy, browser_of):
    before = Comment.objects.count()
    answer = browser_of(busy.stranger).post(
        f"/r/{ref(leaking())}/comment/", {"key": "k", "text": "x"}
    )
    assert answer.status_code == 404
    assert Comment.objects.count() == before


def test_the_story_tells_who_did_what_in_words(busy, browser_of):
    order = Order.objects.get(symptom="走廊日光灯不亮")
    page = browser_of(busy.chief).get(f"/s/repairs/{order.pk}/").content.decode()
    story = page.partition('<ol class="story">')[2].partition("</ol>")[0]
    assert "马师傅" in story
    assert "更换日光灯管" in story
    assert "{" not in story
    assert "assignee_id" not in story


def test_a_file_is_sent_only_to_who_may_see_its_record(busy, browser_of):
    browser_of(busy.nurse).post(f"/r/{ref(leaking())}/attach/", {"key": "k", "files": [photo()]})
    pk = Attachment.objects.get().pk
    mine = browser_of(busy.nurse).get(f"/files/{pk}/")
    assert mine["Content-Type"] == "image/jpeg"
    assert mine["Content-Disposition"] == 'inline; filename="floor.jpg"'
    assert mine["Content-Security-Policy"].startswith("default-src 'none'")
    assert mine["Cache-Control"].startswith("private")
    assert b"".join(mine.streaming_content)[:3] == b"\xff\xd8\xff"
    assert browser_of(busy.stranger).get(f"/files/{pk}/").status_code == 404
    assert browser_of(busy.stranger).get(f"/files/{pk}/thumbnail/").status_code == 404


def test_a_rule_takes_its_value_as_lines_of_names(world, browser_of):
    answer = browser_of(world.admin).post(
        "/s/rules/new/set_rule/",
        {
            "key": "k",
            "code": "test.limit",
            "institution": ref(world.hospital),
            "value": "minutes: 30\nunit： 分钟",
            "since": "2026-01-01",
            "source": "院办〔2026〕1号",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    assert Rule.objects.get(code="test.limit").value == {"minutes": 30, "unit": "分钟"}


def test_passwords_never_come_back_in_a_form(world, browser_of):
    answer = browser_of(world.admin).post(
        f"/s/accounts/{world.nurse.pk}/reset_password/", {"key": "k", "new": "short"}
    )
    assert answer.status_code == 422
    assert 'value="short"' not in answer.content.decode()
    assert User.objects.get(pk=world.nurse.pk).password == world.nurse.password
