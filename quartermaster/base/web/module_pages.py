"""Pages that modules add by themselves: `pages.py` with `urlpatterns` in any app of the house."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def module_pages() -> list:
    """The URL patterns of every app's `pages.py`, in the order of the apps."""
    found = []
    for app in apps.get_app_configs():
        if app.name.startswith("quartermaster.") and module_has_submodule(app.module, "pages"):
            found.extend(import_module(f"{app.name}.pages").urlpatterns)
    return found
