"""The life of a work order: who may do what next, as one table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.workflow import State, Workflow, go

ORDER = Workflow(
    "work.order",
    start="reported",
    states={
        "reported": State(_("reported"), "waiting"),
        "accepted": State(_("accepted"), "waiting"),
        "pooled": State(_("in the pool"), "waiting"),
        "dispatched": State(_("dispatched"), "moving"),
        "taken": State(_("taken"), "moving"),
        "arrived": State(_("on site"), "moving"),
        "working": State(_("in progress"), "moving"),
        "paused": State(_("paused"), "stopped"),
        "outsourced": State(_("with a contractor"), "stopped"),
        "done": State(_("finished, to be confirmed"), "waiting"),
        "rework": State(_("to be redone"), "stopped"),
        "verified": State(_("confirmed"), "done"),
        "rated": State(_("rated"), "done"),
        "called": State(_("called back"), "done"),
        "closed": State(_("closed"), "done"),
        "cancelled": State(_("cancelled"), "void"),
        "merged": State(_("merged into another"), "void"),
    },
    transitions={
        "accept": go("reported", "accepted"),
        "pool": go("reported | accepted", "pooled"),
        "dispatch": go("reported | accepted | pooled | dispatched", "dispatched"),
        "refuse": go("dispatched", "accepted"),
        "take": go("pooled | dispatched", "taken"),
        "transfer": go("taken | arrived | working", "dispatched"),
        "arrive": go("dispatched | taken", "arrived"),
        "start": go("taken | arrived | rework", "working"),
        "pause": go("arrived | working", "paused"),
        "approve_pause": go("paused"),
        "resume": go("paused", "working"),
        "outsource": go("accepted | taken | arrived | working | paused", "outsourced"),
        "record_work": go("taken | arrived | working | paused | outsourced | done"),
        "finish": go("taken | arrived | working | outsourced | rework", "done"),
        "verify": go("done", "verified"),
        "send_back": go("done | called", "rework"),
        "rate": go("done | verified | closed", "rated"),
        "call_back": go("verified | rated", "called"),
        "close": go("verified | rated | called", "closed"),
        "reopen": go("verified | rated | called | closed", "rework"),
        "cancel": go("reported | accepted | pooled", "cancelled"),
        "merge": go("reported | accepted | pooled", "merged"),
        "classify": go("reported | accepted | pooled | dispatched | taken | arrived | working"),
    },
)

WAITING_AT_THE_DESK = ("reported", "accepted")
OPEN = (
    "reported",
    "accepted",
    "pooled",
    "dispatched",
    "taken",
    "arrived",
    "working",
    "paused",
    "outsourced",
    "rework",
)
IN_HAND = ("dispatched", "taken", "arrived", "working", "paused", "outsourced", "rework")
FINISHED = ("done", "verified", "rated", "called", "closed")
VOID = ("cancelled", "merged")
