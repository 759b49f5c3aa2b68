"""Chinese words, pinyin initials and numbers are found, the same on both databases."""

from __future__ import annotations

import pytest

from quartermaster.base.accounts.commands import grant_role
from quartermaster.base.accounts.queries import actor_of
from quartermaster.base.core.commands import close_unit, open_unit, rename_unit
from quartermaster.base.core.models import SearchEntry
from quartermaster.base.core.search import search
from quartermaster.base.core.tokens import cut, index_tokens, pinyin_keys, query_terms

from .conftest import AT, SYSTEM


def test_chinese_is_cut_into_pairs_and_words_and_numbers_stay_whole():
    assert cut("五层水房 LED灯 A-12") == ["五层", "层水", "水房", "房", "led", "灯", "a", "12"]
    assert cut("ＬＥＤ") == ["led"]
    assert cut("!?") == []


def test_a_label_is_also_found_by_its_pinyin_and_the_initials_of_every_tail():
    assert pinyin_keys("总务库房") == ("zongwukufang", "zwkf", "wkf", "kf")
    assert pinyin_keys("LED") == ()


def test_every_token_is_kept_once_and_holds_nothing_that_a_query_could_misread():
    tokens = index_tokens("水房水房", '\'; DROP TABLE "x" & | ! : *').split()
    assert len(tokens) == len(set(tokens))
    assert all(token.isalnum() for token in tokens)


def test_an_unfinished_latin_word_is_a_prefix_and_a_chinese_pair_is_exact():
    assert query_terms("zw") == [("zw", True)]
    assert query_terms("水") == [("水", True)]
    assert query_terms("水房漏") == [("水房", False), ("房漏", False)]
    assert query_terms("！？") == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("zwkf", ["总务库房"]),
        ("ZWKF", ["总务库房"]),
        ("kf", ["总务库房"]),
        ("zongwu", ["总务库房"]),
        ("库房", ["总务库房"]),
        ("总务库房", ["总务库房"]),
        ("房", ["总务库房"]),
        ("小学", ["第二小学", "第一小学"]),
        ("小学 第一", ["第一小学"]),
        ("房库", []),
        ("务房", []),
        ("firs", ["第一小学"]),
        ("nothing", []),
        ("", []),
        ("' OR 1=1 --", []),
        ('"*', []),
        ("🙂", []),
        ("长" * 5000, []),
    ],
)
def test_the_whole_installation_is_searched_alike_on_both_databases(houses, words, names):
    assert [entry.label for entry in search(SYSTEM, words)] == names


def test_the_newest_come_first_and_no_more_than_asked_for(houses):
    for number in range(30):
        open_unit(SYSTEM, name=f"第{number}教室", parent=houses.first_root)
    assert [entry.label for entry in search(SYSTEM, "教室", most=2)] == ["第29教室", "第28教室"]
    assert len(search(SYSTEM, "教室")) == 20


def test_everybody_finds_only_what_lies_in_his_scope(houses, somebody):
    def found(actor):
        return {entry.label for entry in search(actor, "小学") + search(actor, "zwkf")}

    assert found(somebody("ju", houses.bureau_root, "requester")) == {
        "第一小学",
        "第二小学",
        "总务库房",
    }
    assert found(somebody("li", houses.first_root, "requester")) == {"第一小学", "总务库房"}
    assert found(somebody("er", houses.second_root, "requester")) == {"第二小学"}
    assert found(somebody("chu", houses.kitchen, "requester")) == {"总务库房"}
    assert found(somebody("tu", houses.library, "requester")) == set()
    assert found(somebody("new", houses.first_root)) == set()


def test_a_unit_held_beside_a_whole_house_is_found_too(houses, account):
    helper = account("er", houses.second_root, "requester")
    grant_role(SYSTEM, user=helper, role="requester", unit=houses.kitchen)
    assert [e.label for e in search(actor_of(helper, AT), "zwkf")] == ["总务库房"]


def test_a_renamed_record_is_found_by_its_new_name_only_and_stays_one_entry(houses):
    rename_unit(SYSTEM, houses.pantry, name="食材库")
    assert search(SYSTEM, "zwkf") == []
    assert [entry.label for entry in search(SYSTEM, "sck")] == ["食材库"]
    close_unit(SYSTEM, houses.pantry)
    kept = SearchEntry.objects.filter(kind="core.unit", record_id=houses.pantry.pk)
    assert kept.count() == 1
