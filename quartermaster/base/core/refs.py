"""A name for any record, without a foreign key: `work.order:17`."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from .errors import Forbidden


def ref(record: models.Model) -> str:
    return f"{record._meta.label_lower}:{record.pk}"


def model_of(reference: str) -> type[models.Model]:
    """The model a reference names; Forbidden when there is none such."""
    kind, _, key = reference.partition(":")
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        raise Forbidden(reference) from None
    if not (key.isascii() and key.isdigit()):
        raise Forbidden(reference)
    return model


def key_of(reference: str) -> int:
    return int(reference.partition(":")[2])


def record_of(reference: str) -> models.Model:
    """The record itself, unscoped: for code that has already checked the right."""
    model = model_of(reference)
    try:
        return model._default_manager.get(pk=key_of(reference))
    except model.DoesNotExist:
        raise Forbidden(reference) from None
