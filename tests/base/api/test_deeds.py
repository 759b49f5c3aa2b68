"""Commands over JSON: the same rules as on the pages, exactly once, many at a time."""

from __future__ import annotations

import base64
import io

from PIL import Image

from quartermaster.base.core.models import Audit, Comment
from quartermaster.kernels.work.models import Order


def report(caller, **body):
    inputs = {"symptom": "走廊日光灯不亮", "place": "B1-301", **body.pop("inputs", {})}
    return caller.do("work.report", inputs=inputs, **body)


def test_reporting_gives_the_record_with_its_story_and_what_may_come_next(world, as_user):
    answer = report(as_user(world.nurse))
    order = Order.objects.get()
    assert answer["ref"] == f"work.order:{order.pk}"
    record = answer["record"]
    assert record["fields"]["symptom"] == "走廊日光灯不亮"
    (first,) = record["story"]
    assert (first["command"], first["who"], first["channel"]) == ("work.report", "吴护士", "api")
    chief = as_user(world.chief)
    offered = {each["name"] for each in chief.get(f"records/{answer['ref']}")["commands"]}
    assert "work.accept" in offered
    assert "work.finish" not in offered


def test_the_same_key_again_gives_the_first_answer_and_no_second_effect(world, as_user):
    nurse = as_user(world.nurse)
    first = report(nurse, key="phone-17")
    again = report(nurse, key="phone-17")
    assert nurse.status == 200
    assert again["ref"] == first["ref"]
    assert Order.objects.count() == 1
    assert Audit.objects.filter(command="work.report").count() == 1
    report(nurse, key="phone-17", inputs={"symptom": "something else"})
    assert nurse.status == 409
    assert Order.objects.count() == 1


def test_a_step_the_state_does_not_allow_is_409_and_changes_nothing(world, as_user):
    order = world.reported()
    electrician = as_user(world.electrician)
    problem = electrician.do(
        "work.finish", subject=f"work.order:{order.pk}", inputs={"result": "x", "action": "replace"}
    )
    assert electrician.status in {404, 409}
    chief = as_user(world.dispatcher)
    done = chief.do("work.accept", subject=order.pk)
    assert chief.status == 200, done
    problem = chief.do("work.accept", subject=order.pk)
    assert chief.status == 409
    assert problem["error"] == "conflict"


def test_mistakes_in_the_inputs_are_400_and_all_named_at_once(world, as_user):
    nurse = as_user(world.nurse)
    problem = nurse.do("work.report", inputs={"place": "nowhere", "colour": "red"})
    assert nurse.status == 400
    assert set(problem["field_errors"]) == {"symptom", "place", "colour"}
    assert Order.objects.count() == 0


def test_a_refusal_by_a_rule_is_422(world, as_user):
    admin = as_user(world.admin)
    problem = admin.do(
        "accounts.open_account",
        inputs={
            "username": "wu",
            "name": "x",
            "unit": f"core.unit:{world.ward.pk}",
            "password": "Summer-2026-ward",
        },
    )
    assert (admin.status, problem["error"]) == (422, "refused")


def test_nobody_acts_on_records_of_another_house_or_without_the_right(world, as_user):
    order = world.reported()
    stranger = as_user(world.stranger)
    stranger.do("work.accept", subject=f"work.order:{order.pk}")
    assert stranger.status == 404
    nurse = as_user(world.nurse)
    nurse.do("accounts.open_account", inputs={"username": "x", "name": "x", "unit": "三病区"})
    assert nurse.status == 404
    nurse.do("no.such_command")
    assert nurse.status == 404
    nurse.do("work.report", inputs={"symptom": "灯", "place": f"{world.place_elsewhere().code}"})
    assert nurse.status == 400
    order.refresh_from_db()
    assert order.state == "reported"


def test_a_subject_is_asked_for_where_it_is_needed_and_refused_where_not(world, as_user):
    dispatcher = as_user(world.dispatcher)
    for body in ({}, {"subject": f"core.unit:{world.ward.pk}"}):
        problem = dispatcher.do("work.accept", **body)
        assert (dispatcher.status, set(problem["field_errors"])) == (400, {"subject"})
    dispatcher.do("work.accept", subject="work.order:²")
    assert dispatcher.status == 404
    report(dispatcher, subject="work.order:1")
    assert dispatcher.status == 400


