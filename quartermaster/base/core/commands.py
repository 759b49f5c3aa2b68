"""What anybody may do with any record: open units, comment, attach, keep filters, set rules."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from .actor import Actor
from .attaching import attach
from .command import command
from .errors import Refused
from .models import Comment, Institution, Notice, Rule, SavedFilter, Unit
from .models.rule import Mark
from .queries import home_of, root_unit_of
from .refs import record_of, ref
from .rules import forget_rules
from .search import keep_entry
from .uploads import Upload


@command("core.open_institution", permits="core.found", label=_("Open an institution"))
def open_institution(
    actor: Actor,
    *,
    code: str,
    name: str,
    kind: str = "",
    short_name: str = "",
    superior: str = "",
    parent: Institution | None = None,
) -> Institution:
    """An institution and the unit that stands for the whole of it."""
    if Institution.objects.filter(code=code).exists():
        raise Refused(text("An institution with the code %(code)s exists.") % {"code": code})
    opened = Institution.objects.create(
        code=code, name=name, kind=kind, short_name=short_name, superior=superior, parent=parent
    )
    above = root_unit(parent).path if parent else ""
    keep_entry(_open(opened, None, above, name=short_name or name, kind="institution", code=code))
    return opened


@command(
    "core.close_books",
    on=Institution,
    permits="core.rule",
    label=_("Close the books"),
    labels={"until": _("until (not included)")},
)
def close_books(actor: Actor, institution: Institution, *, until: date) -> None:
    """Nothing can be entered for a day before `until` any more; the books never open again."""
    if institution.closed_until is not None and until <= institution.closed_until:
        raise Refused(
            text("The books are closed until %(day)s already.") % {"day": institution.closed_until}
        )
    institution.closed_until = until


@command("core.open_unit", permits="core.organise", label=_("Open a unit"))
def open_unit(
    actor: Actor, *, name: str, parent: Unit, kind: str = "", code: str = "", phone: str = ""
) -> Unit:
    return _open(
        parent.institution, parent, parent.path, name=name, kind=kind, code=code, phone=phone
    )


def _open(institution: Institution, parent: Unit | None, above: str, **fields) -> Unit:
    unit = Unit.objects.create(
        institution=institution, parent=parent, path=f"{above}new{institution.pk}/", **fields
    )
    unit.path = f"{above}{unit.pk:05d}/"
    unit.save(update_fields=["path"])
    return unit


def root_unit(institution: Institution) -> Unit:
    return root_unit_of(institution.pk)


@command("core.rename_unit", on=Unit, permits="core.organise", label=_("Rename"))
def rename_unit(actor: Actor, unit: Unit, *, name: str) -> None:
    unit.name = name


@command("core.close_unit", on=Unit, permits="core.organise", label=_("Close the unit"))
def close_unit(actor: Actor, unit: Unit) -> None:
    """A closed unit keeps its history and is not offered any more."""
    unit.active = False


@command(
    "core.comment",
    permits="core.comment",
    label=_("Comment"),
    labels={"about": _("record")},
)
def comment(actor: Actor, *, about: str, text: str) -> Comment:
    record = record_of(about)
    institution_id, unit_id = home_of(record)
    return Comment.objects.create(
        institution_id=institution_id,
        unit_id=unit_id,
        subject=ref(record),
        text=text,
        at=actor.at,
        by=actor.name[:60],
    )


@command(
    "core.attach",
    permits="core.comment",
    label=_("Add photos or files"),
    labels={"about": _("record"), "files": _("files")},
)
def add_files(actor: Actor, *, about: str, files: list[Upload]) -> Comment:
    """Files with a comment that names them, so that the story shows who added them."""
    record = record_of(about)
    institution_id, unit_id = home_of(record)
    kept = attach(actor, record, files)
    names = "、".join(attachment.name for attachment in kept)
    said = text("Added: %(names)s") if kept else text("These files were already there.")
    return Comment.objects.create(
        institution_id=institution_id,
        unit_id=unit_id,
        subject=ref(record),
        text=said % {"names": names} if kept else said,
        at=actor.at,
        by=actor.name[:60],
    )


@command("core.save_filter", permits="core.comment", label=_("Save this filter"))
def save_filter(
    actor: Actor, *, screen: str, name: str, query: str, shared: bool = False
) -> SavedFilter:
    saved, _created = SavedFilter.objects.update_or_create(
        institution_id=actor.institution_id,
        user_id=actor.user_id,
        screen=screen,
        name=name,
        defaults={"unit_id": actor.unit_id, "query": query, "shared": shared},
    )
    return saved


@command("core.read_notice", on=Notice, permits="core.comment", label=_("Mark as read"))
def read_notice(actor: Actor, notice: Notice) -> None:
    if notice.user_id != actor.user_id:
        raise Refused(text("This notification is somebody else's."))
    notice.read_at = notice.read_at or actor.at


@command(
    "core.set_rule",
    permits="core.rule",
    label=_("Set a rule"),
    labels={"institution": _("institution")},
)
def set_rule(
    actor: Actor,
    *,
    code: str,
    institution: Institution,
    value: dict,
    since: date,
    source: str,
    applies_to: dict | None = None,
) -> Rule:
    """A value decided by the institution itself; the row before it ends where this begins."""
    earlier = Rule.objects.filter(
        code=code,
        institution=institution,
        applies_to=applies_to or {},
        since__lt=since,
        until__isnull=True,
    )
    earlier.update(until=since)
    forget_rules()
    return Rule.objects.create(
        code=code,
        institution=institution,
        applies_to=applies_to or {},
        value=value,
        since=since,
        source=source,
        mark=Mark.OWN,
    )


@command(
    "core.adopt_rule",
    permits="core.rule",
    label=_("Adopt for this institution"),
    labels={"rule": _("rule"), "institution": _("institution")},
)
def adopt_rule(actor: Actor, *, rule: Rule, institution: Institution) -> Rule:
    """Switch on a value of the trade that no law gives: a copy, with the name of who decided."""
    forget_rules()
    return Rule.objects.create(
        code=rule.code,
        institution=institution,
        applies_to=rule.applies_to,
        value=rule.value,
        since=rule.since,
        until=rule.until,
        source=rule.source,
        mark=rule.mark,
        adopted_by=actor.name[:60],
    )
