"""`texts`: finds every text for people in the code and brings the translations in step.

For developers: `python -m quartermaster.base.cli texts` updates the catalogue of every language,
keeps what is translated and drops what nobody says any more; `--check` changes nothing and tells
what is wrong. Needs no gettext tools: Python is read with `ast`, templates with Django's lexer.
"""

from __future__ import annotations

import ast
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _
from django.utils.translation.template import templatize

from .out import say
from .registry import cli

SOURCES = Path(__file__).resolve().parents[2]
TRANSLATION = "django.utils.translation"
SAYING = {"gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
# What Django's lexer makes of a template: calls of these three names with quoted arguments.
IN_TEMPLATE = re.compile(
    r"""\b(?:_|gettext|ngettext)\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""(?:,\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))?"""
)
# Labels that our accounts inherit from an app of Django's that is not installed, nor its catalogue.
BORROWED = {"django/contrib/auth/base_user.py": ("last login", "password")}
SLOT = re.compile(r"\{[^{}]*\}|%%|%(?:\(\w+\))?[-+0#]*\d*(?:\.\d+)?[sdrf]")
HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}
PLURAL_FORMS = {"zh_Hans": "nplurals=1; plural=0;"}
WIDTH = 98


class Unreadable(Exception):
    """A text that is put together at run time, so that nobody can translate it."""


@dataclass
class Said:
    """One text of the code: how it stands there, its plural if it has one, and where it stands."""

    singular: str
    plural: str = ""
    files: list[str] = field(default_factory=list)


def said_in_python(source: str) -> Iterator[tuple[str, str]]:
    """Every (text, plural) that Python source hands to gettext, under whatever local name.

    Raises Unreadable for a text that is not written out in quotes.
    """
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: SAYING[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == TRANSLATION
        for alias in node.names
        if alias.name in SAYING
    }
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    ours = (node for node in calls if isinstance(node.func, ast.Name) and node.func.id in names)
    for call in sorted(ours, key=lambda node: (node.lineno, node.col_offset)):
        words = [_written_out(argument) for argument in call.args[: names[call.func.id]]]
        yield words[0], words[1] if len(words) > 1 else ""


def _written_out(argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    raise Unreadable(f"line {argument.lineno}")


def said_in_template(source: str) -> Iterator[tuple[str, str]]:
    """Every (text, plural) in the translation tags of a Django template, as Django looks it up."""
    for match in IN_TEMPLATE.finditer(templatize(source)):
        singular, plural = (ast.literal_eval(part) if part else "" for part in match.groups())
        yield singular, plural


def said_in_code(sources: Path) -> tuple[dict[str, Said], list[str]]:
    """All texts below the folder in the order of files and lines, and the files at fault.

    Migrations are left out: what they repeat is said by the models.
    """
    found: dict[str, Said] = {}
    faults = []
    for path in sorted([*sources.rglob("*.py"), *sources.rglob("*.html")]):
        if "migrations" in path.parts:
            continue
        reader = said_in_python if path.suffix == ".py" else said_in_template
        name = path.relative_to(sources.parent).as_posix()
        try:
            _note(found, name, reader(path.read_text(encoding="utf-8")))
        except (Unreadable, SyntaxError) as fault:
            faults.append(f"{name}: {fault}: a text must be written out in quotes")
    return found, faults


def said_here() -> tuple[dict[str, Said], list[str]]:
    """All texts of this product, those it borrows from Django's accounts among them."""
    found, faults = said_in_code(SOURCES)
    for name, labels in BORROWED.items():
        _note(found, name, [(label, "") for label in labels])
    return found, faults


def _note(found: dict[str, Said], name: str, texts: Iterable[tuple[str, str]]) -> None:
    for singular, plural in texts:
        if not singular:
            continue
        known = found.setdefault(singular, Said(singular))
        known.plural = known.plural or plural
        if name not in known.files:
            known.files.append(name)


def updated(old: polib.POFile, found: dict[str, Said], language: str) -> polib.POFile:
    """A new catalogue of exactly the texts found, with the translations the old one has."""
    new = polib.POFile(wrapwidth=WIDTH)
    new.metadata = {"Language": language, **HEADER}
    if language in PLURAL_FORMS:
        new.metadata["Plural-Forms"] = PLURAL_FORMS[language]
    known = {entry.msgid: entry for entry in old if not entry.obsolete}
    for said in found.values():
        new.append(_entry(said, known.get(said.singular)))
    return new


def _entry(said: Said, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=said.singular, occurrences=[(name, "") for name in said.files])
    if known is not None:
        entry.flags, entry.tcomment = known.flags, known.tcomment
    if not said.plural:
        entry.msgstr = known.msgstr if known else ""
        return entry
    entry.msgid_plural = said.plural
    entry.msgstr_plural = known.msgstr_plural if known and known.msgstr_plural else {0: ""}
    return entry


def faults_of(catalogue: polib.POFile, found: dict[str, Said]) -> Iterator[str]:
    """What is wrong with a catalogue, one sentence each; nothing when it is complete."""
    present = {entry.msgid: entry for entry in catalogue if not entry.obsolete}
    for entry in catalogue:
        if entry.obsolete or entry.msgid not in found:
            yield f"nobody says this any more: {entry.msgid!r}"
    for said in found.values():
        entry = present.get(said.singular)
        if entry is None or entry.msgid_plural != said.plural:
            yield f"not in the catalogue: {said.singular!r} ({said.files[0]})"
        elif entry.fuzzy:
            yield f"marked as doubtful: {said.singular!r}"
        else:
            yield from _faults_of_translation(entry)


def _faults_of_translation(entry: polib.POEntry) -> Iterator[str]:
    strings = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    wanted = sorted(SLOT.findall(entry.msgid_plural or entry.msgid))
    for string in strings:
        if not string.strip():
            yield f"not translated: {entry.msgid!r}"
        elif sorted(SLOT.findall(string)) != wanted:
            yield f"other slots than {wanted}: {entry.msgid!r} → {string!r}"


def catalogues() -> list[Path]:
    """The catalogue of every language there is a folder for (locale/LANGUAGE/LC_MESSAGES)."""
    folders = (path for root in settings.LOCALE_PATHS for path in Path(root).glob("*/LC_MESSAGES"))
    return sorted(folder / "django.po" for folder in folders)


def _opened(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else polib.POFile()


def _ask(parser: ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help=text("Only tell what is wrong"))


@cli("texts", summary=_("Bring the translations in step with the code"), arguments=_ask)
def texts(given: Namespace) -> int:
    """Update the catalogues or check them; 1 when a text cannot be read or is not translated."""
    found, faults = said_here()
    for path in catalogues():
        if not given.check:
            updated(_opened(path), found, path.parts[-3]).save(str(path))
        faults.extend(f"{path.parts[-3]}: {fault}" for fault in faults_of(_opened(path), found))
    for fault in faults:
        say(fault)
    say(text("%(count)s texts, %(faults)s faults") % {"count": len(found), "faults": len(faults)})
    return 1 if faults else 0
