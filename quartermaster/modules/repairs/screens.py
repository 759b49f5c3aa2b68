"""Repairs: orders for the desk, the worker and who reported; the hotline; the catalogue."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.screen import Need, Part, Screen, bind
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work import queries as work_queries
from quartermaster.kernels.work.models import Order

from . import commands, proposing, queries

WORK = _("Repairs")


class Repairs(Screen):
    name, title, sees, group = "repairs", _("Work orders"), "work.see", WORK
    source = work_queries.orders
    columns = [
        "number",
        "symptom",
        "place",
        "trade",
        "urgency",
        "state",
        "assignee",
        "reported_at",
    ]
    phone_columns = ["symptom", "place", "state", "reported_at"]
    filters = ["state", "urgency", "trade", "unit", "kind"]
    sorts = ["-reported_at", "number"]
    since_until = "reported_at"
    details = [
        "number",
        "kind",
        "symptom",
        "place",
        "place_note",
        "asset_note",
        "unit",
        "requester",
        "requester_phone",
        "channel",
        "category",
        "trade",
        "urgency",
        "assignee",
        "contractor",
        "reported_at",
        "arrive_due_at",
        "arrived_at",
        "arrived_in_time",
        "finish_due_at",
        "done_at",
        "finished_in_time",
        "action",
        "cause",
        "result",
        "cost",
        "rating",
        "rating_note",
        "rework_count",
        "repeat_of",
        "merged_into",
    ]
    parts = [
        Part(
            _("What was done"),
            lambda order: order.quantity_lines.select_related("place").order_by("pk"),
            ("item", "quantity", "measure_unit", "place", "at"),
        ),
        Part(
            _("Labour"),
            lambda order: order.labour.select_related("person").order_by("pk"),
            ("person", "minutes", "overtime", "at"),
        ),
        Part(_("Costs"), lambda order: order.costs.order_by("pk"), ("kind", "amount", "note")),
        Part(
            _("Pauses"),
            lambda order: order.pauses.order_by("pk"),
            ("reason", "note", "since", "until", "approved_by"),
        ),
        Part(
            _("Further reporters"),
            lambda order: order.reporters.order_by("pk"),
            ("name", "phone", "reported_at"),
        ),
    ]
    starts = [
        bind(work.report, kind=Order.Kind.REPAIR, channel=Order.Channel.WEB, source="", claim="")
    ]
    actions = [
        bind(work.accept, proposes=proposing.for_acceptance),
        bind(work.dispatch, proposes=proposing.for_dispatch),
        work.take,
        work.arrive,
        work.finish,
        work.approve_pause,
        work.resume,
        work.rate,
        work.verify,
        work.call_back,
        work.close,
        work.pool,
        work.start,
        work.pause,
        work.record_work,
        work.transfer,
        work.refuse,
        work.outsource,
        work.classify,
        work.send_back,
        work.reopen,
        work.add_cost,
        bind(work.merge, proposes=proposing.for_merge),
        work.cancel,
    ]
    needs = [
        Need(
            "emergencies",
            _("Emergencies not yet taken"),
            "work.accept",
            lambda actor: Q(
                urgency="P1", state__in=["reported", "accepted", "pooled", "dispatched"]
            ),
            urgent=True,
        ),
        Need("overdue", _("Overdue"), "work.dispatch", queries.overdue, urgent=True),
        Need("to_accept", _("To accept"), "work.accept", lambda actor: Q(state="reported")),
        Need("to_dispatch", _("To dispatch"), "work.dispatch", lambda actor: Q(state="accepted")),
        Need("mine", _("My work"), "work.take", queries.mine),
        Need("pauses", _("Pauses to approve"), "work.approve", queries.waiting_pauses),
        Need(
            "to_confirm",
            _("Finished for you: please confirm and rate"),
            "work.rate",
            lambda actor: Q(state="done") & queries.my_reports(actor),
        ),
        Need("unhappy", _("To call back (3 stars or fewer)"), "work.call_back", queries.unhappy),
    ]
    imports = work.back_enter


class Calls(Screen):
    name, title, sees, group = "calls", _("Hotline calls"), "work.accept", WORK
    source = queries.calls
    columns = ["at", "caller", "number", "place", "said", "missed", "returned_at", "order"]
    phone_columns = ["at", "caller", "said"]
    filters = ["missed", "night"]
    sorts = ["-at"]
    since_until = "at"
    starts = [commands.take_call, commands.miss_call]
    actions = [commands.return_call]
    needs = [
        Need(
            "missed",
            _("Missed calls to return"),
            "work.accept",
            lambda actor: Q(missed=True, returned_at__isnull=True),
            urgent=True,
        )
    ]


class Quantities(Screen):
    name, title, sees, group = "quantities", _("Quantities done"), "work.see", WORK
    source = work_queries.quantity_lines
    columns = ["at", "item", "quantity", "measure_unit", "place", "order"]
    filters = ["measure_unit"]
    sorts = ["-at"]
    since_until = "at"


class Categories(Screen):
    name, title, sees, group = "categories", _("Service catalogue"), "core.see", WORK
    source = work_queries.categories
    columns = ["code", "name", "trade", "urgency", "words", "active"]
    filters = ["trade", "urgency"]
    sorts = ["code"]
    starts = [work.open_category]
    actions = [work.close_category]
    imports = work.open_category