def test_malformed_calls_are_400_in_json(world, as_user):
    nurse = as_user(world.nurse)
    for body in ([], "text", {"inputs": []}, {"input": {}}, {"inputs": {}, "key": "x" * 81}):
        problem = nurse.post("commands/work.report", body)
        assert nurse.status == 400, body
        assert problem["error"] == "invalid"
    response = nurse.client.generic(
        "POST",
        "/api/v1/commands/work.report",
        b"{not json",
        content_type="application/json",
        headers={"Authorization": f"Bearer {nurse.token}"},
    )
    assert response.status_code == 400
    assert response.json()["error"] == "invalid"


def test_a_phones_clock_is_kept_beside_ours_and_noted_when_far_off(world, as_user):
    nurse = as_user(world.nurse)
    near = report(nurse, device_time="2026-03-02T07:10:00+08:00")
    assert "notes" not in near
    far = report(nurse, device_time="2026-02-20T08:00:00+08:00")
    assert len(far["notes"]) == 1
    kept = Audit.objects.get(subject=far["ref"])
    assert kept.at == world.now
    assert kept.device_at.isoformat() == "2026-02-20T00:00:00+00:00"
    report(nurse, device_time="a while ago")
    assert nurse.status == 400


def test_a_photo_comes_with_the_call_in_base64(world, as_user):
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(picture, "PNG")
    content = base64.b64encode(picture.getvalue()).decode()
    order = world.reported()
    nurse = as_user(world.nurse)
    nurse.do(
        "core.attach",
        inputs={
            "about": f"work.order:{order.pk}",
            "files": [{"name": "灯.png", "content": content}],
        },
    )
    assert nurse.status == 200
    (kept,) = nurse.get(f"records/work.order:{order.pk}")["attachments"]
    assert (kept["name"], kept["type"]) == ("灯.png", "image/png")


def test_a_batch_does_each_on_its_own_and_tells_each_outcome_in_its_place(world, as_user):
    nurse = as_user(world.nurse)
    good = {"command": "work.report", "inputs": {"symptom": "灯", "place": "B1-301"}}
    answers = nurse.post(
        "batch",
        [
            {**good, "key": "a"},
            {"command": "work.report", "inputs": {}},
            {"command": "no.such_command", "inputs": {}},
            {**good, "key": "a"},
        ],
    )
    assert [answer["status"] for answer in answers] == [200, 400, 404, 200]
    assert answers[0]["ref"] == answers[3]["ref"]
    assert "symptom" in answers[1]["field_errors"]
    assert Order.objects.count() == 1


def test_a_batch_beyond_five_hundred_is_refused_whole(world, as_user):
    nurse = as_user(world.nurse)
    one = {"command": "work.report", "inputs": {"symptom": "灯", "place": "B1-301"}}
    nurse.post("batch", [one] * 501)
    assert nurse.status == 400
    assert Order.objects.count() == 0


def test_messages_come_in_the_callers_language(world, as_user):
    nurse = as_user(world.nurse)
    nurse.language = "zh-CN,zh;q=0.9"
    nurse.get("screens/nonsense")
    assert nurse.headers["Content-Language"]
    nurse.language = "fr, en;q=0.5"
    assert nurse.do("work.report")["message"] == "Please correct the marked fields."


def test_commands_are_listed_with_the_schema_of_their_inputs(world, as_user):
    listed = {each["name"]: each for each in as_user(world.nurse).get("commands")}
    schema = listed["work.report"]["inputs"]
    assert listed["work.report"]["subject"] is None
    assert "symptom" in schema["required"]
    assert schema["properties"]["symptom"]["type"] == "string"
    assert "accounts.open_account" not in listed


def test_a_comment_shows_on_the_record(world, as_user):
    order = world.reported()
    nurse = as_user(world.nurse)
    nurse.do("core.comment", inputs={"about": f"work.order:{order.pk}", "text": "很急"})
    assert nurse.status == 200
    assert Comment.objects.count() == 1
    (said,) = nurse.get(f"records/work.order:{order.pk}")["comments"]
    assert (said["by"], said["text"]) == ("吴护士", "很急")
