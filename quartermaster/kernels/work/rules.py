"""The dated rules of work as they come with the program: a source and a mark on each.

Values marked `knowledge` are practice of the trade without a source read: they count only after
an institution adopted them (`core.adopt_rule`).
"""

from __future__ import annotations

SERVICE_CENTRE = "Published one-stop service centre of a general hospital"
PRACTICE = "Practice of hospital service centres, no source read"

RULES = (
    (
        "work.sla",
        {"urgency": "P1"},
        {"accept": 1, "arrive": 10, "finish": 240, "hours": "always", "pauses": 2},
        PRACTICE,
        "knowledge",
    ),
    (
        "work.sla",
        {"urgency": "P2"},
        {"accept": 5, "arrive": 15, "finish": 240, "hours": "always", "pauses": 2},
        PRACTICE,
        "knowledge",
    ),
    (
        "work.sla",
        {"urgency": "P3"},
        {
            "accept": 10,
            "arrive": 20,
            "arrive_from": "dispatched",
            "finish": 1440,
            "hours": "service",
            "pauses": 2,
        },
        SERVICE_CENTRE,
        "published",
    ),
    (
        "work.sla",
        {"urgency": "P4"},
        {"accept": 10, "arrive": 15, "finish": 1800, "hours": "service", "pauses": 2},
        PRACTICE,
        "knowledge",
    ),
    (
        "work.sla",
        {"urgency": "P5"},
        {"accept": 600, "finish": 3000, "hours": "service", "pauses": 2},
        PRACTICE,
        "knowledge",
    ),
    ("work.open_limit", {}, {"orders": 5}, PRACTICE, "knowledge"),
    ("work.refusals_per_day", {}, {"times": 2}, PRACTICE, "knowledge"),
    ("work.pool_minutes", {"urgency": "P2"}, {"minutes": 3}, PRACTICE, "knowledge"),
    ("work.pool_minutes", {"urgency": "P3"}, {"minutes": 10}, PRACTICE, "knowledge"),
    ("work.merge_minutes", {}, {"minutes": 30}, PRACTICE, "knowledge"),
    ("work.auto_confirm_hours", {}, {"hours": 72}, PRACTICE, "knowledge"),
    ("work.reopen_days", {}, {"days": 7}, PRACTICE, "knowledge"),
    ("work.claim_days", {}, {"days": 30}, PRACTICE, "knowledge"),
    ("work.repeat_escalation", {}, {"days": 30, "times": 2}, PRACTICE, "knowledge"),
)
SINCE = "2000-01-01"
