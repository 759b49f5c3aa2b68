"""Time, calculated: calendars, clocks, recurrence, quotas and periods; no clock is read here."""

from .calendar import ALWAYS, NeverOpenError, WorkingCalendar
from .clock import LADDER, Clock, ClockRule, ClockState, PauseRefusal
from .instant import as_utc, first_instant, midnight
from .pattern import (
    LAST,
    AfterRest,
    Daily,
    Listed,
    Monthly,
    NthWeekday,
    Pattern,
    Weekly,
    Yearly,
)
from .period import Period, PeriodKind, PeriodLabel, containing, custom, parse, term
from .plain import (
    MalformedRuleError,
    quota_from_dict,
    quota_to_dict,
    rule_from_dict,
    rule_to_dict,
)
from .quota import Per, Quota, QuotaResult, QuotaWindow, quota_met, quota_windows
from .reading import ReadingDue, reading_due
from .recurrence import Anchor, OnHoliday, Rule, Season, next_after, occasions
from .stacking import Layer, StackedOccasion, stack

__all__ = [
    "ALWAYS",
    "LADDER",
    "LAST",
    "AfterRest",
    "Anchor",
    "Clock",
    "ClockRule",
    "ClockState",
    "Daily",
    "Layer",
    "Listed",
    "MalformedRuleError",
    "Monthly",
    "NeverOpenError",
    "NthWeekday",
    "OnHoliday",
    "Pattern",
    "PauseRefusal",
    "Per",
    "Period",
    "PeriodKind",
    "PeriodLabel",
    "Quota",
    "QuotaResult",
    "QuotaWindow",
    "ReadingDue",
    "Rule",
    "Season",
    "StackedOccasion",
    "Weekly",
    "WorkingCalendar",
    "Yearly",
    "as_utc",
    "containing",
    "custom",
    "first_instant",
    "midnight",
    "next_after",
    "occasions",
    "parse",
    "quota_from_dict",
    "quota_met",
    "quota_to_dict",
    "quota_windows",
    "reading_due",
    "rule_from_dict",
    "rule_to_dict",
    "stack",
    "term",
]
