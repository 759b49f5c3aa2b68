from .calendar import CalendarDay, Term
from .plan import Occasion, Plan, QuotaWindow
from .roster import RosterSlot, Shift

__all__ = ["CalendarDay", "Occasion", "Plan", "QuotaWindow", "RosterSlot", "Shift", "Term"]
