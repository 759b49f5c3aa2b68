"""Asking a person for what a command needs, running it, and asking again when it is refused.

asking = Asking(request, actor, bind(report, kind="repair"))
if request.method == "POST" and asking.submit():
    return redirect(...)                      # asking.result is the record
return render(request, "…", {"form": asking.html()}, status=asking.status)
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Conflict, Invalid, Refused
from quartermaster.base.core.inputs import Input
from quartermaster.base.core.screen import Bound, Proposal

from .answers import Answers, answers_of
from .fields import Sheet, field_html
from .line_fields import lines_html
from .markup import markup

UNPROCESSABLE = 422
SHORT_FORM = 6


@dataclass
class Asking:
    """One form of one command, from the empty page to the result."""

    request: HttpRequest
    actor: Actor
    bound: Bound
    subject: models.Model | None = None
    action: str = ""
    answers: Answers = field(default_factory=Answers)
    problem: Refused | None = None
    confirming: bool = False
    result: models.Model | None = None
    key: str = ""
    reasons: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        posted = self.request.method == "POST"
        self.key = (posted and self.request.POST.get("key", "")[:80]) or secrets.token_urlsafe(15)
        if not posted:
            self.answers.values = self._first_values()

    @property
    def status(self) -> int:
        if self.problem is None:
            return 200
        return UNPROCESSABLE if isinstance(self.problem, Invalid) else self.problem.status

    @property
    def owner(self) -> str:
        """For whom files are held: the account, or a guest's form."""
        return f"account {self.actor.user_id}" if self.actor.user_id else f"form {self.key}"

    def submit(self) -> bool:
        """Read the form and run the command; False when it has to be asked again."""
        asked = self.bound.asked()
        self.answers = answers_of(self.request, asked, self.owner)
        try:
            inputs = self._read(asked)
            if self.bound.spec.confirm and "confirmed" not in self.request.POST:
                self.confirming = True
                self.answers.hold_uploads(asked, self.owner)
                return False
            subject = () if self.subject is None else (self.subject,)
            self.result = self.bound.run(self.actor, *subject, key=self.key, **inputs)
        except Refused as refusal:
            self.problem = refusal
            self.answers.hold_uploads(asked, self.owner)
            if isinstance(refusal, Conflict):
                self.key = secrets.token_urlsafe(15)
            return False
        return True

    def html(self) -> SafeString:
        return render_form(
            self.request,
            self.bound,
            self.answers.values,
            self.problem.field_errors if self.problem else {},
            asking=self,
        )

    def _read(self, asked) -> dict[str, Any]:
        given = {each.name: self.answers.values[each.name] for each in asked}
        read = self.bound.spec.read({**given, **self.bound.inputs}, self.actor)
        return {**read, **self.bound.inputs}

    def _first_values(self) -> dict[str, Any]:
        """From the address (a scanned code, a link), else the record itself, else the default."""
        values = {}
        for each in self.bound.asked():
            value = self.request.GET.get(each.name)
            own = self.subject is not None and not each.many
            if not value and own and each.name not in self.bound.spec.secret:
                value = _present(self.subject, each.name)
            values[each.name] = each.default if value in (None, "") else value
        for proposal in self._proposals():
            if values.get(proposal.input) in (None, ""):
                values[proposal.input] = proposal.value
                self.reasons[proposal.input] = str(proposal.reason)
        return values

    def _proposals(self) -> list[Proposal]:
        """What the house would answer, and why; only ever a first value in the form."""
        propose = self.bound.proposes
        return propose(self.actor, self.subject) if propose else []


def _present(subject: models.Model, name: str) -> Any:
    """What the record holds under the same name as the input, if it is one of its columns."""
    if any(column.name == name for column in subject._meta.concrete_fields):
        return getattr(subject, name)
    return None


def render_form(
    request: HttpRequest,
    bound: Bound,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    *,
    asking: Asking,
) -> SafeString:
    """The `<form>` of a bound command with what was typed and what was wrong, for any page."""
    spec = bound.spec
    guest = asking.actor.user_id is None
    pick = "" if guest else f"/pick/{spec.name}/"
    sheet = Sheet(asking.actor, spec.permits, pick, spec.secret, asking.answers.holding)
    asked = bound.asked()
    fields = {
        each.name: lines_html(sheet, each, values.get(each.name) or [], errors)
        if each.kind == "lines"
        else field_html(
            sheet,
            each,
            values.get(each.name),
            errors.get(each.name, ""),
            asking.reasons.get(each.name, ""),
        )
        for each in asked
    }
    further = _further(asked, values, errors)
    context = {
        "asking": asking,
        "spec": spec,
        "fields": markup("".join(fields[each.name] for each in asked if each not in further)),
        "further": markup("".join(fields[each.name] for each in further)),
        "message": _message(asking),
        "summary": _summary(bound, errors),
        "with_files": any(each.kind == "uploads" for each in asked),
        "held": _said_of_files(asking),
    }
    return get_template("web/form.html").render(context, request)


def _further(
    asked: tuple[Input, ...], values: Mapping[str, Any], errors: Mapping[str, str]
) -> list[Input]:
    """What a long form keeps folded: optional inputs that are empty and without mistake."""
    if len(asked) <= SHORT_FORM:
        return []
    wrong = {name.partition(".")[0] for name in errors}
    foldable = [
        each
        for each in asked
        if not each.required
        and each.name not in wrong
        and values.get(each.name) in (None, "", [], each.default, "0")
    ]
    room = max(0, SHORT_FORM - (len(asked) - len(foldable)))
    # Photos say more than words: they stay in sight.
    first = sorted(foldable, key=lambda each: each.kind != "uploads")[:room]
    return [each for each in foldable if each not in first]


def _message(asking: Asking) -> str:
    return asking.problem.message if asking.problem else ""


def _summary(bound: Bound, errors: Mapping[str, str]) -> SafeString:
    """Every mistake once more on top, each leading to its field."""
    labels = {each.name: each.label for each in bound.spec.inputs}
    rows = []
    for name, message in errors.items():
        first, _, rest = name.partition(".")
        number = rest.partition(".")[0]
        place = str(labels.get(first, first))
        if number.isdigit():
            place = text("%(label)s, line %(number)d") % {
                "label": place,
                "number": int(number) + 1,
            }
        rows.append((f"in-{first}", place, message))
    return format_html_join("", '<li><a href="#{}">{}</a>: {}</li>', rows)


def _said_of_files(asking: Asking) -> str:
    if asking.answers.lost:
        names = "、".join(asking.answers.lost)
        return text("Please choose again: %(names)s") % {"names": names}
    return ""
