"""Eighteen months of a hospital's faults, lived through commands in the order of time.

Morning peaks, quiet nights, summer air conditioning, winter heating, storms, repeated faults: all
from one seed. Steps wait in a queue by their time; what would lie after the last day stays open.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from quartermaster.base.core.commands import comment
from quartermaster.base.core.refs import ref
from quartermaster.kernels.parties.models import Party
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.commands.doing import DoneLine
from quartermaster.kernels.work.models import Order
from quartermaster.modules.repairs.commands import miss_call, return_call, take_call

from .catalogue import STORIES, Story
from .hospital import Hospital

HOURS = (2, 1, 1, 1, 1, 2, 5, 12, 18, 17, 13, 9, 6, 8, 12, 12, 10, 8, 5, 5, 4, 4, 3, 2)
WEEKDAYS = (1.25, 1.1, 1.05, 1.05, 1.1, 0.7, 0.6)
SATISFACTION = (5, 5, 5, 5, 5, 5, 4, 4, 4, 3, 2)


class Life:
    """The queue of steps, and the dice that decide."""

    def __init__(self, hospital: Hospital, since: datetime, until: datetime, orders: int):
        self.hospital = hospital
        self.dice = hospital.dice
        self.since, self.until = since, until
        self.number = itertools.count()
        self.queue: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.contractor = Party.objects.get(institution=hospital.institution, code="C-01")
        self.commands = 0
        self.storms = self._storm_days()
        for moment in self._moments(orders):
            self.at(moment, self.fault)

    def run(self, batch: Callable, on_step: Callable[[int], None]) -> int:
        """Live until the end; `batch()` is a context in which some hundred steps are taken."""
        while self.queue:
            with batch():
                for _step in range(200):
                    if not self.queue:
                        break
                    moment, _number, step = heapq.heappop(self.queue)
                    step(moment)
            on_step(self.commands)
        return self.commands

    def at(self, moment: datetime, step: Callable[[datetime], None]) -> None:
        if moment < self.until:
            heapq.heappush(self.queue, (moment, next(self.number), step))

    def done(self, command: Callable, *given, **inputs):
        self.commands += 1
        return command(*given, **inputs)

    def _storm_days(self) -> set[int]:
        days = (self.until - self.since).days
        return {self.dice.randrange(days + 1) for _storm in range(max(3, days // 30))}

    def _moments(self, orders: int) -> list[datetime]:
        """When faults are noticed: by weekday, season, storm, and hour of the day."""
        days = max(1, (self.until - self.since).days)
        weights = [self._weight(number) for number in range(days)]
        chosen = self.dice.choices(range(days), weights, k=orders)
        hours = self.dice.choices(range(24), HOURS, k=orders)
        begins = self.since.replace(hour=0, minute=0, second=0, microsecond=0)
        return sorted(
            begins
            + timedelta(
                days=day,
                hours=hour,
                minutes=self.dice.randrange(60),
                seconds=self.dice.randrange(60),
            )
            for day, hour in zip(chosen, hours, strict=True)
        )

    def _weight(self, number: int) -> float:
        day = self.since + timedelta(days=number)
        year = math.cos((day.timetuple().tm_yday - 200) / 365 * 2 * math.pi)
        storm = 2.2 if number in self.storms else 1.0
        return WEEKDAYS[day.weekday()] * (1 + 0.25 * abs(year)) * storm * (1 + number / 4000)

    def _story(self, moment: datetime) -> Story:
        month = moment.month
        storm = (moment - self.since).days in self.storms
        factors = {
            "summer": 4.0 if month in {6, 7, 8} else 0.4,
            "winter": 4.0 if month in {12, 1, 2} else 0.1,
            "storm": 4.0 if storm else 1.0,
            "": 1.0,
        }
        weights = [story.weight * factors[story.season] for story in STORIES]
        return self.dice.choices(STORIES, weights)[0]

    def fault(self, moment: datetime) -> None:
        """Somebody notices something and reports it: by phone, on the page, by QR."""
        story = self._story(moment)
        room = self.dice.choice(self.hospital.rooms)
        if self.dice.random() < 0.06:
            room = self.hospital.rooms[self.dice.randrange(6)]  # the places that always break
        people = self.hospital.requesters.get(room.unit_id) or [self.hospital.users["nurse"]]
        user = self.dice.choice(people)
        category = self.hospital.categories[story.category]
        symptom = self.dice.choice(story.symptoms)
        channel = self.dice.choices(("phone", "web", "qr", "mobile"), (45, 20, 25, 10))[0]
        desk = self.hospital.users["dispatcher"]
        if channel == "phone":
            call = self.done(
                take_call,
                self.hospital.as_(desk, moment, "desk"),
                said=symptom,
                number=room.unit.phone,
                caller=user.name,
                place=room,
                category=category,
            )
            order = call.order
        else:
            order = self.done(
                work.report,
                self.hospital.as_(user, moment),
                symptom=symptom,
                place=room,
                category=category if self.dice.random() < 0.5 else None,
                channel=channel,
            )
        if self.dice.random() < 0.02:
            self.at(moment + self.minutes(1, 30), self._missed_call(room.unit.phone))
        haste = 0.35 if order.urgency in {"P1", "P2"} else 1.0
        self.at(moment + self.minutes(0.4, 9 * haste), self.step(self.accept, order, story, user))

    def _missed_call(self, number: str) -> Callable:
        def missed(moment: datetime) -> None:
            actor = self.hospital.as_(self.hospital.users["dispatcher"], moment, "desk")
            call = self.done(miss_call, actor, number=number)
            self.at(moment + self.minutes(2, 20), self._returned(call))

        return missed

    def _returned(self, call) -> Callable:
        def returned(moment: datetime) -> None:
            actor = self.hospital.as_(self.hospital.users["dispatcher"], moment, "desk")
            self.done(return_call, actor, call, said="已回电")

        return returned

    def step(self, next_step: Callable, *given) -> Callable:
        return lambda moment: next_step(moment, *given)

    def minutes(self, least: float, most: float) -> timedelta:
        return timedelta(seconds=round(60 * self.dice.uniform(least, most)))

    def accept(self, moment, order: Order, story: Story, user) -> None:
        desk = self.hospital.as_(self.hospital.users["dispatcher"], moment, "desk")
        if self.dice.random() < 0.015:
            self.done(work.cancel, desk, order, reason="报错地点，已重新报修")
            return
        category = self.hospital.categories[story.category]
        order = self.done(work.accept, desk, order, category=category)
        haste = 0.4 if order.urgency in {"P1", "P2"} else 1.0
        self.at(moment + self.minutes(0.3, 6 * haste), self.step(self.dispatch, order, story, user))

    def dispatch(self, moment, order: Order, story: Story, user) -> None:
        desk = self.hospital.as_(self.hospital.users["dispatcher"], moment, "desk")
        if story.category == "wall" and self.dice.random() < 0.3:
            order = self.done(work.outsource, desk, order, contractor=self.contractor)
            later = moment + timedelta(days=self.dice.randint(1, 6))
            self.at(later, self.step(self.finish_for_contractor, order, story, user))
            return
        trade = self.hospital.categories[story.category].trade.code
        worker = self.dice.choice(self.hospital.workers[trade])
        order = self.done(work.dispatch, desk, order, assignee=worker)
        haste = 0.5 if order.urgency in {"P1", "P2"} else 1.0
        self.at(
            moment + self.minutes(0.3, 5 * haste),
            self.step(self.take, order, story, user, worker),
        )

    def finish_for_contractor(self, moment, order, story, user) -> None:
        desk = self.hospital.as_(self.hospital.users["leader"], moment, "desk")
        amount = Decimal(self.dice.randint(120, 1800))
        order = self.done(work.add_cost, desk, order, cost_kind="contractor", amount=amount)
        order = self.done(work.finish, desk, order, result="外委单位已完成", action="repair")
        self.at(moment + self.minutes(60, 900), self.step(self.judge, order, user))

    def take(self, moment, order: Order, story: Story, user, worker) -> None:
        order = self.done(work.take, self.hospital.as_(worker.user, moment, "phone"), order)
        trip = {"P1": 5, "P2": 9}.get(order.urgency, 16)
        self.at(moment + self.minutes(1, trip), self.step(self.arrive, order, story, user, worker))

    def arrive(self, moment, order: Order, story: Story, user, worker) -> None:
        order = self.done(work.arrive, self.hospital.as_(worker.user, moment, "phone"), order)
        if self.dice.random() < 0.05:
            self.at(moment + self.minutes(5, 20), self.step(self.pause, order, story, user, worker))
            return
        work_time = self.minutes(*story.minutes)
        self.at(moment + work_time, self.step(self.finish, order, story, user, worker))

    def pause(self, moment, order: Order, story: Story, user, worker) -> None:
        actor = self.hospital.as_(worker.user, moment, "phone")
        order = self.done(work.pause, actor, order, reason="parts", note="等配件")
        leader = self.hospital.as_(self.hospital.users["leader"], moment)
        order = self.done(work.approve_pause, leader, order)
        wait = timedelta(hours=self.dice.randint(2, 60))
        self.at(moment + wait, self.step(self.resume, order, story, user, worker))

    def resume(self, moment, order: Order, story: Story, user, worker) -> None:
        order = self.done(work.resume, self.hospital.as_(worker.user, moment, "phone"), order)
        work_time = self.minutes(*story.minutes)
        self.at(moment + work_time, self.step(self.finish, order, story, user, worker))

    def finish(self, moment, order: Order, story: Story, user, worker) -> None:
        what, unit, most = story.line
        minutes = self.dice.randint(*story.minutes)
        order = self.done(
            work.finish,
            self.hospital.as_(worker.user, moment, "phone"),
            order,
            result=self.dice.choice(story.results),
            action=story.action,
            lines=[DoneLine(what, Decimal(self.dice.randint(1, most)), unit)],
            minutes=minutes,
            overtime=moment.hour >= 18 or moment.hour < 7,
        )
        if self.dice.random() < 0.3:
            leader = self.hospital.as_(self.hospital.users["leader"], moment)
            amount = Decimal(self.dice.randint(300, 9000)) / 100
            order = self.done(work.add_cost, leader, order, cost_kind="parts", amount=amount)
        self.at(moment + self.minutes(5, 1400), self.step(self.judge, order, user))

    def judge(self, moment, order: Order, user) -> None:
        """Redo, rate, or simply confirm."""
        actor = self.hospital.as_(user, moment)
        if self.dice.random() < 0.025 and order.assignee_id is not None:
            order = self.done(work.send_back, actor, order, reason="还是老样子，没有修好")
            self.at(moment + self.minutes(20, 300), self.step(self.redo, order, user))
        elif self.dice.random() < 0.7:
            rating = self.dice.choice(SATISFACTION)
            order = self.done(work.rate, actor, order, rating=rating)
            if rating == 5 and self.dice.random() < 0.03:
                self.done(comment, actor, about=ref(order), text="来得很快，谢谢师傅！")
            self.at(moment + self.minutes(60, 1500), self.step(self.file_away, order))
        else:
            order = self.done(work.verify, actor, order)
            self.at(moment + self.minutes(60, 1500), self.step(self.file_away, order))

    def redo(self, moment, order: Order, user) -> None:
        worker = order.assignee
        actor = self.hospital.as_(worker.user, moment, "phone")
        order = self.done(
            work.finish, actor, order, result="重新处理，现场试用正常", action="repair", minutes=30
        )
        self.at(moment + self.minutes(30, 600), self.step(self.judge, order, user))

    def file_away(self, moment, order: Order) -> None:
        desk = self.hospital.as_(self.hospital.users["dispatcher"], moment, "desk")
        low = order.rating is not None and order.rating <= 3
        if low or self.dice.random() < 0.1:
            order = self.done(work.call_back, desk, order, note="已电话回访")
        self.done(work.close, desk, order)
