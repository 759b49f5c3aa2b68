"""Building the demo hospital: two campuses, departments, rooms, staff, catalogue, grid, duty."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from quartermaster.base.accounts.commands import grant_role, open_account, reset_password
from quartermaster.base.accounts.models import User
from quartermaster.base.accounts.queries import actor_of
from quartermaster.base.core.actor import Actor, system_actor
from quartermaster.base.core.commands import (
    adopt_rule,
    open_institution,
    open_unit,
    root_unit,
)
from quartermaster.base.core.models import Institution, Rule, Unit
from quartermaster.kernels.parties.commands import register
from quartermaster.kernels.people.commands import (
    SkillLine,
    assign_cell,
    engage,
    open_post,
    open_trade,
    set_skills,
)
from quartermaster.kernels.people.models import Person, Trade
from quartermaster.kernels.places.commands import open_place, set_quiet_hours
from quartermaster.kernels.places.models import Place
from quartermaster.kernels.plans.commands.calendar import import_holidays
from quartermaster.kernels.work.commands import open_category
from quartermaster.kernels.work.models import Category

from .catalogue import BUILDINGS, CATEGORIES, DEPARTMENTS, GIVEN, SURNAMES, TRADES

CODE = "demo"
PASSWORD = "Demo-2026-hospital"  # noqa: S105 - printed on purpose, for the demo institution only
CAMPUSES = ("东院区", "西院区")
POSTS = (
    ("head", "department_head", "郑主任"),
    ("dispatcher", "dispatcher", "何调度"),
    ("leader", "trade_leader", "高班长"),
    ("electrician", "tradesman", "马师傅"),
    ("nurse", "requester", "沈护士"),
    ("clerk", "report_writer", "苏内勤"),
    ("inspector", "inspector", "严巡查"),
    ("admin", "administrator", "系统管理员"),
)


@dataclass
class Hospital:
    """Everything the simulated life needs to know of the house."""

    institution: Institution
    root: Unit
    dice: random.Random
    departments: list[Unit] = field(default_factory=list)
    rooms: list[Place] = field(default_factory=list)
    categories: dict[str, Category] = field(default_factory=dict)
    trades: dict[str, Trade] = field(default_factory=dict)
    workers: dict[str, list[Person]] = field(default_factory=dict)
    requesters: dict[int, list[User]] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    actors: dict[int, Actor] = field(default_factory=dict)

    def as_(self, user: User, at: datetime, channel: str = "web") -> Actor:
        """The account at a moment; its rights are resolved once."""
        if user.pk not in self.actors:
            self.actors[user.pk] = actor_of(user, at)
        return replace(self.actors[user.pk], at=at, channel=channel)


def build(seed: int, at: datetime, *, rooms: int, accounts: int) -> Hospital:
    """The hospital as it stands before its first order, at `at`."""
    system = system_actor(at)
    institution = open_institution(
        system,
        code=CODE,
        name="省立示范医院",
        short_name="示范医院",
        kind="hospital",
        superior="院党委",
    )
    system = replace(system, institution_id=institution.pk)
    hospital = Hospital(institution, root_unit(institution), random.Random(seed))  # noqa: S311
    _rules(hospital, system)
    _people(hospital, system, accounts)
    _catalogue(hospital, at)
    _places(hospital, at, rooms)
    _grid(hospital, at)
    return hospital


def _rules(hospital: Hospital, system: Actor) -> None:
    """The demo hospital's management adopted the values of the trade."""
    for rule in Rule.objects.filter(mark="knowledge", institution__isnull=True):
        adopt_rule(system, rule=rule, institution=hospital.institution)
    for year in (system.at.year, system.at.year + 1):
        import_holidays(system, institution=hospital.institution, year=year)


def _people(hospital: Hospital, system: Actor, accounts: int) -> None:
    divisions = open_unit(system, name="后勤管理处", parent=hospital.root, code="LOG", phone="8000")
    crew = open_unit(system, name="维修中心", parent=divisions, code="REP", phone="8001")
    for campus in CAMPUSES:
        parent = open_unit(system, name=campus, parent=hospital.root, code=campus[0])
        for number, name in enumerate(DEPARTMENTS, 1):
            hospital.departments.append(
                open_unit(
                    system,
                    name=f"{campus[0]}{name}",
                    parent=parent,
                    phone=f"{6 if campus == CAMPUSES[0] else 7}{number:03d}",
                )
            )
    for username, role, name in POSTS:
        unit = hospital.departments[0] if role == "requester" else hospital.root
        hospital.users[username] = _account(system, username, name, unit, role)
    for number in range(3):
        name = _name(hospital.dice)
        _account(system, f"dispatcher{number + 2}", name, hospital.root, "dispatcher")
    _workers(hospital, system, crew)
    made = len(POSTS) + 3 + sum(len(each) for each in hospital.workers.values())
    hospital.requesters[hospital.departments[0].pk] = [hospital.users["nurse"]]
    for number in range(max(accounts - made, len(hospital.departments))):
        unit = hospital.departments[number % len(hospital.departments)]
        user = _account(system, f"u{number + 1:04d}", _name(hospital.dice), unit, "requester")
        hospital.requesters.setdefault(unit.pk, []).append(user)


