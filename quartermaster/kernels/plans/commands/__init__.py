from . import calendar, occasion, plan, roster, settings

__all__ = ["calendar", "occasion", "plan", "roster", "settings"]
