"""One repair from the report to the figure through /api/v1 alone, as another program does it."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from PIL import Image

from quartermaster.base.accounts.models import User
from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.models import Attachment, Audit
from quartermaster.kernels.work.models import Order
from tests.world import PASSWORD


class Program:
    """A program that signs in for somebody and then knows nothing but JSON."""

    def __init__(self, user: User):
        self.client = Client(enforce_csrf_checks=True)
        self.headers: dict[str, str] = {}
        given = {"username": user.username, "password": PASSWORD}
        status, answer = self.send("POST", "token", given)
        assert status == 200, answer
        self.headers = {"Authorization": f"Bearer {answer['token']}"}

    def send(self, method: str, path: str, body: Any = None, **query) -> tuple[int, Any]:
        response = self.client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(body) if body is not None else b"",
            content_type="application/json",
            headers=self.headers,
            query_params=query or None,
        )
        return response.status_code, json.loads(response.content)

    def get(self, path: str, **query) -> Any:
        status, answer = self.send("GET", path, **query)
        assert status == 200, answer
        return answer

    def do(self, command: str, subject: str | None = None, key: str | None = None, **inputs) -> Any:
        deed = {"subject": subject, "inputs": inputs, "key": key}
        status, answer = self.send("POST", f"commands/{command}", deed)
        assert status == 200, answer
        return answer


@pytest.fixture(autouse=True)
def the_worlds_clock(world, monkeypatch) -> None:
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: world.now)


def photo(colour: str) -> dict[str, str]:
    kept = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(kept, "JPEG")
    content = base64.b64encode(kept.getvalue()).decode()
    return {"name": f"{colour}.jpg", "content": content}


@pytest.mark.rows("R1-33", "R1-34", "R2-29", "X-02", "X-05")
def test_one_repair_by_programs_alone(world):
    nurse, desk = Program(world.nurse), Program(world.dispatcher)
    worker, head = Program(world.electrician), Program(world.chief)

    world.at("2026-03-02 10:00:00")
    asked = {"symptom": "走廊日光灯不亮", "place": "B1-301", "urgency": "P2"}
    first = nurse.do("work.report", key="phone-1", photos=[photo("red")], **asked)
    again = nurse.do("work.report", key="phone-1", photos=[photo("red")], **asked)
    order = first["ref"]
    assert again["ref"] == order
    assert Order.objects.count() == 1

    # The desk works off its pile in one go; what does not fit is told in its own place.
    world.at("2026-03-02 10:03:30")
    (waiting,) = desk.get("screens/repairs", need="to_accept")["rows"]
    assert waiting["ref"] == order
    status, answers = desk.send(
        "POST",
        "batch",
        [
            {"command": "work.accept", "subject": order, "inputs": {"category": "lighting"}},
            {"command": "work.accept", "subject": order},
            {"command": "work.dispatch", "subject": order, "inputs": {"assignee": "E01"}},
            {"command": "work.finish", "subject": order, "inputs": {"result": "x"}},
        ],
    )
    assert status == 200
    assert [each["status"] for each in answers] == [200, 409, 200, 404]

    world.at("2026-03-02 10:07:10")
    worker.do("work.take", order)
    world.at("2026-03-02 10:19:00")
    worker.do("work.arrive", order, tag=world.room.tag)
    world.at("2026-03-02 11:05:00")
    tubes = {"item": "更换日光灯管", "quantity": "2", "measure_unit": "支"}
    answer = worker.do(
        "work.finish",
        order,
        key="phone-2",
        result="更换日光灯管",
        action="replace",
        lines=[tubes],
        photos=[photo("green")],
    )
    assert answer["ref"] == order
    assert Order.objects.get().state == "done"
    kept = Attachment.objects.filter(subject=order).order_by("pk")
    assert [each.kind for each in kept] == ["before", "after"]
    nurse.do("work.rate", order, rating=5)

    figure = head.get("measures/work.finished", period="2026H1", by="trade")
    assert (figure["value"], figure["evidence"]["count"]) == (1, 1)
    assert [(each["label"], each["value"]) for each in figure["values"]] == [("电工", 1)]
    evidence = head.get("measures/work.finished/evidence", period="2026H1")
    assert [row["ref"] for row in evidence["rows"]] == [order]
    quantity = head.get(
        "measures/work.quantity", period="2026H1", item="更换日光灯管", measure_unit="支"
    )
    assert float(quantity["value"]) == 2
    assert head.get("measures/work.arrival_rate", period="2026H1")["value"] in {0, "0.00"}
    assert head.get("measures/work.finished", period="2025H1")["value"] == 0
    told = [each["command"] for each in head.get(f"records/{order}")["story"]]
    assert sorted(told) == sorted(
        f"work.{verb}"
        for verb in ("report", "accept", "dispatch", "take", "arrive", "finish", "rate")
    )
    assert Audit.objects.filter(channel="api", subject=order).count() == 7


def test_programs_of_others_see_nothing_and_change_nothing(world):
    order = f"work.order:{world.reported().pk}"
    stranger = Program(world.stranger)
    assert stranger.send("GET", f"records/{order}")[0] == 404
    deed = {"subject": order, "inputs": {}}
    assert stranger.send("POST", "commands/work.accept", deed)[0] == 404
    assert stranger.get("measures/work.count", period="2026H1")["value"] == 0
    nobody = Client(enforce_csrf_checks=True)
    assert nobody.get("/api/v1/screens/repairs").status_code == 401
    assert Order.objects.get().state == "reported"


def test_no_command_asks_for_what_the_interface_keeps_for_itself():
    """`key` guards against doing it twice; an input of that name would never arrive."""
    asking = {name for name, spec in COMMANDS.items() if "key" in spec.schema()["properties"]}
    assert asking == set()
