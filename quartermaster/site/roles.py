"""What each post may do. A membership gives a role in a unit and everything below it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartermaster.base.accounts.roles import Role

EVERYBODY = {"core.see", "core.comment", "accounts.self", "accounts.delegate", "places.see"}
REPORTING = {"work.see", "work.report", "work.confirm", "work.rate"}
WORKING = {"work.see", "work.take", "work.report", "people.see", "plans.see"}
LOOKING = {"work.see", "people.see", "plans.see", "parties.see", "reports.see", "accounts.see"}

ROLES: dict[str, Role] = {
    "guest": Role(
        _("guest"), frozenset({"work.report", "work.confirm", "work.rate", "places.see"})
    ),
    "requester": Role(_("department user"), frozenset(EVERYBODY | REPORTING)),
    "tradesman": Role(_("tradesman"), frozenset(EVERYBODY | WORKING)),
    "trade_leader": Role(
        _("trade leader"),
        frozenset(
            EVERYBODY
            | WORKING
            | {"work.dispatch", "work.approve", "plans.manage", "parties.see", "reports.see"}
        ),
    ),
    "dispatcher": Role(
        _("hotline dispatcher"),
        frozenset(
            EVERYBODY
            | REPORTING
            | {
                "work.accept",
                "work.dispatch",
                "work.call_back",
                "work.close",
                "people.see",
                "parties.see",
                "plans.see",
            }
        ),
    ),
    "department_head": Role(
        _("department head"),
        frozenset(
            EVERYBODY
            | REPORTING
            | LOOKING
            | {
                "work.accept",
                "work.dispatch",
                "work.approve",
                "work.close",
                "work.call_back",
                "work.catalogue",
                "work.import",
                "plans.manage",
                "plans.approve",
                "people.manage",
                "places.manage",
                "parties.manage",
                "reports.write",
                "reports.sign",
                "core.audit",
                "core.rule",
                "core.import",
            }
        ),
        second_factor=True,
    ),
    "report_writer": Role(
        _("office clerk"), frozenset(EVERYBODY | LOOKING | {"reports.write", "core.import"})
    ),
    "inspector": Role(
        _("inspector"), frozenset(EVERYBODY | LOOKING | {"core.audit"}), second_factor=True
    ),
    "administrator": Role(
        _("system administrator"),
        frozenset(
            EVERYBODY
            | {
                "core.organise",
                "core.rule",
                "core.found",
                "core.audit",
                "core.import",
                "accounts.see",
                "accounts.manage",
                "places.manage",
                "people.see",
                "people.manage",
                "plans.see",
                "work.catalogue",
            }
        ),
        second_factor=True,
    ),
}
