"""What the OpenAPI page says about each answer. The answers themselves are built by hand."""

from __future__ import annotations

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
ANYTHING: dict = {}
OBJECT = {"type": "object", "additionalProperties": True}
NEXT = {"type": ["string", "null"], "description": "send it back as `page`; null on the last page"}
ROW = {
    "type": "object",
    "required": ["ref"],
    "properties": {"ref": {"type": "string", "examples": ["work.order:17"]}},
    "additionalProperties": True,
}
FAILURE = {
    "type": "object",
    "required": ["error", "message"],
    "properties": {
        "error": TEXT,
        "message": {"type": "string", "description": "for a person, in the caller's language"},
        "field_errors": {"type": "object", "additionalProperties": TEXT},
        "rule": {"type": "string", "description": "the rule that refused, and its source"},
    },
}
FAILURES = {
    400: "malformed",
    401: "who are you",
    404: "not there, or not yours",
    409: "not in this state, or changed meanwhile",
    422: "refused by a rule",
    429: "too many; see Retry-After",
}


def listed(item: dict) -> dict:
    return {"type": "array", "items": item}


def made_of(**properties: dict) -> dict:
    return {"type": "object", "properties": properties, "required": list(properties)}


def gives(schema: dict, *statuses: int) -> dict:
    """The responses of an operation, as `openapi_extra` of django-ninja."""
    responses: dict = {200: _response("OK", schema)}
    for status in (400, 401, 404, 429, *statuses):
        responses[status] = _response(FAILURES[status], FAILURE)
    return {"responses": responses}


def _response(description: str, schema: dict) -> dict:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
