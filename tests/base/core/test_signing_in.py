"""Signing in: lock-out, second factor, attempts that stay as they were."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
import pytest
from django.db import DatabaseError, transaction

from quartermaster.base.accounts.commands import (
    close_account,
    drop_second_factor,
    enrol_second_factor,
    make_token,
    new_token,
    open_account,
)
from quartermaster.base.accounts.models import SignIn, User
from quartermaster.base.accounts.queries import actor_of
from quartermaster.base.accounts.signing_in import (
    SecondFactorNeeded,
    WrongCredentials,
    sign_in,
    user_of_token,
)
from quartermaster.base.core.errors import Forbidden, Refused, TooMany

from .conftest import AT, RIGHT, SYSTEM, WRONG

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def stored(user: User) -> User:
    return User.objects.get(pk=user.pk)


def fail(times: int, at: datetime = AT, username: str = "wu", **more) -> None:
    for _time in range(times):
        with pytest.raises(WrongCredentials):
            sign_in(username, WRONG, at, **more)


def code_at(at: datetime) -> str:
    return pyotp.TOTP(SECRET).at(at)


def test_the_right_password_opens_and_is_remembered_as_an_attempt(wu):
    assert sign_in("wu", RIGHT, AT, address="10.0.0.9") == wu
    attempt = SignIn.objects.get()
    assert (attempt.succeeded, attempt.address, attempt.user_id) == (True, "10.0.0.9", wu.pk)


def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(wu):
    sentences = set()
    for name in ("wu", "nobody", "' OR 1=1 --"):
        with pytest.raises(WrongCredentials) as caught:
            sign_in(name, WRONG, AT)
        sentences.add(caught.value.message)
    assert len(sentences) == 1
    assert SignIn.objects.filter(succeeded=False).count() == 3


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(wu):
    fail(5)
    with pytest.raises(TooMany, match="15") as caught:
        sign_in("wu", RIGHT, AT)
    assert caught.value.retry_after == 900
    with pytest.raises(TooMany):
        sign_in("wu", RIGHT, AT + timedelta(minutes=14, seconds=59))
    assert sign_in("wu", RIGHT, AT + 15 * MINUTE) == wu


def test_four_wrong_passwords_do_not_lock_and_a_right_one_begins_the_count_anew(wu):
    fail(4)
    assert sign_in("wu", RIGHT, AT) == wu
    fail(4)
    assert sign_in("wu", RIGHT, AT) == wu


def test_locking_one_account_leaves_the_others_open(wu, houses):
    other = open_account(SYSTEM, username="li", name="李", unit=houses.first_root, password=RIGHT)
    fail(5)
    assert sign_in("li", RIGHT, AT) == other


def test_fifty_wrong_attempts_from_one_address_close_that_address(wu):
    fail(50, username="nobody", address="10.0.0.9")
    with pytest.raises(TooMany):
        sign_in("wu", RIGHT, AT, address="10.0.0.9")
    assert sign_in("wu", RIGHT, AT, address="10.0.0.10") == wu
    assert sign_in("wu", RIGHT, AT + 16 * MINUTE, address="10.0.0.9") == wu


def test_attempts_are_kept_as_they_were(wu):
    fail(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignIn.objects.update(succeeded=True)
    assert not SignIn.objects.get().succeeded


def test_a_closed_account_opens_no_more_and_its_tokens_end(wu):
    plain = new_token()
    make_token(actor_of(wu, AT), plain=plain)
    close_account(SYSTEM, wu)
    fail(1)
    assert user_of_token(plain, AT) is None


@pytest.fixture
def careful(wu) -> User:
    enrol_second_factor(actor_of(wu, AT - DAY), wu, secret=SECRET, code=code_at(AT - DAY))
    return wu


def test_with_a_second_factor_the_password_alone_is_not_enough(careful):
    with pytest.raises(SecondFactorNeeded):
        sign_in("wu", RIGHT, AT)
    with pytest.raises(WrongCredentials):
        sign_in("wu", RIGHT, AT, code="000000")
    fail(1, code=code_at(AT))
    assert sign_in("wu", RIGHT, AT, code=code_at(AT)) == careful


def test_a_code_is_good_for_one_sign_in(careful):
    sign_in("wu", RIGHT, AT, code=code_at(AT))
    for moment in (AT, AT + timedelta(seconds=10)):
        with pytest.raises(WrongCredentials):
            sign_in("wu", RIGHT, moment, code=code_at(AT))
    following = AT + timedelta(seconds=30)
    assert sign_in("wu", RIGHT, following, code=code_at(following)) == careful


def test_a_clock_may_be_half_a_minute_off_and_no_more(careful):
    for seconds, fits in ((-60, False), (60, False), (-30, True), (30, True)):
        code = code_at(AT + timedelta(seconds=seconds))
        if fits:
            assert sign_in("wu", RIGHT, AT, code=code) == careful
            continue
        with pytest.raises(WrongCredentials):
            sign_in("wu", RIGHT, AT, code=code)


def test_wrong_codes_lock_as_wrong_passwords_do(careful):
    for _time in range(5):
        with pytest.raises(WrongCredentials):
            sign_in("wu", RIGHT, AT, code="000000")
    with pytest.raises(TooMany):
        sign_in("wu", RIGHT, AT, code=code_at(AT))


def test_a_second_factor_is_enrolled_by_its_owner_with_a_fitting_code(wu, account, houses):
    me = actor_of(wu, AT)
    for secret, code in ((SECRET, "000000"), ("no base32!", "1"), ("", "1"), ("灯", "灯")):
        with pytest.raises(Refused):
            enrol_second_factor(me, wu, secret=secret, code=code)
    other = actor_of(account("li", houses.first_root, "administrator"), AT)
    with pytest.raises(Forbidden):
        enrol_second_factor(other, wu, secret=SECRET, code=code_at(AT))
    assert stored(wu).second_factor == ""
    enrol_second_factor(me, wu, secret=SECRET, code=code_at(AT))
    with pytest.raises(Refused):
        enrol_second_factor(me, wu, secret=SECRET, code=code_at(AT))
    drop_second_factor(other, wu)
    assert stored(wu).second_factor == ""
