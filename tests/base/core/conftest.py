"""A bureau with two schools, and people made for one question each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from quartermaster.base.accounts.commands import grant_role, open_account
from quartermaster.base.accounts.models import User
from quartermaster.base.accounts.queries import actor_of
from quartermaster.base.core.actor import Actor, system_actor
from quartermaster.base.core.commands import open_institution, open_unit, root_unit
from quartermaster.base.core.models import Institution, Unit
from quartermaster.base.core.rules import forget_rules

AT = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SYSTEM = system_actor(AT)
RIGHT, WRONG = "Spring-2026-ward", "Winter-2025-ward"


@dataclass(frozen=True)
class Houses:
    """The bureau stands above both schools; the pantry lies below the kitchen."""

    bureau: Institution
    first: Institution
    second: Institution
    bureau_root: Unit
    first_root: Unit
    second_root: Unit
    kitchen: Unit
    pantry: Unit
    library: Unit


@pytest.fixture
def houses(db) -> Houses:
    forget_rules()  # those of an earlier test's database
    bureau = open_institution(SYSTEM, code="bureau", name="教育局")
    first = open_institution(SYSTEM, code="first", name="第一小学", parent=bureau)
    second = open_institution(SYSTEM, code="second", name="第二小学", parent=bureau)
    first_root = root_unit(first)
    kitchen = open_unit(SYSTEM, name="食堂", parent=first_root)
    return Houses(
        bureau=bureau,
        first=first,
        second=second,
        bureau_root=root_unit(bureau),
        first_root=first_root,
        second_root=root_unit(second),
        kitchen=kitchen,
        pantry=open_unit(SYSTEM, name="总务库房", parent=kitchen),
        library=open_unit(SYSTEM, name="图书馆", parent=first_root),
    )


@pytest.fixture
def account(houses: Houses) -> Callable[..., User]:
    """`account("wu", unit, "requester")`: an account with a role in a unit, or without any."""

    def make(username: str, unit: Unit, role: str = "") -> User:
        user = open_account(SYSTEM, username=username, name=username, unit=unit)
        if role:
            grant_role(SYSTEM, user=user, role=role, unit=unit)
        return user

    return make


@pytest.fixture
def somebody(account) -> Callable[..., Actor]:
    """The same, as an actor at eight o'clock."""

    def act(username: str, unit: Unit, role: str = "") -> Actor:
        return actor_of(account(username, unit, role), AT)

    return act


@pytest.fixture
def wu(houses: Houses) -> User:
    """A department head with a password."""
    user = open_account(
        SYSTEM, username="wu", name="吴护士", unit=houses.first_root, password=RIGHT
    )
    grant_role(SYSTEM, user=user, role="department_head", unit=houses.first_root)
    return user
