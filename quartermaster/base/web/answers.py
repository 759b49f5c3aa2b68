"""What a form sent, in the shape that `read_inputs` takes: names, texts, lines and files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict

from quartermaster.base.core.inputs import Input
from quartermaster.base.core.reading import MAX_LINES
from quartermaster.base.core.uploads import Upload

from .held_uploads import held, hold, upload_from

HELD = "held."


@dataclass
class Answers:
    """Raw values by input name. `holding` maps an upload input to [(signed name, file name)]."""

    values: dict[str, Any] = field(default_factory=dict)
    holding: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def hold_uploads(self, inputs: Iterable[Input], owner: str) -> None:
        """Keep what was uploaded for the next try."""
        for each in inputs:
            if each.kind != "uploads":
                continue
            for upload in self.values.get(each.name) or []:
                token = hold(upload, owner)
                if token is None:
                    self.lost.append(upload.name)
                else:
                    self.holding.setdefault(each.name, []).append((token, upload.name))


def answers_of(request: HttpRequest, inputs: Iterable[Input], owner: str) -> Answers:
    """The posted form. A box left empty is a no; a line left empty is no line."""
    found = Answers()
    for each in inputs:
        if each.kind == "uploads":
            found.values[each.name] = _uploads(request, each, owner)
        elif each.kind == "lines":
            found.values[each.name] = _lines(request.POST, each)
        else:
            found.values[each.name] = _plain(request.POST, each, each.name)
    return found


def _plain(posted: QueryDict, each: Input, name: str) -> Any:
    if each.kind == "yes_no":
        return posted.get(name, "0")
    if each.kind == "mapping":
        return mapping_from(posted.get(name, ""))
    return posted.get(name, "")


def _lines(posted: QueryDict, each: Input) -> list[dict[str, Any]]:
    """Rows in the order of the page; their numbers may have gaps where rows were taken out."""
    start = f"{each.name}."
    numbers = set()
    for name in posted:
        number = name[len(start) :].partition(".")[0] if name.startswith(start) else ""
        if number.isdigit() and len(number) < 6:
            numbers.add(int(number))
    rows = [
        {part.name: _plain(posted, part, f"{start}{number}.{part.name}") for part in each.lines}
        for number in sorted(numbers)[: MAX_LINES + 1]
    ]
    return [_without_bare_no(each, row) for row in rows]


def _without_bare_no(each: Input, row: dict[str, Any]) -> dict[str, Any]:
    """An empty row must not count as filled in because of its unticked boxes."""
    boxes = {part.name for part in each.lines if part.kind == "yes_no"}
    if any(value for name, value in row.items() if name not in boxes):
        return row
    return {name: value for name, value in row.items() if name not in boxes or value != "0"}


def _uploads(request: HttpRequest, each: Input, owner: str) -> list[Upload]:
    again = (held(token, owner) for token in request.POST.getlist(f"{HELD}{each.name}"))
    found = [upload for upload in again if upload is not None]
    kind = each.name if each.name in {"before", "after", "scan", "signature"} else "photo"
    found += [upload_from(file, kind) for file in request.FILES.getlist(each.name)]
    return found


def mapping_from(typed: str) -> Any:
    """`name: value`, one a line, or JSON; values that look like JSON are read as such."""
    if typed.lstrip().startswith("{"):
        return _json_or_text(typed)
    pairs = (line.replace("：", ":", 1).partition(":") for line in typed.splitlines())
    return {
        name.strip(): _json_or_text(value.strip()) for name, _sign, value in pairs if name.strip()
    } or ""


def mapping_as_text(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value or "")
    return "\n".join(
        f"{name}: {item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)}"
        for name, item in value.items()
    )


def _json_or_text(typed: str) -> Any:
    try:
        return json.loads(typed)
    except ValueError:
        return typed
