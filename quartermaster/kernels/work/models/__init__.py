"""Work orders and what belongs to them."""

from .category import Category
from .lines import Cost, Labour, Pause, QuantityLine, Refusal, Reporter
from .order import Order

__all__ = [
    "Category",
    "Cost",
    "Labour",
    "Order",
    "Pause",
    "QuantityLine",
    "Refusal",
    "Reporter",
]
