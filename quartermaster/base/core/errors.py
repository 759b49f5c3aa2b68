"""What can be answered instead of a result: a refusal, a conflict, a closed door."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """The command was understood and a rule says no. The text is for the person who asked.

    `rule` names the rule and its source, `field_errors` says which input is wrong and why.
    """

    status = 422
    error = "refused"

    def __init__(
        self,
        message: str,
        *,
        rule: str | None = None,
        field_errors: Mapping[str, str] | None = None,
    ):
        super().__init__(str(message))
        self.message = str(message)
        self.rule = rule
        self.field_errors = {name: str(text) for name, text in (field_errors or {}).items()}

    def as_data(self) -> dict:
        """The body of the answer over HTTP (see the contract in docs)."""
        data: dict = {"error": self.error, "message": self.message}
        if self.field_errors:
            data["field_errors"] = self.field_errors
        if self.rule:
            data["rule"] = self.rule
        return data


class Invalid(Refused):
    """An input is missing or cannot be read."""

    status = 400
    error = "invalid"


class Conflict(Refused):
    """The record is not in a state that allows this, or somebody was quicker."""

    status = 409
    error = "conflict"


class TooMany(Refused):
    """Asked too often; try again after `retry_after` seconds."""

    status = 429
    error = "too_many"

    def __init__(self, message: str, *, retry_after: int = 60):
        super().__init__(message)
        self.retry_after = retry_after


class Forbidden(Exception):
    """Not yours to see or to do. Shown as 404: a stranger cannot tell a hidden row from none."""