def _workers(hospital: Hospital, system: Actor, crew: Unit) -> None:
    for code, name in TRADES:
        trade = open_trade(system, institution=hospital.institution, code=code, name=name)
        hospital.trades[code] = trade
        hospital.workers[code] = []
        count = {"electrician": 6, "plumber": 6, "hvac": 4}.get(code, 3)
        open_post(system, unit=crew, title=name, quota=count + 1, trade=trade)
        for number in range(count):
            first = code == "electrician" and number == 0
            user = (
                hospital.users["electrician"]
                if first
                else _account(
                    system, f"{code}{number + 1}", _name(hospital.dice), hospital.root, "tradesman"
                )
            )
            person = engage(
                system,
                unit=crew,
                number=f"{code[:2].upper()}{number + 1:02d}",
                name=user.name,
                user=user,
                joined_on=date(2020, 3, 1),
            )
            hospital.workers[code].append(set_skills(system, person, trades=[SkillLine(trade)]))


def open_doors(hospital: Hospital, at: datetime) -> None:
    """Give the accounts of POSTS their password, as late as possible: it grows old."""
    system = system_actor(at, hospital.institution.pk)
    for user in hospital.users.values():
        reset_password(system, user, new=PASSWORD, must_change_password=False)


def _account(system, username, name, unit, role) -> User:
    user = open_account(system, username=username, name=name, unit=unit)
    grant_role(system, user=user, role=role, unit=unit)
    return user


def _name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + dice.choice(GIVEN)


def _catalogue(hospital: Hospital, at: datetime) -> None:
    head = hospital.as_(hospital.users["head"], at)
    for code, name, trade, urgency, words in CATEGORIES:
        hospital.categories[code] = open_category(
            head,
            trade=hospital.trades[trade],
            code=code,
            name=name,
            urgency=urgency,
            words=words,
            noisy=code == "wall",
        )
    register(head, unit=hospital.root, code="C-01", name="恒安机电安装公司", kind="contractor")


def _places(hospital: Hospital, at: datetime, rooms: int) -> None:
    head = hospital.as_(hospital.users["head"], at)
    floors = sum(count for _name, count in BUILDINGS) * len(CAMPUSES)
    per_floor = max(2, round(rooms / floors))
    number = 0
    for campus in CAMPUSES:
        letter = "E" if campus == CAMPUSES[0] else "W"
        own = [d for d in hospital.departments if d.name.startswith(campus[0])]
        area = open_place(head, unit=hospital.root, kind="campus", code=letter, name=campus)
        for index, (name, count) in enumerate(BUILDINGS, 1):
            code = f"{letter}{index}"
            building = open_place(
                head, unit=hospital.root, kind="building", code=code, name=name, parent=area
            )
            if index <= 2:
                set_quiet_hours(head, building, quiet_from="21:00", quiet_until="07:00")
            for level in range(1, count + 1):
                unit = own[number % len(own)]
                number += 1
                _floor(hospital, head, building, code, level, unit, per_floor)


def _floor(hospital, head, building, code, level, unit, per_floor) -> None:
    floor = open_place(
        head,
        unit=unit,
        kind="floor",
        code=f"{code}-{level}",
        name=f"{level}层",
        parent=building,
        level=level,
    )
    for room in range(1, per_floor + 1):
        kind = "护士站" if room == 1 else "病房"
        hospital.rooms.append(
            open_place(
                head,
                unit=unit,
                kind="room",
                code=f"{code}-{level}{room:02d}",
                name=f"{level}{room:02d}{kind}",
                parent=floor,
                level=level,
                phone=unit.phone if room == 1 else "",
            )
        )


def _grid(hospital: Hospital, at: datetime) -> None:
    """Every building and trade has a responsible person; one cell is still open, as in life."""
    head = hospital.as_(hospital.users["head"], at)
    buildings = Place.objects.filter(
        institution=hospital.institution, kind=Place.Kind.BUILDING
    ).order_by("pk")
    cells = [(place, code) for place in buildings for code in ("electrician", "plumber", "hvac")]
    for number, (place, code) in enumerate(cells):
        people = hospital.workers[code]
        owner = people[number % len(people)] if number else None
        deputy = people[(number + 1) % len(people)]
        assign_cell(head, place=place, trade=hospital.trades[code], owner=owner, deputy=deputy)
