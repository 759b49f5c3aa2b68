"""What templates may call: built assets and small pieces of text."""

from __future__ import annotations

from django import template

from quartermaster.base.web.assets import asset_tags
from quartermaster.base.web.values import shown_instant

register = template.Library()
register.simple_tag(asset_tags, name="asset")
register.filter("instant", shown_instant)
