"""A small hospital, the same in every test, with people one can talk about.

林主任 lin     heads the department          赵调度 zhao   answers the hotline
吴护士 wu      reports from Ward 3           陈班长 chen   leads the trades
马师傅 ma      electrician                   刘师傅 liu    plumber
管理员 admin   keeps accounts and places     齐主任 qi     heads another hospital

Everything is made through commands. Time is `world.now`, moved by `world.later(hours=4)`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from quartermaster.base.accounts.commands import grant_role, make_token, open_account
from quartermaster.base.accounts.models import User
from quartermaster.base.accounts.queries import actor_of
from quartermaster.base.core.actor import Actor, system_actor
from quartermaster.base.core.commands import (
    adopt_rule,
    comment,
    open_institution,
    open_unit,
    root_unit,
)
from quartermaster.base.core.models import Institution, Rule, Unit
from quartermaster.base.core.refs import ref
from quartermaster.kernels.parties.commands import register
from quartermaster.kernels.people.commands import (
    SkillLine,
    assign_cell,
    engage,
    open_post,
    open_trade,
    set_skills,
)
from quartermaster.kernels.people.models import Person
from quartermaster.kernels.places.commands import open_place
from quartermaster.kernels.places.models import Place
from quartermaster.kernels.plans.commands import plan as plan_commands
from quartermaster.kernels.plans.commands.calendar import open_term, set_day
from quartermaster.kernels.plans.commands.roster import DutyLine, open_shift, roster
from quartermaster.kernels.plans.commands.settings import judge_quota, set_quota
from quartermaster.kernels.reports.commands import draft as draft_report
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.commands.doing import DoneLine
from quartermaster.kernels.work.models import Order
from quartermaster.modules.repairs.commands import miss_call, take_call
from quartermaster.modules.repairs.models import Call

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=SHANGHAI)
WEEK = timedelta(days=7)
PASSWORD = "Spring-2026-ward"


class World:
    def __init__(self):
        self.now = MONDAY
        self.system = system_actor(self.now)
        self.hospital = self._institution("h1", "省人民医院")
        self.house = root_unit(self.hospital)
        self.ward = self._unit("三病区", self.house, phone="8103")
        self.crew = self._unit("维修班", self.house)
        self.elsewhere = self._institution("h2", "东院医院")
        self.elsewhere_house = root_unit(self.elsewhere)
        self._people()
        self._catalogue()
        self._places()
        self._rules()

    def _people(self) -> None:
        self.admin = self._user("admin", "管理员", self.house, "administrator")
        self.chief = self._user("lin", "林主任", self.house, "department_head")
        self.dispatcher = self._user("zhao", "赵调度", self.house, "dispatcher")
        self.nurse = self._user("wu", "吴护士", self.ward, "requester")
        self.foreman = self._user("chen", "陈班长", self.house, "trade_leader")
        self.electrician = self._user("ma", "马师傅", self.house, "tradesman")
        self.plumber = self._user("liu", "刘师傅", self.house, "tradesman")
        self.stranger = self._user("qi", "齐主任", self.elsewhere_house, "department_head")

    def _catalogue(self) -> None:
        chief = self.as_(self.chief)
        self.electricity = self._trade("electrician", "电工")
        self.plumbing = self._trade("plumber", "水暖工")
        self.lighting = work.open_category(
            chief, trade=self.electricity, code="lighting", name="照明", words="灯 灯管 不亮"
        )
        self.water = work.open_category(
            chief,
            trade=self.plumbing,
            code="water",
            name="给排水",
            urgency="P2",
            words="漏水 水龙头 堵 下水",
        )
        self.ma = self._person(self.electrician, "E01", self.electricity)
        self.liu = self._person(self.plumber, "P01", self.plumbing)
        self.post = open_post(chief, unit=self.crew, title="电工", quota=3, trade=self.electricity)
        self.firm = register(
            chief, unit=self.house, code="G-01", name="省安装公司", kind="contractor"
        )

    def _places(self) -> None:
        chief = self.as_(self.chief)
        self.building = open_place(
            chief, unit=self.house, kind="building", code="B1", name="内科楼"
        )
        self.floor = open_place(
            chief,
            unit=self.ward,
            kind="floor",
            code="B1-3",
            name="三层",
            parent=self.building,
            level=3,
        )
        self.room = open_place(
            chief,
            unit=self.ward,
            kind="room",
            code="B1-301",
            name="301病房",
            parent=self.floor,
            phone="8103",
        )
        self.cell = assign_cell(
            chief, place=self.building, trade=self.electricity, owner=self.ma, deputy=self.liu
        )

    def _rules(self) -> None:
        for rule in Rule.objects.filter(mark="knowledge", institution__isnull=True):
            adopt_rule(self.system, rule=rule, institution=self.hospital)

    def as_(self, user: User, channel: str = "web") -> Actor:
        return actor_of(user, self.now, channel)

    def later(self, **delta) -> datetime:
        self.now += timedelta(**delta)
        return self.now

    def at(self, moment: str) -> datetime:
        """world.at("2026-03-02 10:03:30"): set the clock to a local time."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
        return self.now

    def reported(self, symptom: str = "走廊日光灯不亮", **more) -> Order:
        more.setdefault("place", self.room)
        return work.report(self.as_(self.nurse), symptom=symptom, **more)

    def dispatched(self, **more) -> Order:
        more.setdefault("category", self.lighting)
        order = self.reported(**more)
        return work.dispatch(self.as_(self.dispatcher), order, assignee=self.ma)

    def finished(self, result: str = "更换日光灯管", **more) -> Order:
        order = self.dispatched(**more)
        worker = self.as_(self.electrician)
        order = work.take(worker, order)
        order = work.arrive(worker, order)
        return work.finish(worker, order, result=result, action="replace")

    def populate(self) -> World:
        """One of everything, so that every screen has something to show."""
        order = self.finished()
        comment(self.as_(self.nurse), about=ref(order), text="谢谢")
        self.reported("水龙头漏水", category=self.water)
        self.dispatched(symptom="床头灯闪")
        self._fill_once(order)
        return self

    def _fill_once(self, order: Order) -> None:
        """What an ordinary week leaves on the other screens."""
        if Call.objects.filter(institution=self.hospital).exists():
            return
        chief, desk = self.as_(self.chief), self.as_(self.dispatcher)
        take_call(desk, said="还是不亮", number="8103", caller="吴护士", existing=order)
        miss_call(desk, number="8103")
        work.record_work(
            self.as_(self.foreman), order, lines=[DoneLine("更换日光灯管", Decimal(2), "支")]
        )
        draft_report(chief, kind="half-year", institution=self.hospital, period="2026H1")
        draft_report(chief, kind="month", institution=self.hospital, period="2026-03")
        make_token(desk, label="交换机", plain="qm_" + "t" * 40)
        make_token(chief, label="报表", plain="qm_" + "s" * 40)
        self._plan_the_week(chief)

    def _plan_the_week(self, chief: Actor) -> None:
        monday = self.now.date()
        for title in ("配电房巡检", "应急照明测试"):
            plan = plan_commands.draft(
                chief,
                unit=self.ward,
                title=title,
                kind="round",
                place=self.building,
                trade=self.electricity,
                responsible=self.ma,
                repeats="weeks",
                on="monday",
                since=monday,
            )
            plan = plan_commands.activate(chief, plan_commands.approve(chief, plan))
            plan = set_quota(chief, plan, times=1, per="week")
            judge_quota(chief, plan, since=monday - WEEK, until=monday)
        shift = open_shift(chief, unit=self.ward, name="白班", begins="08:00", ends="18:00")
        open_shift(chief, unit=self.ward, name="夜班", begins="18:00", ends="08:00")
        duties = [DutyLine(monday + WEEK, self.ma), DutyLine(monday + WEEK, self.liu)]
        roster(chief, shift, monday=monday + WEEK, duties=duties)
        for code, year in (("2025-2026-2", 2026), ("2026-2027-1", 2026)):
            first = date(year, 2 if code.endswith("2") else 9, 1)
            open_term(
                chief,
                institution=self.hospital,
                code=code,
                name=code,
                since=first,
                until=first + timedelta(days=140),
            )
        for day in (date(2026, 5, 12), date(2026, 8, 19)):
            set_day(
                chief,
                institution=self.hospital,
                date=day,
                kind="holiday",
                name="院庆",
                source="院办通知",
            )

    def whoever_may(self, permission: str) -> User:
        users = User.objects.filter(institution=self.hospital).order_by("pk")
        return next(user for user in users if self.as_(user).may(permission))

    def _institution(self, code: str, name: str) -> Institution:
        return open_institution(self.system, code=code, name=name, kind="hospital")

    def _unit(self, name: str, parent: Unit, **more) -> Unit:
        return open_unit(self.system, name=name, parent=parent, **more)

    def _user(self, username: str, name: str, unit: Unit, role: str) -> User:
        user = open_account(self.system, username=username, name=name, unit=unit)
        grant_role(self.system, user=user, role=role, unit=unit)
        user.set_password(PASSWORD)
        user.password_changed_at = self.now
        user.save()
        return user

    def _trade(self, code: str, name: str):
        return open_trade(self.as_(self.chief), institution=self.hospital, code=code, name=name)

    def _person(self, user: User, number: str, trade) -> Person:
        chief = self.as_(self.chief)
        person = engage(chief, unit=self.crew, number=number, name=user.name, user=user)
        return set_skills(chief, person, trades=[SkillLine(trade)])

    def place_elsewhere(self) -> Place:
        return open_place(
            self.as_(self.stranger),
            unit=self.elsewhere_house,
            kind="room",
            code="Q1",
            name="东院一室",
        )
