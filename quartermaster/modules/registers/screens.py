"""The registers everything refers to: places, people, the service grid, trades, parties."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.screen import Part, Screen, Way
from quartermaster.kernels.parties import commands as party_commands
from quartermaster.kernels.parties.queries import parties
from quartermaster.kernels.people import commands as people_commands
from quartermaster.kernels.people.queries import grid, people, posts, trades
from quartermaster.kernels.places import commands as place_commands
from quartermaster.kernels.places.queries import places

BASICS = _("Basics")


class Places(Screen):
    name, title, sees, group = "places", _("Places"), "places.see", BASICS
    source = places
    columns = ["full_name", "kind", "code", "unit", "area", "phone", "active"]
    phone_columns = ["full_name", "kind"]
    filters = ["kind", "unit"]
    sorts = ["path", "code"]
    details = [
        "full_name",
        "kind",
        "code",
        "unit",
        "parent",
        "level",
        "area",
        "phone",
        "quiet_from",
        "quiet_until",
        "tag",
        "active",
    ]
    parts = [
        Part(
            _("Further names"),
            lambda place: place.names.order_by("pk"),
            ("name", "former", "until"),
        )
    ]
    starts = [place_commands.open_place, place_commands.add_name]
    actions = [
        place_commands.rename,
        place_commands.set_quiet_hours,
        place_commands.replace_tag,
        place_commands.close,
    ]
    record_pages = [Way(_("QR sheets"), "/places/{pk}/tags.pdf")]
    imports = place_commands.open_place


class People(Screen):
    name, title, sees, group = "people", _("People"), "people.see", BASICS
    source = people
    columns = ["number", "name", "unit", "employment", "phone", "joined_on", "left_on"]
    phone_columns = ["name", "unit"]
    filters = ["unit", "employment"]
    sorts = ["number"]
    parts = [
        Part(
            _("Skills"),
            lambda person: person.skills.select_related("trade").order_by("pk"),
            ("trade",),
        )
    ]
    starts = [people_commands.engage]
    actions = [people_commands.set_skills, people_commands.leave]
    imports = people_commands.engage


class Grid(Screen):
    name, title, sees, group = "grid", _("Service grid"), "people.see", BASICS
    source = grid
    columns = ["place", "trade", "owner", "deputy", "since"]
    filters = ["trade", "owner"]
    sorts = ["-id"]
    starts = [people_commands.assign_cell]
    imports = people_commands.assign_cell


class Posts(Screen):
    name, title, sees, group = "posts", _("Posts"), "people.see", BASICS
    source = posts
    columns = ["unit", "title", "trade", "quota"]
    filters = ["unit", "trade"]
    starts = [people_commands.open_post, people_commands.appoint]


class Trades(Screen):
    name, title, sees, group = "trades", _("Trades"), "core.see", BASICS
    source = trades
    columns = ["code", "name", "active"]
    sorts = ["code"]
    starts = [people_commands.open_trade]


class Parties(Screen):
    name, title, sees, group = "parties", _("Suppliers and contractors"), "parties.see", BASICS
    source = parties
    columns = ["code", "name", "kind", "contact", "phone", "active"]
    filters = ["kind"]
    sorts = ["code"]
    starts = [party_commands.register]
    actions = [party_commands.close]
    imports = party_commands.register
