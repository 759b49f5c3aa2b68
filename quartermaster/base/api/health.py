"""/healthz: this process answers. /readyz: it can do its work. /metrics: how it is doing."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from .answers import answer
from .exposition import exposed

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
# Once every migration is applied it stays so for the life of the process.
_migrated: set[str] = set()


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Liveness: touches nothing, so that a slow database does not get the process killed."""
    return answer({"status": "alive"})


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Readiness: 200 when the database answers, is migrated, and the pages' assets are built."""
    checks = {"database": _database(), "migrations": False, "assets": _assets()}
    checks["migrations"] = checks["database"] and _migrations()
    ready = all(checks.values())
    return answer({"status": "ready" if ready else "not ready", "checks": checks}, _status(ready))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus. With QM_METRICS_TOKEN set, only for who sends it as a bearer token."""
    if wanted := settings.QM_METRICS_TOKEN:
        sent = request.headers.get("Authorization", "")
        if not hmac.compare_digest(sent.encode(), f"Bearer {wanted}".encode()):
            return answer({"error": "who_are_you", "message": "A bearer token is needed."}, 401)
    return HttpResponse(exposed(timezone.now()), content_type=PROMETHEUS)


def _status(ready: bool) -> int:
    return 200 if ready else 503


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        try:
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return False
        if plan:
            return False
        _migrated.add(name)
    return True


def _assets() -> bool:
    return (settings.QM_ASSETS / "manifest.json").is_file()


urlpatterns = [path("healthz", healthz), path("readyz", readyz), path("metrics", metrics)]
