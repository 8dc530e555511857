import base64
import json

import jwt
import pytest

from app.errors import AccountLocked, Unauthorized
from app.models import Account, Application
from app.schemas import ApiTokenPatch, ApiTokenPost, PasswordChange
from app.services.accounts import change_password
from app.services.accounts.api_login import authenticate_api, issue_account_token, log_in
from app.services.accounts.api_tokens import create_api_token, update_api_token
from app.services.author import Author
from tests.conftest import Clock
from tests.factories import BY, PASSWORD

HERE = "192.0.2.1"


def claims_of(token: str) -> dict[str, object]:
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def refused(token: str) -> str:
    with pytest.raises(Unauthorized) as error:
        authenticate_api(token)
    return error.value.message


def test_an_account_logs_in_and_is_known_by_its_token(owner: Account) -> None:
    login = log_in("OWNER@example.com", PASSWORD, HERE)
    caller = authenticate_api(login.token)
    assert login.account == caller.account == owner
    assert (caller.application, caller.scopes) == (None, ("all.User",))
    assert caller.author == Author(owner.id)


def test_a_token_carries_what_clients_look_for(owner: Account, stopped_clock: Clock) -> None:
    token = log_in(owner.email, PASSWORD, HERE, scopes=["all.User.cli"]).token
    claims = claims_of(token)
    assert (claims["sub"], claims["iss"]) == (owner.id, "localhost")
    assert (claims["scope"], claims["iat"]) == (["all.User.cli"], stopped_clock.time.timestamp())
    assert "exp" not in claims
    assert authenticate_api(token).scopes == ("all.User.cli",)


def test_a_wrong_password_is_refused_and_too_many_are_locked_out(
    owner: Account, stopped_clock: Clock
) -> None:
    for _ in range(10):
        with pytest.raises(Unauthorized, match="Email or password is wrong"):
            log_in(owner.email, "wrong", HERE)
    with pytest.raises(AccountLocked):
        log_in(owner.email, PASSWORD, HERE)


def test_a_token_lasts_as_long_as_was_asked(owner: Account, stopped_clock: Clock) -> None:
    short, endless = issue_account_token(owner, ttl=60_000), issue_account_token(owner, ttl=0)
    absurd = issue_account_token(owner, ttl=10**15)
    stopped_clock.advance(seconds=59)
    assert authenticate_api(short).account == owner
    stopped_clock.advance(seconds=1)
    assert refused(short) == "Access token has expired"
    stopped_clock.advance(days=36_500)
    assert authenticate_api(endless).account == authenticate_api(absurd).account == owner


def test_a_new_password_ends_every_token(owner: Account) -> None:
    token = log_in(owner.email, PASSWORD, HERE).token
    change_password(owner, PasswordChange(current_password=PASSWORD, password="another one"), BY)
    assert refused(token) == "Invalid access token"


def forged(owner: Account) -> list[str]:
    token = issue_account_token(owner)
    head, body, signature = token.split(".")
    claims = claims_of(token)
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return [
        f"{head}.{body}.{signature[::-1]}",
        f"{none}.{body}.",
        jwt.encode(claims, "x" * 64, algorithm="HS256"),
        "a.b.c",
        "..",
        "x" * 10_000 + ".b.c",
        "é.é.é",
        "",
        "opaque",
        "\ud800",
    ]


def test_nobody_else_can_make_one(owner: Account) -> None:
    for token in forged(owner):
        assert refused(token) == "Invalid access token", token


def test_a_token_of_an_experiences_user_is_none_of_ours(owner: Account) -> None:
    claims = {"sub": owner.id, "iat": 1, "scope": ["all.User"]}  # and no session key
    assert refused(jwt.encode(claims, "x" * 64, algorithm="HS256")) == "Invalid access token"


def test_a_program_is_known_by_the_token_of_its_application(
    owner: Account, application: Application
) -> None:
    post = ApiTokenPost(name="CI", scope=["experienceViews.*"])
    token, text = create_api_token(application, post, Author(owner.id))
    caller = authenticate_api(text)
    assert (caller.account, caller.application) == (None, application)
    assert caller.scopes == ("experienceViews.*",)
    assert caller.author == Author(token.id, "apiToken")


def test_a_program_of_an_account_has_its_rights(owner: Account) -> None:
    _, text = create_api_token(owner, ApiTokenPost(name="CI"), BY)
    caller = authenticate_api(text)
    assert (caller.account, caller.application) == (owner, None)
    assert caller.scopes == ("all.User",)


def test_a_program_is_told_why_its_token_is_refused(
    application: Application, stopped_clock: Clock
) -> None:
    post = ApiTokenPost(name="CI", expiration_date=stopped_clock.time.replace(hour=13))
    token, text = create_api_token(application, post, BY)
    stopped_clock.advance(hours=1)
    assert refused(text) == "Access token has expired"
    update_api_token(token, ApiTokenPatch(status="inactive"), BY)
    assert refused(text) == "Invalid access token"
