"""Every text for people is translated, and what is said stands in the code."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.utils.translation import override

from quartermaster.base.cli import texts
from quartermaster.base.cli.texts import (
    Unreadable,
    catalogues,
    faults_of,
    said_here,
    said_in_code,
    said_in_python,
    said_in_template,
    updated,
)
from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.screen import SCREENS, label_of

pytestmark = pytest.mark.once

OURS = "quartermaster."
"""Other tests register screens and commands of their own."""

IMPORTS = (
    "from django.utils.translation import gettext as text\n"
    "from django.utils.translation import gettext_lazy as _, ngettext\n"
)


def catalogue(**translations: str) -> polib.POFile:
    """A catalogue of one word each: key → translation."""
    made = polib.POFile()
    made.extend(polib.POEntry(msgid=key, msgstr=value) for key, value in translations.items())
    return made


def found_in(folder: Path, source: str, name: str = "ladder.py"):
    (folder / "shed").mkdir(exist_ok=True)
    (folder / "shed" / name).write_text(source, encoding="utf-8")
    return said_in_code(folder / "shed")


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-3])
def test_every_text_is_translated_once_and_with_the_same_slots(path):
    found, unreadable = said_here()
    assert unreadable == []
    assert list(faults_of(polib.pofile(str(path)), found)) == []


def test_chinese_is_there():
    assert [path.parts[-3] for path in catalogues()] == ["zh_Hans"]


def test_the_catalogue_names_files_but_neither_lines_nor_machines():
    for path in catalogues():
        made = polib.pofile(str(path))
        places = {place for entry in made for place in entry.occurrences}
        assert {line for _file, line in places} == {""}
        assert all(name.startswith(("quartermaster/", "django/")) for name, _line in places)
        assert "POT-Creation-Date" not in made.metadata
        assert "Last-Translator" not in made.metadata


def said_in_english() -> set[str]:
    return {text.casefold() for text in said_here()[0]}


def test_every_label_of_a_screen_is_a_text_that_can_be_translated():
    said = said_in_english()
    with override("en"):
        shown = {
            (screen.name, str(label_of(screen.model(), column)))
            for screen in SCREENS.values()
            if screen.__module__.startswith(OURS)
            for column in [*screen.columns, *screen.details]
        }
    assert len(shown) > 100
    assert {each for each in shown if each[1].casefold() not in said} == set()


def test_every_command_and_its_inputs_have_labels_that_can_be_translated():
    said = said_in_english()
    with override("en"):
        asked = {
            (spec.name, str(label))
            for spec in COMMANDS.values()
            if spec.function.__module__.startswith(OURS)
            for label in [spec.label, *(each.label for each in spec.inputs)]
        }
    assert len(asked) > 100
    assert {each for each in asked if each[1].casefold() not in said} == set()


def test_texts_are_found_under_the_names_a_file_gives_them():
    source = IMPORTS + 'a = _("Pump")\nb = text("Cellar " "floor") % {}\n'
    assert list(said_in_python(source)) == [("Pump", ""), ("Cellar floor", "")]


def test_a_plural_is_found_with_its_singular():
    source = IMPORTS + 'c = ngettext("%(n)s pump", "%(n)s pumps", 3)\n'
    assert list(said_in_python(source)) == [("%(n)s pump", "%(n)s pumps")]


def test_a_function_that_only_shares_the_name_says_nothing():
    assert list(said_in_python('from shed import text\ntext("Pump")\n_("Valve")\n')) == []


def test_a_text_put_together_at_run_time_is_refused(tmp_path):
    with pytest.raises(Unreadable):
        list(said_in_python(IMPORTS + 'text(f"Pump {number}")\n'))
    found, faults = found_in(tmp_path, IMPORTS + "text(name)\n")
    assert found == {}
    assert faults == ["shed/ladder.py: line 3: a text must be written out in quotes"]


def test_template_tags_are_read_as_django_looks_them_up():
    source = (
        "{% trans 'Pump' %}{% translate \"Valve\" %}{{ x|default:_('None') }}"
        "{% blocktranslate with who=a.b %}For {{ who }}: 5%{% endblocktranslate %}"
        "{% blocktrans count n=n %}{{ n }} key{% plural %}{{ n }} keys{% endblocktrans %}"
        '{% include "shed.html" with title=_("Shed") %}'
    )
    assert list(said_in_template(source)) == [
        ("Pump", ""),
        ("Valve", ""),
        ("None", ""),
        ("For %(who)s: 5%%", ""),
        ("%(n)s key", "%(n)s keys"),
        ("Shed", ""),
    ]


def test_migrations_say_nothing_of_their_own(tmp_path):
    (tmp_path / "shed" / "migrations").mkdir(parents=True)
    (tmp_path / "shed" / "migrations" / "one.py").write_text(IMPORTS + '_("Pump")\n')
    assert said_in_code(tmp_path / "shed") == ({}, [])


def test_updating_keeps_translations_drops_the_unsaid_and_adds_the_new(tmp_path):
    found, _faults = found_in(tmp_path, IMPORTS + '_("Pump"), _("Valve")\n')
    made = updated(catalogue(Pump="水泵", Ladder="梯子"), found, "zh_Hans")
    assert [(entry.msgid, entry.msgstr) for entry in made] == [("Pump", "水泵"), ("Valve", "")]
    assert made.metadata["Plural-Forms"] == "nplurals=1; plural=0;"


def test_a_doubtful_translation_stays_doubtful_until_somebody_looks(tmp_path):
    found, _faults = found_in(tmp_path, IMPORTS + '_("Pump")\n')
    old = catalogue(Pump="水泵")
    old[0].flags = ["fuzzy"]
    made = updated(old, found, "zh_Hans")
    assert list(faults_of(made, found)) == ["marked as doubtful: 'Pump'"]


@pytest.mark.parametrize(
    ("translation", "faults"),
    [
        ("水泵{count}", []),
        ("", ["not translated: 'Pump {count}'"]),
        ("水泵", ["other slots than ['{count}']: 'Pump {count}' → '水泵'"]),
        ("水泵{Count}", ["other slots than ['{count}']: 'Pump {count}' → '水泵{Count}'"]),
    ],
)
def test_a_translation_carries_the_slots_of_its_text(tmp_path, translation, faults):
    found, _faults = found_in(tmp_path, IMPORTS + '_("Pump {count}")\n')
    assert list(faults_of(catalogue(**{"Pump {count}": translation}), found)) == faults


def test_a_lost_percent_slot_and_an_unsaid_text_are_told(tmp_path):
    found, _faults = found_in(tmp_path, IMPORTS + '_("%(n)d of 5 %%"), _("Pump")\n')
    made = catalogue(**{"%(n)d of 5 %%": "5 %%中的%(n)s", "Ladder": "梯子"})
    assert list(faults_of(made, found)) == [
        "nobody says this any more: 'Ladder'",
        "other slots than ['%%', '%(n)d']: '%(n)d of 5 %%' → '5 %%中的%(n)s'",
        "not in the catalogue: 'Pump' (shed/ladder.py)",
    ]


def test_checking_changes_nothing(tmp_path, monkeypatch, settings, capsys):
    found_in(tmp_path, IMPORTS + '_("Pump")\n')
    folder = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue(Ladder="梯子").save(str(folder / "django.po"))
    before = (folder / "django.po").read_bytes()
    monkeypatch.setattr(texts, "SOURCES", tmp_path / "shed")
    monkeypatch.setattr(texts, "BORROWED", {})
    settings.LOCALE_PATHS = [tmp_path / "locale"]

    assert texts.texts(texts.Namespace(check=True)) == 1
    assert (folder / "django.po").read_bytes() == before
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == [
        "zh_Hans: nobody says this any more: 'Ladder'",
        "zh_Hans: not in the catalogue: 'Pump' (shed/ladder.py)",
    ]

    assert texts.texts(texts.Namespace(check=False)) == 1
    after = polib.pofile(str(folder / "django.po"))
    assert [(entry.msgid, entry.msgstr) for entry in after] == [("Pump", "")]
