"""Walking a list page by page gives every row once, in order, whatever arrives meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartermaster.base.core.errors import Invalid
from quartermaster.base.core.listing import LARGEST_PAGE, LAST, counted, page_of
from quartermaster.base.core.models import Notice

from .conftest import AT

pytestmark = pytest.mark.django_db
# Few different minutes, so that many rows share one: ties are the hard part.
MINUTES = st.lists(st.integers(0, 3), max_size=14)
ORDERS = st.sampled_from(["at", "-at", "id", "-id", "title", "-title"])
PATIENT = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def put(houses):
    """Notices at these minutes after eight; earlier ones are gone."""

    def notices(minutes) -> list[Notice]:
        return [
            Notice.objects.create(
                institution=houses.first,
                user_id=1,
                title=f"T{minute}",
                at=AT + timedelta(minutes=minute),
            )
            for minute in minutes
        ]

    return notices


def in_order(order: str) -> list[int]:
    falling, name = order.startswith("-"), order.lstrip("-")
    rows = sorted(Notice.objects.all(), key=lambda row: (getattr(row, name), row.pk))
    return [row.pk for row in (reversed(rows) if falling else rows)]


def forward(order: str, size: int) -> list[list[int]]:
    pages, token = [], ""
    while token is not None:
        page = page_of(Notice.objects.all(), order, token, size)
        pages.append([row.pk for row in page.rows])
        token = page.next
    return pages


def backward(order: str, size: int) -> list[list[int]]:
    pages, token = [], LAST
    while token is not None:
        page = page_of(Notice.objects.all(), order, token, size)
        pages.append([row.pk for row in page.rows])
        token = page.previous
    return pages


@PATIENT
@given(minutes=MINUTES, order=ORDERS, size=st.integers(1, 5))
def test_walking_forward_and_backward_gives_the_sorted_list(put, minutes, order, size):
    Notice.objects.all().delete()
    put(minutes)
    wanted = in_order(order)
    ahead, back = forward(order, size), backward(order, size)
    assert [pk for page in ahead for pk in page] == wanted
    assert [pk for page in reversed(back) for pk in page] == wanted
    assert all(0 < len(page) <= size for page in ahead + back) or not wanted


@PATIENT
@given(
    before=st.lists(st.integers(0, 3), min_size=1, max_size=10),
    arriving=st.lists(st.integers(0, 3), max_size=4),
    order=ORDERS,
    size=st.integers(1, 3),
)
def test_arrivals_in_between_neither_hide_nor_repeat_a_row(put, before, arriving, order, size):
    Notice.objects.all().delete()
    there = {row.pk for row in put(before)}
    seen, token, arrivals = [], "", iter(arriving)
    while token is not None:
        page = page_of(Notice.objects.all(), order, token, size)
        seen += [row.pk for row in page.rows]
        token = page.next
        put([minute for minute in [next(arrivals, None)] if minute is not None])
    assert len(seen) == len(set(seen))
    assert there <= set(seen)
    rank = {pk: place for place, pk in enumerate(in_order(order))}
    assert seen == sorted(seen, key=rank.__getitem__)


@PATIENT
@given(minutes=st.lists(st.integers(0, 3), min_size=2, max_size=10), order=ORDERS)
def test_a_step_forward_and_back_leads_to_the_same_page(put, minutes, order):
    Notice.objects.all().delete()
    put(minutes)
    first = page_of(Notice.objects.all(), order, "", 1)
    second = page_of(Notice.objects.all(), order, first.next, 1)
    again = page_of(Notice.objects.all(), order, second.previous, 1)
    assert [row.pk for row in again.rows] == [row.pk for row in first.rows]
    assert again.previous is None


def test_a_removed_row_does_not_lose_the_place_in_the_list(put):
    rows = put([0, 1, 2, 3])
    page = page_of(Notice.objects.all(), "at", "", 2)
    rows[1].delete()
    following = page_of(Notice.objects.all(), "at", page.next, 2)
    assert following.rows == rows[2:]


def test_a_page_is_never_larger_than_the_largest(put):
    put([0])
    assert len(page_of(Notice.objects.all(), "at", "", 10**9).rows) == 1
    assert LARGEST_PAGE == 500
    assert len(page_of(Notice.objects.all(), "at", "", -3).rows) == 1


@pytest.mark.parametrize(
    "token", ["x", "%%%", "bnVsbA", "WyJhZnRlciIsMSwyXQ", "WyJhZnRlciIsIngiLDJd", "灯", "e30"]
)
def test_a_damaged_address_is_refused_in_words(put, token):
    put([0])
    with pytest.raises(Invalid):
        page_of(Notice.objects.all(), "at", token)


def test_counting_stops_where_nobody_reads_on(put):
    put([0] * 5)
    assert counted(Notice.objects.all()) == (5, True)
    assert counted(Notice.objects.all(), up_to=5) == (5, True)
    assert counted(Notice.objects.all(), up_to=4) == (4, False)
