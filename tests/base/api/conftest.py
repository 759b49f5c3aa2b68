"""A caller for the interface: JSON in, JSON out, with the clock of the world."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from quartermaster.base.accounts.models import User
from tests.world import PASSWORD, World


@dataclass
class Caller:
    """Somebody with a token; remembers the status and headers of the latest answer."""

    client: Client
    token: str = ""
    language: str = "en"
    status: int = 0
    headers: Any = field(default_factory=dict)

    def get(self, path: str, **query) -> Any:
        return self.send("GET", path, query=query)

    def post(self, path: str, body: Any = None) -> Any:
        return self.send("POST", path, body=body)

    def do(self, command: str, **body) -> Any:
        return self.post(f"commands/{command}", {"inputs": {}, **body})

    def send(self, method: str, path: str, *, body: Any = None, query: Any = None) -> Any:
        headers = {"Accept-Language": self.language} if self.language else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        response = self.client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(body) if body is not None else b"",
            content_type="application/json",
            headers=headers,
            query_params=query or None,
        )
        self.status, self.headers = response.status_code, response.headers
        assert response["Content-Type"].partition(";")[0] == "application/json", response.content[
            :200
        ]
        return json.loads(response.content)


@pytest.fixture(autouse=True)
def the_worlds_clock(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The interface reads the clock at its edge; here it is the world's."""
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: world.now)


@pytest.fixture
def stranger_outside() -> Caller:
    return Caller(Client(enforce_csrf_checks=True))


@pytest.fixture
def as_user(world: World):
    """as_user(world.nurse) → a Caller with a fresh token, got as any program gets it."""

    def caller_for(user: User) -> Caller:
        caller = Caller(Client(enforce_csrf_checks=True))
        given = {"username": user.username, "password": PASSWORD}
        caller.token = caller.post("token", given)["token"]
        assert caller.status == 200
        return caller

    return caller_for
