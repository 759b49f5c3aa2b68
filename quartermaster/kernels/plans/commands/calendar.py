"""Filling the calendar: public holidays, the house's own days, terms."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import command
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.models import Institution
from quartermaster.base.time import term

from ..calendars import forget
from ..expecting import local_day, refresh
from ..models import CalendarDay, Plan, Term

LABELS = {"institution": _("institution"), "year": _("year")}


@command(
    "plans.import_holidays",
    permits="plans.approve",
    label=_("Take over the public holidays of a year"),
    labels=LABELS,
)
def import_holidays(actor: Actor, *, institution: Institution, year: int) -> CalendarDay:
    """The State Council's days off and make-up workdays; days the house set itself stay.

    Returns the first of them; refused for a year whose notice this version does not know.
    """
    rows = [row for row in public_holidays() if row["date"].startswith(f"{year:04}-")]
    if not rows:
        raise Refused(
            text(
                "The holiday notice for %(year)s is not in this version. Add its days by hand, "
                "or install a newer version."
            )
            % {"year": year}
        )
    days = [
        CalendarDay.objects.get_or_create(
            institution=institution,
            date=date.fromisoformat(row["date"]),
            defaults={"kind": row["kind"], "name": row["name"], "source": row["source"]},
        )[0]
        for row in rows
    ]
    _calendar_changed(actor, institution)
    return days[0]


def public_holidays() -> list[dict[str, str]]:
    """The rows of the national list: date, kind, name and the notice they stand in."""
    listed = files("quartermaster.kernels.plans") / "data" / "holidays_cn.csv"
    with listed.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@command(
    "plans.set_day",
    permits="plans.approve",
    label=_("Set a holiday or make-up workday"),
    labels=LABELS,
)
def set_day(
    actor: Actor,
    *,
    institution: Institution,
    date: date,
    kind: CalendarDay.Kind,
    name: str,
    source: str,
) -> CalendarDay:
    """What the house itself decides about a date; it takes the place of what stood there."""
    day, _created = CalendarDay.objects.update_or_create(
        institution=institution,
        date=date,
        defaults={"kind": kind, "name": name, "source": source},
    )
    _calendar_changed(actor, institution)
    return day


def _calendar_changed(actor: Actor, institution: Institution) -> None:
    """Occasions that move over holidays move with the new ones, from today on."""
    forget(institution.pk)
    today = local_day(actor.at)
    for plan in Plan.objects.filter(institution=institution, state="active"):
        if plan.expected_until is not None and plan.expected_until > today:
            refresh(plan, today, plan.expected_until)
            plan.save(update_fields=["expected_from", "expected_until"])


@command("plans.open_term", permits="plans.approve", label=_("Add a term"), labels=LABELS)
def open_term(
    actor: Actor, *, institution: Institution, code: str, name: str, since: date, until: date
) -> Term:
    """A school term; `until` is the first day after it."""
    try:
        term(code, since, until)
    except ValueError:
        raise Refused(
            text("A term has a code like 2025-2026-2 and ends after it begins.")
        ) from None
    others = Term.objects.filter(institution=institution)
    if others.filter(code=code).exists():
        raise Refused(text("The code “%(code)s” is taken. Choose another.") % {"code": code})
    if overlapping := others.filter(since__lt=until, until__gt=since).first():
        raise Refused(
            text("These days already belong to the term “%(term)s”.") % {"term": overlapping}
        )
    return Term.objects.create(
        institution=institution, code=code, name=name, since=since, until=until
    )
