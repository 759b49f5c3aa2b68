"""Lists: filters by name, tabs, sorting, paging, saved filters, pickers, search."""

from __future__ import annotations

import json

from django.test import Client

from quartermaster.base.core.models import SavedFilter
from quartermaster.kernels.work.models import Order

ASK_FOR_DATA = {"HTTP_ACCEPT": "application/json"}


def numbers(page: str) -> list[str]:
    return [part.partition("</a>")[0][-10:] for part in page.split("<th scope=row")[1:]]


def test_a_record_filter_takes_a_name_without_any_script(busy, browser_of):
    client = browser_of(busy.dispatcher)
    by_name = client.get("/s/repairs/", {"trade": "电工"}).content.decode()
    by_key = client.get("/s/repairs/", {"trade": str(busy.electricity.pk)}).content.decode()
    assert numbers(by_name) == numbers(by_key) == ["BX20260003", "BX20260001"]
    assert f'value="电工" data-value="{busy.electricity.pk}"' in by_name


def test_an_unknown_name_is_answered_in_words_and_shows_no_rows(busy, browser_of):
    answer = browser_of(busy.dispatcher).get("/s/repairs/", {"trade": "魔术师"})
    assert answer.status_code == 400
    assert "魔术师" in answer.content.decode()
    assert "<th scope=row" not in answer.content.decode()


def test_the_tab_of_the_present_state_is_marked(busy, browser_of):
    page = browser_of(busy.dispatcher).get("/s/repairs/", {"state": "reported"}).content.decode()
    assert '<a href="?state=reported" class="tab waiting" aria-current="true">' in page
    assert page.count('aria-current="true">') == 1 + page.count('lang="zh-hans" aria-current')
    assert numbers(page) == ["BX20260002"]


def test_a_sorted_column_says_so_and_turns_round(busy, browser_of):
    client = browser_of(busy.dispatcher)
    page = client.get("/s/repairs/", {"sort": "number"}).content.decode()
    assert numbers(page) == ["BX20260001", "BX20260002", "BX20260003"]
    assert 'aria-sort="ascending" scope=col><a href="?sort=-number">' in page
    other = client.get("/s/repairs/", {"sort": "symptom"}).content.decode()
    assert 'aria-sort="descending"' in other  # not offered: the first order stays


def test_pages_lead_on_and_back_without_losing_the_filter(world, browser_of):
    for number in range(52):
        world.later(minutes=1)
        world.reported(f"第{number}处")
    client = browser_of(world.dispatcher)
    first = client.get("/s/repairs/", {"state": "reported"}).content.decode()
    assert len(numbers(first)) == 50
    assert "52" in first
    following = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = client.get("/s/repairs/" + following.replace("&amp;", "&")).content.decode()
    assert len(numbers(second)) == 2
    assert not set(numbers(first)) & set(numbers(second))
    assert "state=reported" in following


def test_a_damaged_page_address_is_answered_in_words(busy, browser_of):
    assert browser_of(busy.dispatcher).get("/s/repairs/?page=xx").status_code == 400


def test_a_filter_is_kept_under_a_name(busy, browser_of):
    client = browser_of(busy.dispatcher)
    answer = client.post("/s/repairs/filters/?state=reported&page=zz", {"name": "待受理"})
    assert answer.status_code == 302
    saved = SavedFilter.objects.get()
    assert (saved.name, saved.query, saved.shared) == ("待受理", "state=reported", False)
    assert "/s/repairs/?state=reported" in client.get("/s/repairs/filters/").content.decode()
    assert "待受理" not in browser_of(busy.nurse).get("/s/repairs/filters/").content.decode()


def test_a_name_is_written_as_text_and_never_as_markup(world, browser_of):
    world.reported("<script>alert(1)</script> & <b>漏水</b>")
    page = browser_of(world.dispatcher).get("/s/repairs/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in page
    assert "<script>alert" not in page


def test_the_picker_finds_by_pinyin_within_the_scope(busy, browser_of):
    client = browser_of(busy.dispatcher)
    found = client.get("/pick/work.report/place/", {"q": "nkl"}, **ASK_FOR_DATA).json()
    labels = [choice["label"] for choice in found["choices"]]
    assert "内科楼" in labels[0]
    busy.place_elsewhere()
    everything = client.get("/pick/work.report/place/", **ASK_FOR_DATA).json()["choices"]
    assert len(everything) == 3
    assert not any("东院" in choice["label"] for choice in everything)
    assert everything[0]["value"].startswith("places.place:")


def test_nobody_picks_for_a_command_he_may_not_use(busy, browser_of):
    client = browser_of(busy.nurse)
    assert client.get("/pick/work.dispatch/assignee/", **ASK_FOR_DATA).status_code == 404
    assert client.get("/pick/work.report/symptom/", **ASK_FOR_DATA).status_code == 404
    assert Client().get("/pick/work.report/place/", **ASK_FOR_DATA).status_code == 302


def test_the_box_at_the_top_gets_data_and_one_result_opens_at_once(busy, browser_of):
    leaking = Order.objects.get(symptom="水龙头漏水")
    client = browser_of(busy.dispatcher)
    data = json.loads(client.get("/search/", {"q": "水龙头"}, **ASK_FOR_DATA).content)
    assert [result["address"] for result in data["results"]] == [f"/r/work.order:{leaking.pk}/"]
    jump = client.get("/search/", {"q": "水龙头"}, follow=True)
    assert jump.redirect_chain[-1][0] == f"/s/repairs/{leaking.pk}/"


def test_the_search_shows_nothing_of_another_institution(busy, browser_of):
    page = browser_of(busy.stranger).get("/search/", {"q": "水龙头"})
    assert page.status_code == 200
    assert "/r/work.order" not in page.content.decode()


def test_home_shows_what_waits_with_the_number_of_the_list_behind_it(busy, browser_of):
    client = browser_of(busy.dispatcher)
    page = client.get("/").content.decode()
    assert '<a href="/s/repairs/?need=to_accept"><b>1</b>' in page
    assert len(numbers(client.get("/s/repairs/?need=to_accept").content.decode())) == 1
    assert "need=to_accept" not in browser_of(busy.nurse).get("/").content.decode()
