"""The addresses below /api/v1, each handing over to one function.

`site` mounts `api.urls`; the OpenAPI text is at openapi.json, a page to try it at docs.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import NinjaAPI, Query, Swagger

from . import deeds, figures, lists, records, tokens
from .answers import Json, handle_failures
from .callers import Caller
from .described import NEXT, OBJECT, ROW, TEXT, WHOLE, gives, listed, made_of

ABOUT = """Screens, commands and measures as JSON.

Get a token from `/token` and send it as `Authorization: Bearer …`. References look like
`work.order:17`. Refusals are `{error, message, field_errors?, rule?}` in the language of
`Accept-Language`, else in the account's own."""

api = NinjaAPI(
    title="Quartermaster 后勤",
    version="1",
    description=ABOUT,
    urls_namespace="api",
    auth=Caller(),
    renderer=Json(),
    # Nothing of the page may come from, or ask, another server.
    docs=Swagger(settings={"validatorUrl": None, "persistAuthorization": True}),
)
handle_failures(api)

PAGE = gives(made_of(rows=listed(ROW), total=WHOLE, next=NEXT))
EVIDENCE = gives(made_of(count=WHOLE, rows=listed(ROW), next=NEXT))
DONE = made_of(ref=TEXT, record=OBJECT)
Size = Query(50, ge=1, le=500)


@api.post("/token", auth=None, tags=["token"], openapi_extra=gives(made_of(token=TEXT), 422))
def token(request: HttpRequest, given: tokens.Credentials):
    """A bearer token for a user name and a password. It is shown only this once."""
    return tokens.issue(request, given)


@api.get("/tokens", tags=["token"], openapi_extra=gives(listed(OBJECT)))
def own_tokens(request: HttpRequest):
    """One's own tokens, without their secret."""
    return tokens.own(request.actor)


@api.delete("/tokens/{int:number}", tags=["token"], openapi_extra=gives(OBJECT))
def revoke_token(request: HttpRequest, number: int):
    """Revoke one of one's own tokens."""
    return tokens.revoke(request.actor, number)


@api.get("/screens", tags=["screens"], openapi_extra=gives(listed(OBJECT)))
def screens(request: HttpRequest):
    """Every screen the caller may see, with its columns, filters, sorts and commands."""
    return lists.described(request.actor)


@api.get("/screens/{screen}", tags=["screens"], openapi_extra=PAGE)
def rows(
    request: HttpRequest, screen: str, q: str = "", page: str = "", size: int = Size, sort: str = ""
):
    """Rows of a screen. Its filters (see `/screens`) are further parameters by name."""
    seen = lists.seen_screen(request.actor, screen)
    return lists.rows_of(request.actor, seen, request.GET, size)


@api.get("/records/{ref}", tags=["screens"], openapi_extra=gives(OBJECT))
def record(request: HttpRequest, ref: str):
    """One record: fields, parts, story, comments, attachments, and the commands offered now."""
    return records.in_full(request.actor, *records.found(request.actor, ref))


@api.get("/commands", tags=["commands"], openapi_extra=gives(listed(OBJECT)))
def commands(request: HttpRequest):
    """Every command the caller may use, with the JSON schema of its inputs."""
    return deeds.described(request.actor)


@api.post("/commands/{name}", tags=["commands"], openapi_extra=gives(DONE, 409, 422))
def do(request: HttpRequest, name: str, deed: deeds.Deed):
    """Carry out a command. The same `key` again gives the first answer and changes nothing."""
    return deeds.do(request.actor, name, deed)


@api.post("/batch", tags=["commands"], openapi_extra=gives(listed(OBJECT)))
def batch(request: HttpRequest, many: list[deeds.NamedDeed]):
    """Up to 500 commands, each in its own transaction, each with its own `status` and answer."""
    return deeds.do_each(request.actor, many)


@api.get("/measures", tags=["measures"], openapi_extra=gives(listed(OBJECT)))
def measures(request: HttpRequest):
    """Every measure the caller may read, with its unit and definition."""
    return figures.described(request.actor)


@api.get("/measures/{name}", tags=["measures"], openapi_extra=gives(OBJECT))
def measure(
    request: HttpRequest,
    name: str,
    since: str = "",
    until: str = "",
    period: str = "",
    by: str = "",
):
    """A figure for [since, until) or a `period` such as 2026H1; its dimensions filter by name."""
    return figures.figure_of(request.actor, figures.asked_measure(request.actor, name), request.GET)


@api.get("/measures/{name}/evidence", tags=["measures"], openapi_extra=EVIDENCE)
def evidence(
    request: HttpRequest,
    name: str,
    since: str = "",
    until: str = "",
    period: str = "",
    page: str = "",
    size: int = Size,
):
    """The very rows a figure counts; of restricted ones only how many."""
    asked = figures.asked_measure(request.actor, name)
    return figures.evidence_of(request.actor, asked, request.GET, size)


@api.api_operation(
    ["GET", "POST", "PUT", "PATCH", "DELETE"],
    "/{path:rest}",
    auth=None,
    include_in_schema=False,
)
def nothing(request: HttpRequest, rest: str):
    """Whatever else is asked for: a 404 in JSON."""
    raise Http404


urlpatterns = api.urls[0]
