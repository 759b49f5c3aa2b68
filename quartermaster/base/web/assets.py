"""Where the built scripts and styles are, as the build's manifest names them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def asset_tags(name: str) -> SafeString:
    """The elements that load one entry of the build: "app.css" or "app.js"."""
    path = Path(settings.QM_ASSETS) / "manifest.json"
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise ImproperlyConfigured(
            "The front end is not built: build/assets/manifest.json is missing. Run ./qm up once."
        ) from None
    return _tags(str(path), changed, name)


@lru_cache(maxsize=32)
def _tags(path: str, _changed: int, name: str) -> SafeString:
    manifest = json.loads(Path(path).read_text(encoding="utf-8"))
    entry = manifest.get(f"frontend/{name}")
    if entry is None:
        raise ImproperlyConfigured(f"The front end has no entry frontend/{name}; build it again.")
    styles = entry.get("css", [])
    scripts = []
    (styles if entry["file"].endswith(".css") else scripts).append(entry["file"])
    return format_html(
        "{}{}",
        format_html_join("", '<link rel="stylesheet" href="{}">', ((static(f),) for f in styles)),
        format_html_join(
            "", '<script type="module" src="{}"></script>', ((static(f),) for f in scripts)
        ),
    )
