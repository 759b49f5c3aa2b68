"""The list of imports: what came in, from which file, by whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.screen import Screen

from . import queries


class Imports(Screen):
    name, title, sees = "imports", _("Imports"), "core.import"
    source = queries.batches
    columns = [
        "file_name",
        "screen",
        "by",
        "begun_at",
        "rows_read",
        "rows_in",
        "rows_known",
        "rows_rejected",
    ]
    sorts = ["-id"]
    since_until = "begun_at"
    details = [*columns, "command", "sha256", "ended_at"]
    group = _("System")
