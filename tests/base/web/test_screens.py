"""The promises of every screen, by existing in the registry."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from quartermaster.base.core.screen import SCREENS
from quartermaster.base.web import list_page

MOST_STATEMENTS_OF_A_LIST = 6
MOST_STATEMENTS_OF_A_RECORD = 9
RESERVED = {"print", "parts", "pick", "filters", "new", "comment", "attach"}

every_screen = pytest.mark.parametrize("name", sorted(SCREENS))


def looker(world, screen):
    """Somebody of the small hospital who may see the screen and, if possible, has rows there."""
    may = [
        user
        for user in type(world.admin).objects.filter(institution=world.hospital).order_by("pk")
        if world.as_(user).may(screen.sees)
    ]
    assert may, f"nobody in the small hospital may see {screen.name}"
    shown = (user for user in may if screen.visible(world.as_(user)).exists())
    return next(shown, may[0])


def own_record(world, screen):
    """A record of the small hospital on the screen, or a skipped test."""
    rows = screen.visible(world.as_(looker(world, screen)))
    for record in rows[:50]:
        if record.scope_ids()[0] == world.hospital.pk:
            return record
    return pytest.skip(f"the small hospital has nothing to show on {screen.name}")


def statements(client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@every_screen
def test_a_stranger_is_led_to_the_sign_in(db, name):
    answer = Client().get(f"/s/{name}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next=%2Fs%2F{name}%2F"


@every_screen
def test_the_list_shows_exactly_the_visible_rows(busy, browser_of, name):
    screen = SCREENS[name]
    user = looker(busy, screen)
    answer = browser_of(user).get(f"/s/{name}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    visible = list(screen.visible(busy.as_(user)).values_list("pk", flat=True))
    shown = page.count(f'<a href="/s/{name}/') - page.count(f'<a href="/s/{name}/"')
    rows = page.count("<th scope=row")
    assert rows == min(len(visible), 50)
    assert shown >= rows
    assert ("empty" in page) == (not visible)


@every_screen
def test_another_institution_sees_none_of_it(busy, browser_of, name):
    screen = SCREENS[name]
    record = own_record(busy, screen)
    answer = browser_of(busy.stranger).get(f"/s/{name}/{record.pk}/")
    assert answer.status_code == 404


@every_screen
def test_a_record_opens_and_prints(busy, browser_of, name):
    screen = SCREENS[name]
    record = own_record(busy, screen)
    client = browser_of(looker(busy, screen))
    for address in (f"/s/{name}/{record.pk}/", f"/s/{name}/{record.pk}/?whole=1"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "{{" not in answer.content.decode()
    paper = client.get(f"/s/{name}/{record.pk}/print/")
    assert paper.status_code == 200
    assert "<svg" in paper.content.decode()


@every_screen
def test_a_list_costs_few_statements(busy, browser_of, name):
    screen = SCREENS[name]
    used = statements(browser_of(looker(busy, screen)), f"/s/{name}/")
    assert len(used) <= MOST_STATEMENTS_OF_A_LIST, used


@every_screen
def test_many_rows_cost_as_many_statements_as_few(busy, browser_of, monkeypatch, name):
    screen = SCREENS[name]
    user = looker(busy, screen)
    if screen.visible(busy.as_(user)).count() < 2:
        pytest.skip(f"the small hospital shows fewer than two rows on {name}")
    client = browser_of(user)
    many = statements(client, f"/s/{name}/")
    page_of = list_page.page_of
    monkeypatch.setattr(
        list_page, "page_of", lambda rows, order, token: page_of(rows, order, token, 1)
    )
    few = statements(client, f"/s/{name}/")
    counting = 1 if len(few) > len(many) else 0  # a list that goes on is counted
    assert len(many) == len(few) - counting, many


@every_screen
def test_a_record_costs_few_statements(busy, browser_of, name):
    screen = SCREENS[name]
    record = own_record(busy, screen)
    used = statements(browser_of(looker(busy, screen)), f"/s/{name}/{record.pk}/")
    assert len(used) <= MOST_STATEMENTS_OF_A_RECORD, used


@every_screen
def test_the_spreadsheet_has_the_rows_of_the_list(busy, browser_of, name):
    screen = SCREENS[name]
    user = looker(busy, screen)
    answer = browser_of(user).get(f"/s/{name}/export.xlsx")
    assert answer.status_code == 200
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert len(rows[0]) == len(screen.columns)
    assert len(rows) - 1 == screen.visible(busy.as_(user)).count()


@every_screen
def test_every_start_has_a_form(busy, browser_of, name):
    screen = SCREENS[name]
    for bound in screen.starts:
        user = next(
            (
                u
                for u in (busy.admin, busy.chief, busy.dispatcher, busy.nurse)
                if may_start(busy, u, screen, bound)
            ),
            None,
        )
        if user is None:
            continue
        answer = browser_of(user).get(f"/s/{name}/new/{bound.spec.verb}/")
        assert answer.status_code == 200
        for each in bound.asked():
            lines = each.kind == "lines"
            wanted = f'name="{each.name}.0.' if lines else f'name="{each.name}"'
            assert wanted in answer.content.decode(), each.name


def may_start(world, user, screen, bound) -> bool:
    actor = world.as_(user)
    return actor.may(screen.sees) and actor.may(bound.spec.permits)


@every_screen
def test_every_offered_action_has_a_form_and_no_other_is_offered(busy, browser_of, name):
    screen = SCREENS[name]
    record = own_record(busy, screen)
    user = looker(busy, screen)
    client = browser_of(user)
    page = client.get(f"/s/{name}/{record.pk}/").content.decode()
    offered = {bound.spec.verb for bound in screen.offered(busy.as_(user), record)}
    for bound in screen.actions:
        address = f"/s/{name}/{record.pk}/{bound.spec.verb}/"
        assert (f'"{address}"' in page) == (bound.spec.verb in offered)
        if bound.spec.verb in offered:
            assert client.get(address).status_code == 200


@every_screen
def test_filters_sorts_and_columns_are_known_to_the_model(db, name):
    screen = SCREENS[name]
    for wanted in (*screen.filters, *(sort.lstrip("-") for sort in screen.sorts)):
        screen.model()._meta.get_field(wanted)
    names = {c if isinstance(c, str) else c.name for c in screen.columns}
    assert set(screen.phone_columns) <= names


@every_screen
def test_no_action_hides_behind_an_address_of_the_pages(name):
    screen = SCREENS[name]
    verbs = [bound.spec.verb for bound in screen.actions]
    assert not RESERVED & set(verbs)
    assert len(verbs) == len(set(verbs))


@every_screen
def test_a_filter_with_nonsense_is_answered_in_words(busy, browser_of, name):
    screen = SCREENS[name]
    client = browser_of(looker(busy, screen))
    for wanted in (*screen.filters, "sort", "page", "need", "q"):
        answer = client.get(f"/s/{name}/", {wanted: "'; DROP TABLE x --"})
        assert answer.status_code in {200, 400}, wanted
        assert "Traceback" not in answer.content.decode()
