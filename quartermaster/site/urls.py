"""Every address of the program: probes, interface, pages of the modules, pages of the screens."""

from __future__ import annotations

from django.urls import include, path

from quartermaster.base.api.health import healthz, metrics, readyz
from quartermaster.base.api.urls import api
from quartermaster.base.web.module_pages import module_pages

handler404 = "quartermaster.base.web.refusals.not_found"
handler500 = "quartermaster.base.web.refusals.broken"

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("api/v1/", api.urls),
    *module_pages(),
    path("", include("quartermaster.base.web.urls")),
]
