"""Accounts: passwords, roles and roles on loan, tokens."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quartermaster.base.accounts.commands import (
    change_password,
    close_account,
    delegate,
    end_role,
    grant_role,
    make_token,
    new_token,
    open_account,
    reset_password,
    revoke_token,
)
from quartermaster.base.accounts.models import Membership, Token, User
from quartermaster.base.accounts.queries import actor_of, holders
from quartermaster.base.accounts.signing_in import WrongCredentials, sign_in, user_of_token
from quartermaster.base.core.errors import Forbidden, Refused
from quartermaster.base.core.models import Audit

from .conftest import AT, RIGHT, SYSTEM, WRONG

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def stored(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    "weak",
    ["Ab1-", "alllowercase", "Short-1ab", "1234567890", "Password-wu-9", "lowercase12345"],
)
def test_a_weak_password_is_refused_and_the_old_one_stays(wu, weak):
    before = stored(wu).password
    with pytest.raises(Refused):
        change_password(actor_of(wu, AT), wu, old=RIGHT, new=weak)
    assert stored(wu).password == before


def test_the_last_five_passwords_do_not_come_back(wu):
    me = actor_of(wu, AT)
    words = [RIGHT, *(f"Summer-2026-no{number}" for number in range(6))]
    for old, new in zip(words, words[1:], strict=False):
        change_password(me, wu, old=old, new=new)
        with pytest.raises(Refused):
            change_password(me, wu, old=new, new=old)
    with pytest.raises(Refused):
        change_password(me, wu, old=words[-1], new=words[1])
    change_password(me, wu, old=words[-1], new=RIGHT)
    assert sign_in("wu", RIGHT, AT) == wu


def test_a_first_password_must_be_changed_and_no_password_stands_in_the_audit(wu):
    assert stored(wu).must_change_password
    with pytest.raises(Refused) as caught:
        change_password(actor_of(wu, AT), wu, old=WRONG, new="Summer-2026-no1")
    assert set(caught.value.field_errors) == {"old"}
    change_password(actor_of(wu, AT), wu, old=RIGHT, new="Summer-2026-no1")
    assert not stored(wu).must_change_password
    everything = " ".join(Audit.objects.values_list("details", flat=True))
    for secret in (RIGHT, "Summer-2026-no1", stored(wu).password):
        assert secret not in everything


def test_a_password_is_changed_by_its_owner_and_reset_by_the_administrator(wu, account, houses):
    requester = actor_of(account("li", houses.first_root, "requester"), AT)
    administrator = actor_of(account("admin", houses.first_root, "administrator"), AT)
    stranger = actor_of(account("er", houses.second_root, "administrator"), AT)
    with pytest.raises(Forbidden):
        change_password(administrator, wu, old=RIGHT, new="Summer-2026-no1")
    for actor in (requester, stranger):
        with pytest.raises(Forbidden):
            reset_password(actor, wu, new="Summer-2026-no1")
    reset_password(administrator, wu, new="Summer-2026-no1")
    assert sign_in("wu", "Summer-2026-no1", AT) == wu
    assert stored(wu).must_change_password


def test_a_user_name_is_taken_once(wu, houses):
    with pytest.raises(Refused, match="wu"):
        open_account(SYSTEM, username="wu", name="another", unit=houses.second_root)
    assert User.objects.get(username="wu").name == "吴护士"


def test_an_account_without_a_password_cannot_sign_in(houses):
    open_account(SYSTEM, username="li", name="李", unit=houses.first_root)
    for password in ("", "!", WRONG):
        with pytest.raises(WrongCredentials):
            sign_in("li", password, AT)


def test_a_role_begins_and_ends_with_the_local_day(wu, account, houses):
    li = account("li", houses.first_root)
    period = {"since": date(2026, 3, 3), "until": date(2026, 3, 4)}
    grant_role(SYSTEM, user=li, role="inspector", unit=houses.first_root, **period)
    shanghai = ZoneInfo("Asia/Shanghai")
    utc = ZoneInfo("UTC")
    for hour, held in ((0, True), (23, True), (-1, False), (24, False)):
        moment = datetime(2026, 3, 3, tzinfo=shanghai) + timedelta(hours=hour)
        assert actor_of(li, moment.astimezone(utc)).may("core.audit") is held


def test_an_unknown_role_is_refused_with_the_known_ones(wu, houses):
    with pytest.raises(Refused, match="department_head"):
        grant_role(SYSTEM, user=wu, role="king", unit=houses.first_root)


def test_nobody_grants_a_role_outside_his_own_scope(account, houses):
    administrator = actor_of(account("admin", houses.first_root, "administrator"), AT)
    with pytest.raises(Forbidden):
        grant_role(
            administrator,
            user=account("er", houses.second_root),
            role="requester",
            unit=houses.second_root,
        )
    assert not Membership.objects.filter(role="requester").exists()


def test_a_role_on_loan_holds_for_its_days_and_is_given_back(wu, account, houses):
    li = account("li", houses.first_root)
    week = {"since": date(2026, 3, 3), "until": date(2026, 3, 10)}
    delegate(actor_of(wu, AT), user=li, **week)
    lent = Membership.objects.get(user=li)
    assert (lent.on_behalf_of, lent.role) == (wu, "department_head")
    for days, held in ((0, False), (1, True), (7, True), (8, False)):
        moment = AT + days * DAY
        assert actor_of(li, moment).may("core.audit") is held
        assert (li in holders("core.audit", houses.first.pk, moment)) is held
    assert actor_of(wu, AT + DAY).may("core.audit")


def test_a_loan_ends_when_the_lender_loses_the_role_or_the_account(wu, account, houses):
    li = account("li", houses.first_root)
    delegate(actor_of(wu, AT), user=li, since=date(2026, 3, 2), until=date(2026, 4, 1))
    assert actor_of(li, AT).may("core.audit")
    end_role(SYSTEM, Membership.objects.get(user=wu))
    assert not actor_of(li, AT).may("core.audit")
    assert li not in holders("core.audit", houses.first.pk, AT)


def test_a_closed_account_lends_nothing(wu, account, houses):
    li = account("li", houses.first_root)
    delegate(actor_of(wu, AT), user=li, since=date(2026, 3, 2), until=date(2026, 4, 1))
    close_account(SYSTEM, wu)
    assert not actor_of(li, AT).may("core.audit")


def test_what_has_ended_or_was_borrowed_cannot_be_lent(wu, account, houses):
    month = {"since": date(2026, 3, 2), "until": date(2026, 4, 1)}
    li, zhao = (account(name, houses.first_root) for name in ("li", "zhao"))
    delegate(actor_of(wu, AT), user=li, **month)
    with pytest.raises(Refused):
        delegate(actor_of(li, AT), user=zhao, **month)
    acting = actor_of(wu, AT)
    end_role(SYSTEM, Membership.objects.get(user=wu))
    with pytest.raises(Refused):
        delegate(acting, user=zhao, **month)
    assert not Membership.objects.filter(user=zhao).exists()


def test_nobody_lends_to_himself_or_backwards_in_time(wu, account, houses):
    with pytest.raises(Refused):
        delegate(actor_of(wu, AT), user=wu, since=date(2026, 3, 2), until=date(2026, 4, 1))
    li = account("li", houses.first_root)
    with pytest.raises(Refused):
        delegate(actor_of(wu, AT), user=li, since=date(2026, 3, 2), until=date(2026, 3, 2))
    assert Membership.objects.count() == 1


def test_a_role_that_has_ended_is_not_ended_later(wu, houses):
    role = Membership.objects.get(user=wu)
    end_role(SYSTEM, role)
    role.refresh_from_db()
    assert role.until == date(2026, 3, 2)
    with pytest.raises(Refused):
        end_role(SYSTEM, role)


def test_a_token_opens_until_it_is_revoked_or_expires(wu, settings):
    settings.QM_TOKEN_DAYS = 90
    plain = new_token()
    token = make_token(actor_of(wu, AT), label="script", plain=plain)
    assert user_of_token(plain, AT + 90 * DAY - MINUTE) == wu
    assert user_of_token(plain, AT + 90 * DAY) is None
    assert user_of_token(plain + "x", AT) is None
    assert plain not in str(Token.objects.values_list().get())
    assert plain not in " ".join(Audit.objects.values_list("details", flat=True))
    revoke_token(actor_of(wu, AT), token)
    assert user_of_token(plain, AT) is None


def test_a_token_is_revoked_by_its_owner_or_the_administrator_only(wu, account, houses):
    token = make_token(actor_of(wu, AT), plain=new_token())
    for user in (
        account("li", houses.first_root, "requester"),
        account("er", houses.second_root, "administrator"),
    ):
        with pytest.raises(Forbidden):
            revoke_token(actor_of(user, AT), token)
    assert Token.objects.get().revoked_at is None
    administrator = account("admin", houses.first_root, "administrator")
    revoke_token(actor_of(administrator, AT), token)
    assert Token.objects.get().revoked_at == AT


def test_a_short_token_is_refused(wu):
    with pytest.raises(Refused):
        make_token(actor_of(wu, AT), plain="short")
    assert not Token.objects.exists()


def test_a_new_first_password_ends_every_token(world):
    token = make_token(world.as_(world.nurse), label="旧令牌", plain="qm_" + "n" * 40)
    reset_password(world.as_(world.admin), world.nurse, new="Another-2026-pass")
    token.refresh_from_db()
    assert token.revoked_at == world.now
