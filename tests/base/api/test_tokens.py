"""Getting in: a token for a password, its end, and what a stranger is told."""

from __future__ import annotations

from tests.world import PASSWORD


def test_a_password_gives_a_token_that_opens_the_interface(world, as_user):
    nurse = as_user(world.nurse)
    assert nurse.token.startswith("qm_")
    names = {screen["name"] for screen in nurse.get("screens")}
    assert "repairs" in names
    assert "audit" not in names


def test_a_wrong_password_gives_401_and_one_sentence_for_name_and_password(world, stranger_outside):
    wrong = stranger_outside.post("token", {"username": "wu", "password": "nonsense"})
    assert stranger_outside.status == 401
    unknown = stranger_outside.post("token", {"username": "nobody", "password": "nonsense"})
    assert wrong == unknown
    assert wrong["error"] == "who_are_you"
    assert "token" not in wrong


def test_five_wrong_passwords_lock_with_429_and_say_when_to_come_back(world, stranger_outside):
    for _try in range(5):
        stranger_outside.post("token", {"username": "wu", "password": "nonsense"})
    stranger_outside.post("token", {"username": "wu", "password": PASSWORD})
    assert stranger_outside.status == 429
    assert stranger_outside.headers["Retry-After"] == "900"


def test_a_first_password_must_be_changed_on_the_pages_before_a_token_is_given(
    world, stranger_outside
):
    world.nurse.must_change_password = True
    world.nurse.save()
    refusal = stranger_outside.post("token", {"username": "wu", "password": PASSWORD})
    assert stranger_outside.status == 422
    assert refusal["rule"] == "QM_PASSWORD_DAYS"


def test_a_revoked_token_opens_nothing_any_more(world, as_user):
    nurse = as_user(world.nurse)
    (listed,) = nurse.get("tokens")
    assert "digest" not in listed
    assert listed["begins_with"] == nurse.token[:8]
    assert nurse.send("DELETE", f"tokens/{listed['id']}")["revoked_at"] is not None
    nurse.get("screens")
    assert nurse.status == 401
    assert nurse.headers["WWW-Authenticate"] == "Bearer"


def test_nobody_revokes_the_token_of_another(world, as_user):
    nurse, chief = as_user(world.nurse), as_user(world.chief)
    (listed,) = nurse.get("tokens")
    chief.send("DELETE", f"tokens/{listed['id']}")
    assert chief.status == 404
    nurse.get("screens")
    assert nurse.status == 200


def test_a_token_ends_by_itself_after_its_days(world, as_user):
    nurse = as_user(world.nurse)
    world.later(days=89)
    nurse.get("screens")
    assert nurse.status == 200
    world.later(days=1)
    nurse.get("screens")
    assert nurse.status == 401


def test_too_many_calls_in_a_minute_give_429_with_retry_after(world, as_user, settings):
    settings.QM_API_PER_MINUTE = 3
    nurse, chief = as_user(world.nurse), as_user(world.chief)
    statuses = []
    for _call in range(4):
        nurse.get("measures")
        statuses.append(nurse.status)
    assert statuses.count(429) >= 1 or statuses == [200, 200, 200, 200]
    for _call in range(4):  # a minute may have turned in between, not twice
        nurse.get("measures")
    assert nurse.status == 429
    assert 1 <= int(nurse.headers["Retry-After"]) <= 60
    chief.get("measures")
    assert chief.status == 200


def test_a_session_may_read_but_changes_nothing_without_the_csrf_token(
    world, stranger_outside, monkeypatch
):
    client = stranger_outside.client
    client.get("/sign-in/")
    csrf = client.cookies["csrftoken"].value
    signed_in = client.post(
        "/sign-in/",
        {"username": "wu", "password": PASSWORD, "csrfmiddlewaretoken": csrf},
    )
    assert signed_in.status_code == 302
    stranger_outside.get("screens")
    assert stranger_outside.status == 200
    body = {"inputs": {"symptom": "灯不亮", "place": "B1-301"}}
    refusal = stranger_outside.post("commands/work.report", body)
    assert stranger_outside.status == 401
    assert refusal["error"] == "csrf"
