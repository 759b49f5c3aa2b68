"""The screens of the house itself: its units, accounts, rights, tokens, rules and audit trail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.accounts import commands as accounts
from quartermaster.base.accounts import queries as account_queries
from quartermaster.base.accounts.models import Membership
from quartermaster.base.accounts.roles import all_roles
from quartermaster.base.core import commands, queries
from quartermaster.base.core.actor import Actor
from quartermaster.base.core.command import COMMANDS
from quartermaster.base.core.models import Audit, Rule
from quartermaster.base.core.screen import Column, Need, Part, Screen

from .values import shown

SYSTEM = _("System")


def _command_label(row: Audit) -> str:
    spec = COMMANDS.get(row.command)
    return str(spec.label) if spec else row.command


def _role_label(row: Membership) -> str:
    role = all_roles().get(row.role)
    return str(role.label) if role else row.role


def _rule_value(row: Rule) -> str:
    return shown(row.value)


def _rule_in_force(row: Rule) -> str:
    return shown(row.in_force)


class Units(Screen):
    name, title, sees, group = "units", _("Units"), "core.see", SYSTEM
    source = queries.units
    columns = ["name", "code", "parent", "kind", "phone", "active"]
    filters = ["active", "parent"]
    sorts = ["path", "name", "code"]
    phone_columns = ["name", "parent", "phone"]
    starts = [commands.open_unit]
    actions = [commands.rename_unit, commands.close_unit]


class Accounts(Screen):
    name, title, sees, group = "accounts", _("Accounts"), "accounts.see", SYSTEM
    source = account_queries.accounts
    columns = ["username", "name", "unit", "active", "last_login", "locked_until"]
    filters = ["active", "unit"]
    sorts = ["username", "name"]
    details = [
        "username",
        "name",
        "unit",
        "active",
        "language",
        "last_login",
        "password_changed_at",
        "must_change_password",
        "failed_sign_ins",
        "locked_until",
    ]
    parts = [
        Part(
            _("Roles"),
            lambda user: account_queries.memberships().filter(user=user),
            (Column("role", _("role"), _role_label), "unit", "since", "until"),
        )
    ]
    starts = [accounts.open_account]
    actions = [accounts.reset_password, accounts.drop_second_factor, accounts.close_account]
    needs = [
        Need(
            "locked",
            _("Locked accounts"),
            "accounts.manage",
            lambda actor: Q(locked_until__gt=actor.at),
        )
    ]


class Memberships(Screen):
    name, title, sees, group = "memberships", _("Roles of accounts"), "accounts.see", SYSTEM
    source = account_queries.memberships
    columns = ["user", Column("role", _("role"), _role_label), "unit", "since", "until"]
    filters = ["user", "unit"]
    sorts = ["-id"]
    starts = [accounts.grant_role]
    actions = [accounts.end_role]


class Tokens(Screen):
    name, title, sees, group = "tokens", _("Interface tokens"), "accounts.see", SYSTEM
    source = account_queries.tokens
    columns = ["label", "beginning", "user", "made_at", "expires_at", "revoked_at"]
    filters = ["user"]
    sorts = ["-made_at", "expires_at"]
    actions = [accounts.revoke_token]


class Rules(Screen):
    """The rules of one's own institutions and those that hold for all."""

    name, title, sees, group = "rules", _("Rules"), "core.rule", SYSTEM
    source = queries.rules
    columns = [
        "code",
        "institution",
        Column("value", _("value"), _rule_value),
        "since",
        "until",
        "source",
        "mark",
        Column("in_force", _("in force"), _rule_in_force),
    ]
    filters = ["code", "mark", "institution"]
    sorts = ["code", "-since"]
    details = [*columns, "applies_to", "adopted_by"]
    phone_columns = ["code", "value", "since", "mark"]
    starts = [commands.set_rule, commands.adopt_rule]

    @classmethod
    def visible(cls, actor: Actor) -> models.QuerySet:
        own = cls.source().visible_to(actor, cls.sees)
        return cls.source().filter(Q(pk__in=own.values("pk")) | Q(institution__isnull=True))


class AuditTrail(Screen):
    name, title, sees, group = "audit", _("Audit trail"), "core.audit", SYSTEM
    source = queries.audit_trail
    columns = [
        "at",
        "actor",
        Column("command", _("operation"), _command_label),
        "subject",
        "source",
        "target",
        "channel",
    ]
    filters = ["command", "channel", "unit"]
    sorts = ["-id", "-at"]
    since_until = "at"
    phone_columns = ["at", "actor", "command", "subject"]
    details = [*columns, "device_at", "unit", "digest"]
