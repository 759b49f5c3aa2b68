"""Screens over JSON: the rows, the filters, the pages, and other people's rows."""

from __future__ import annotations


def test_a_row_gives_typed_values_with_code_and_reference_beside_the_labels(world, as_user):
    order = world.dispatched()
    page = as_user(world.chief).get("screens/repairs")
    (row,) = page["rows"]
    assert row["ref"] == f"work.order:{order.pk}"
    assert row["symptom"] == "走廊日光灯不亮"
    assert row["place_ref"] == f"places.place:{world.room.pk}"
    assert row["state_code"] == "dispatched"
    assert row["assignee_ref"] == f"people.person:{world.ma.pk}"
    assert row["assignee"] == "马师傅"
    assert row["reported_at"] == "2026-03-02T08:00:00+08:00"
    assert (page["total"], page["next"]) == (1, None)


def test_pages_follow_each_other_without_loss_or_repetition(world, as_user):
    for number in range(7):
        world.later(minutes=number % 2)  # some at the same moment
        world.reported(f"第{number}盏灯")
    chief = as_user(world.chief)
    seen, token = [], ""
    while token is not None:
        page = chief.get("screens/repairs", size=3, sort="-reported_at", page=token)
        assert page["total"] == 7
        seen += [row["symptom"] for row in page["rows"]]
        token = page["next"]
    assert sorted(seen) == [f"第{number}盏灯" for number in range(7)]


def test_filters_narrow_and_words_search(world, as_user):
    world.reported("水龙头漏水")
    world.dispatched(symptom="床头灯闪")
    chief = as_user(world.chief)
    assert [r["symptom"] for r in chief.get("screens/repairs", state="dispatched")["rows"]] == [
        "床头灯闪"
    ]
    assert [r["symptom"] for r in chief.get("screens/repairs", q="漏水")["rows"]] == ["水龙头漏水"]
    assert chief.get("screens/repairs", since="2026-03-03")["total"] == 0


def test_another_house_sees_nothing_of_ours(world, as_user):
    order = world.reported()
    stranger = as_user(world.stranger)
    assert stranger.get("screens/repairs")["rows"] == []
    hidden = stranger.get(f"records/work.order:{order.pk}")
    assert stranger.status == 404
    assert hidden == stranger.get("records/work.order:999999")


def test_a_misspelt_filter_or_value_is_an_error_that_says_what_is_offered(world, as_user):
    chief = as_user(world.chief)
    for query in (
        {"stat": "done"},
        {"state": "finished"},
        {"sort": "cost"},
        {"need": "lunch"},
        {"size": "501"},
        {"size": "-3"},
        {"page": "garbage"},
        {"unit": "abc"},
        {"unit": "²"},
        {"unit": ","},
        {"since": "yesterday"},
        {"q": "a\x00b"},
    ):
        problem = chief.get("screens/repairs", **query)
        assert chief.status == 400, query
        assert problem["message"]
    assert "urgency" in chief.get("screens/repairs", stat="done")["message"]


def test_a_screen_outside_ones_rights_is_not_there(world, as_user):
    nurse = as_user(world.nurse)
    nurse.get("screens/audit")
    assert nurse.status == 404
    nurse.get("screens/nonsense")
    assert nurse.status == 404


def test_every_screen_one_may_see_answers(world, as_user):
    world.populate()
    for user in (world.chief, world.admin):
        caller = as_user(user)
        screens = caller.get("screens")
        assert len(screens) > 5
        for screen in screens:
            page = caller.get(f"screens/{screen['name']}", size=2)
            assert caller.status == 200, screen["name"]
            for row in page["rows"]:
                assert not {"password", "second_factor", "digest"} & set(row)
                record = caller.get(f"records/{row['ref']}")
                assert caller.status == 200, row["ref"]
                assert not {"password", "second_factor", "digest"} & set(record["fields"])


def test_a_list_takes_the_same_statements_for_many_rows_as_for_few(
    world, as_user, django_assert_max_num_queries
):
    for _each in range(12):
        world.reported()
    chief = as_user(world.chief)
    with django_assert_max_num_queries(8):
        assert len(chief.get("screens/repairs")["rows"]) == 12
