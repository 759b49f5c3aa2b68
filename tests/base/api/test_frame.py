"""Around the calls: JSON for everything that goes wrong, the OpenAPI text, the page to try it."""

from __future__ import annotations

import re

import pytest

from quartermaster.base.api import lists


def test_unknown_addresses_and_methods_answer_in_json(world, as_user):
    nurse = as_user(world.nurse)
    for method, path, status in (
        ("GET", "nothing/here", 404),
        ("POST", "nothing", 404),
        ("PUT", "screens", 405),
        ("DELETE", "commands/work.report", 405),
        ("GET", "tokens/x", 404),
    ):
        problem = nurse.send(method, path)
        assert (nurse.status, set(problem)) == (status, {"error", "message"}), path


def test_addresses_outside_the_version_answer_in_json_too(client, world):
    response = client.get("/api/v2/screens")
    assert response.status_code == 404
    assert response.json()["error"] == "not_found"


def test_nobody_gets_in_without_a_token(world, stranger_outside):
    for path in ("screens", "commands", "measures", "tokens", "records/work.order:1"):
        problem = stranger_outside.get(path)
        assert (stranger_outside.status, problem["error"]) == (401, "who_are_you"), path
    stranger_outside.token = "qm_nonsense"
    stranger_outside.get("screens")
    assert stranger_outside.status == 401


def test_what_breaks_inside_is_a_number_to_report_and_never_a_trace(world, as_user, monkeypatch):
    nurse = as_user(world.nurse)

    def broken(_actor):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(lists, "described", broken)
    problem = nurse.get("screens")
    assert (nurse.status, problem["error"]) == (500, "internal")
    assert "secret" not in str(problem)
    assert re.search(r"[0-9a-f]{8}", problem["message"])


def test_the_openapi_text_describes_every_call_of_the_contract(stranger_outside):
    described = stranger_outside.get("openapi.json")
    assert described["openapi"].startswith("3.1")
    paths = {path.removeprefix("/api/v1"): set(calls) for path, calls in described["paths"].items()}
    assert paths == {
        "/token": {"post"},
        "/tokens": {"get"},
        "/tokens/{number}": {"delete"},
        "/screens": {"get"},
        "/screens/{screen}": {"get"},
        "/records/{ref}": {"get"},
        "/commands": {"get"},
        "/commands/{name}": {"post"},
        "/batch": {"post"},
        "/measures": {"get"},
        "/measures/{name}": {"get"},
        "/measures/{name}/evidence": {"get"},
    }
    for calls in described["paths"].values():
        for call in calls.values():
            assert {"200", "400", "401", "404", "429"} <= set(call["responses"])


def test_every_reference_inside_the_openapi_text_leads_somewhere(stranger_outside):
    described = stranger_outside.get("openapi.json")
    for reference in set(re.findall(r"#/components/schemas/\w+", str(described))):
        assert reference.rpartition("/")[2] in described["components"]["schemas"]


@pytest.mark.django_db
def test_the_page_to_try_it_loads_nothing_from_elsewhere(client):
    response = client.get("/api/v1/docs")
    assert response.status_code == 200
    page = response.content.decode()
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert address.startswith("/static/"), address
    assert '"validatorUrl": null' in page
    assert not re.findall(r"<script(?![^>]*(src=|application/json))", page)
