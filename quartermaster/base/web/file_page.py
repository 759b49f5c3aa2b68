"""Sending a kept file: only to who may see its record, never as anything that could run."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.errors import Forbidden
from quartermaster.base.core.files import path_of, thumbnail_of
from quartermaster.base.core.models import Attachment
from quartermaster.base.core.refs import key_of, model_of
from quartermaster.base.core.scope import Scoped

SHOWN_IN_PLACE = {"image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"}
NOTHING_RUNS = "default-src 'none'; img-src 'self'; style-src 'none'; frame-ancestors 'none'"
A_DAY = 24 * 3600


def whole_file(request: HttpRequest, pk: int) -> FileResponse:
    attachment = visible_attachment(request.actor, pk)
    blob = attachment.blob
    return _answer(
        path_of(blob.sha256),
        blob.content_type,
        attachment.name,
        download=blob.content_type not in SHOWN_IN_PLACE or "download" in request.GET,
    )


def thumbnail(request: HttpRequest, pk: int) -> FileResponse:
    attachment = visible_attachment(request.actor, pk)
    if not attachment.blob.has_thumbnail:
        raise Forbidden(str(pk))
    return _answer(thumbnail_of(attachment.blob.sha256), "image/jpeg", attachment.name)


def visible_attachment(actor: Actor, pk: int) -> Attachment:
    """The attachment if the actor may see the record it belongs to; else Forbidden."""
    attachment = Attachment.objects.select_related("blob").filter(pk=pk).first()
    if attachment is None:
        raise Forbidden(str(pk))
    model = model_of(attachment.subject)
    if not issubclass(model, Scoped):
        raise Forbidden(attachment.subject)
    model._default_manager.get_for(actor, model.sees, pk=key_of(attachment.subject))
    return attachment


def _answer(path, content_type: str, name: str, *, download: bool = False) -> FileResponse:
    try:
        opened = path.open("rb")
    except FileNotFoundError:
        raise Forbidden(name) from None
    response = FileResponse(
        opened, as_attachment=download, filename=name, content_type=content_type
    )
    response.headers["Cache-Control"] = f"private, max-age={A_DAY}"
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    return response
