"""The figures of work: counts and means, and rates of them."""

from . import figures, rates

__all__ = ["figures", "rates"]
