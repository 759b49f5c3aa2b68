"""The verbs of work, one file per family."""

from .catalogue import close_category, open_category
from .confirming import call_back, close, rate, reopen, send_back, verify
from .dispatching import accept, classify, dispatch, outsource, pool, refuse, take, transfer
from .doing import (
    add_cost,
    approve_pause,
    arrive,
    escalate,
    finish,
    pause,
    record_work,
    resume,
    start,
)
from .reporting import back_enter, cancel, merge, report

__all__ = [
    "accept",
    "add_cost",
    "approve_pause",
    "arrive",
    "back_enter",
    "call_back",
    "cancel",
    "classify",
    "close",
    "close_category",
    "dispatch",
    "escalate",
    "finish",
    "merge",
    "open_category",
    "outsource",
    "pause",
    "pool",
    "rate",
    "record_work",
    "refuse",
    "reopen",
    "report",
    "resume",
    "send_back",
    "start",
    "take",
    "transfer",
    "verify",
]
