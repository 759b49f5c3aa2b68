"""What surrounds every page: who is signed in, the menu, the languages, unread notices."""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.screen import SCREENS, Screen

from .markup import markup

LANGUAGE_TAGS = {"zh-hans": "zh-Hans", "en": "en"}


def shell(request: HttpRequest) -> dict:
    """Context processor of every template."""
    account = getattr(request, "account", None)
    code = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    return {
        "account": account,
        "language": LANGUAGE_TAGS.get(code, code),
        "language_code": code,
        "languages": settings.LANGUAGES,
        "unread": getattr(account, "unread", 0) if account else 0,
        "here": request.get_full_path(),
        "menu": menu(request.actor, request.path_info) if account else "",
        "said": _said(request),
    }


def screens_for(actor: Actor) -> list[type[Screen]]:
    """Those of the trades first, those of the program itself last."""
    seen = [screen for screen in SCREENS.values() if actor.may(screen.sees)]
    return sorted(seen, key=lambda screen: screen.__module__.startswith("quartermaster.base."))


def menu(actor: Actor, path: str) -> SafeString:
    """The screens the actor may see, below their groups, the present one marked."""
    groups: dict[str, list[type[Screen]]] = defaultdict(list)
    for screen in screens_for(actor):
        groups[str(screen.group)].append(screen)
    return markup("".join(_group(label, found, path) for label, found in groups.items()))


def _group(label: str, screens: list[type[Screen]], path: str) -> SafeString:
    links = format_html_join(
        "",
        '<li><a href="/s/{}/"{}>{}</a></li>',
        ((screen.name, _mark(screen, path), screen.title) for screen in screens),
    )
    return format_html("<h2>{}</h2><ul>{}</ul>", label or text("Records"), links)


def _mark(screen: type[Screen], path: str) -> SafeString | str:
    here = path.startswith(f"/s/{screen.name}/")
    return markup(' aria-current="page"') if here else ""


def _said(request: HttpRequest) -> str:
    """The toast after a command: its label, looked up, never text from the address itself."""
    name = request.GET.get("done", "")
    if not name or getattr(request, "actor", None) is None:
        return ""
    spec = COMMANDS.get(name)
    return text("Done: %(what)s") % {"what": spec.label} if spec else ""
