"""Accounts that sign in, the roles they hold in units, their tokens and their attempts."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import InUnit, ScopedQuerySet


class AccountQuerySet(ScopedQuerySet):
    def get_by_natural_key(self, username: str):
        return self.get(username=username)


class User(InUnit, AbstractBaseUser):
    """Somebody who can sign in. Rights come from memberships only; there is no superuser."""

    username = models.CharField(_("user name"), max_length=40, unique=True)
    name = models.CharField(_("name of a person"), max_length=40)
    active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    password_changed_at = models.DateTimeField(_("password changed at"), null=True, blank=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    failed_sign_ins = models.PositiveIntegerField(_("failed sign-ins"), default=0)
    locked_until = models.DateTimeField(_("locked until"), null=True, blank=True)
    second_factor = models.CharField(_("second factor"), max_length=64, blank=True)
    second_factor_step = models.BigIntegerField(_("last used step"), default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ("name",)
    sees = "accounts.see"
    natural_keys = ("username",)
    selectable_when = Q(active=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self):
        return self.name

    @property
    def is_active(self) -> bool:
        return self.active


class Membership(InUnit):
    """`user` plays `role` in `unit` and everything below it, in [since, until)."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=30)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    on_behalf_of = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("on behalf of"),
    )

    sees = "accounts.see"

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "user", "role", "unit", "since"],
                name="accounts_membership_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
                name="accounts_membership_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.role} · {self.unit}"


class Token(InUnit):
    """A bearer token for the API; only its SHA-256 is kept."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("account"))
    label = models.CharField(_("label"), max_length=60, blank=True)
    beginning = models.CharField(_("begins with"), max_length=8)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    sees = "accounts.see"

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self):
        return f"{self.label} {self.beginning}…"


class FormerPassword(models.Model):
    """Hashes of passwords that may not come back yet."""

    user = models.ForeignKey(User, models.CASCADE)
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = _("former password")

    def __str__(self):
        return f"{self.user_id} {self.replaced_at:%Y-%m-%d}"


class SignIn(models.Model):
    """Every attempt to sign in, whether it went well or not. Append-only."""

    at = models.DateTimeField(_("time"))
    username = models.CharField(_("user name"), max_length=40)
    user_id = models.BigIntegerField(_("account"), null=True)
    succeeded = models.BooleanField(_("succeeded"))
    address = models.CharField(_("address"), max_length=45, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        indexes = [models.Index(fields=["address", "at"], name="accounts_sign_in_from")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.username}"
