"""Who acts when a command comes from the terminal: a named account, or the program itself."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from django.utils import timezone
from django.utils.translation import gettext as text

from quartermaster.base.accounts.models import User
from quartermaster.base.accounts.queries import actor_of
from quartermaster.base.core.actor import Actor, Reach
from quartermaster.base.core.commands import root_unit
from quartermaster.base.core.models import Institution

from .registry import Stop

CHANNEL = "cli"


def ask_who(parser: ArgumentParser) -> None:
    """The two arguments that say for whom and as whom."""
    parser.add_argument("--institution", metavar="CODE")
    parser.add_argument("--as", dest="username", metavar="USERNAME")


def institution_named(code: str | None) -> Institution | None:
    """The institution of a code; None for no code; Stop naming the known ones otherwise."""
    if code is None:
        return None
    found = Institution.objects.filter(code=code).first()
    if found is None:
        raise Stop(
            text("There is no institution “%(code)s”. Known: %(known)s.")
            % {"code": code, "known": _known()}
        )
    return found


def _known() -> str:
    codes = list(Institution.objects.order_by("code").values_list("code", flat=True)[:20])
    return ", ".join(codes) or text("none yet")


def the_institution(code: str | None) -> Institution:
    """The named institution, or the only one there is."""
    if (named := institution_named(code)) is not None:
        return named
    several = list(Institution.objects.order_by("pk")[:2])
    if len(several) != 1:
        raise Stop(
            text("Say which institution: --institution CODE (%(known)s).") % {"known": _known()}
        )
    return several[0]


def actor_from(given: Namespace) -> Actor:
    """The account of --as, else the program itself inside the one institution.

    The program's rights end at the institution, so that a name in a spreadsheet can never find a
    record of another one.
    """
    now = timezone.now()
    if given.username:
        user = User.objects.filter(username=given.username, active=True).first()
        if user is None:
            raise Stop(text("There is no account “%(name)s”.") % {"name": given.username})
        return actor_of(user, now, CHANNEL)
    institution = the_institution(given.institution)
    root = root_unit(institution)
    inside = Reach(roots=(root.path,), institutions=frozenset({institution.pk}))
    return Actor(
        None, "system", now, institution.pk, root.pk, default_reach=inside, channel=CHANNEL
    )
