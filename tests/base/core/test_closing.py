"""Closing the books: forward only."""

from __future__ import annotations

from datetime import date

import pytest

from quartermaster.base.core.commands import close_books
from quartermaster.base.core.errors import Forbidden, Refused
from quartermaster.base.core.models import Institution


def test_the_books_close_forward_and_never_open_again(world):
    head = world.as_(world.chief)
    closed = close_books(head, world.hospital, until=date(2026, 3, 1))
    assert closed.closed_until == date(2026, 3, 1)
    with pytest.raises(Refused, match="2026"):
        close_books(head, world.hospital, until=date(2026, 2, 1))
    with pytest.raises(Forbidden):
        close_books(world.as_(world.nurse), world.hospital, until=date(2026, 4, 1))
    assert Institution.objects.get(pk=world.hospital.pk).closed_until == date(2026, 3, 1)
