"""Logging in, the account behind a token, and what clients ask first."""

import jwt
import pytest

from app.models import Account, Application
from app.schemas import AccountPatch
from app.services.accounts import update_account
from tests.api.conftest import Api
from tests.conftest import Clock
from tests.factories import BY, PASSWORD

CREDENTIALS = {"email": "owner@example.com", "password": PASSWORD}


def logged_in(nobody_api: Api, **more: object) -> Api:
    return Api(
        nobody_api.client, nobody_api.call("POST", "/auth/user", CREDENTIALS | more).json["token"]
    )


def test_a_token_opens_all_that_is_yours(nobody_api: Api, application: Application) -> None:
    response = nobody_api.call("POST", "/auth/user", CREDENTIALS)
    assert (response.status_code, set(response.json)) == (200, {"userId", "token"})
    assert response.json["userId"] == application.owner_id
    assert logged_in(nobody_api).get("/applications")["totalCount"] == 1


def test_a_token_tells_where_the_api_is(nobody_api: Api, owner: Account) -> None:
    token = nobody_api.call("POST", "/auth/user", CREDENTIALS).json["token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["sub"], claims["iss"]) == (owner.id, "localhost")


def test_it_gets_the_scopes_that_are_asked_for(nobody_api: Api, application: Application) -> None:
    """As the command line logs in: a blank code, and a token that never ends."""
    asked = {"twoFactorCode": "", "requestedScopes": ["all.User.cli"], "tokenTTL": 0}
    cli = logged_in(nobody_api, **asked)
    path = f"/applications/{application.id}/experience"
    assert cli.get(f"{path}/views")["totalCount"] == 0
    assert cli.refused("GET", f"{path}/users")[0] == 403


def test_it_ends_in_time(nobody_api: Api, owner: Account, stopped_clock: Clock) -> None:
    short = logged_in(nobody_api, tokenTTL=10_000)
    assert short.get("/me")["userId"] == owner.id
    stopped_clock.advance(seconds=10)
    assert short.refused("GET", "/me") == (401, "Unauthorized", "Access token has expired")


@pytest.mark.parametrize("wrong", [{"password": "wrong password"}, {"email": "nobody@example.com"}])
def test_who_is_wrong_is_not_told_why(
    nobody_api: Api, owner: Account, wrong: dict[str, str]
) -> None:
    refusal = nobody_api.refused("POST", "/auth/user", CREDENTIALS | wrong)
    assert refusal == (401, "Unauthorized", "Email or password is wrong")


def test_who_tries_on_is_locked_out(nobody_api: Api, owner: Account) -> None:
    wrong = CREDENTIALS | {"password": "wrong password"}
    kinds = [nobody_api.refused("POST", "/auth/user", wrong)[1] for _ in range(11)]
    assert kinds == ["Unauthorized"] * 10 + ["AccountLocked"]
    assert nobody_api.refused("POST", "/auth/user", CREDENTIALS)[:2] == (401, "AccountLocked")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"email": "owner@example.com"}, "credentials.password is required"),
        (CREDENTIALS | {"email": "owner"}, "credentials.email is not an email address"),
        (CREDENTIALS | {"password": "short"}, "credentials.password is too short"),
        (CREDENTIALS | {"tokenTTL": -1}, "credentials.tokenTTL must be 0 or more"),
        (CREDENTIALS | {"tokenTTL": "0"}, "credentials.tokenTTL must be a whole number"),
        (CREDENTIALS | {"nope": 1}, "credentials.nope is not a field"),
    ],
)
def test_it_says_what_cannot_be(nobody_api: Api, body: dict[str, object], message: str) -> None:
    status, kind, said = nobody_api.refused("POST", "/auth/user", body)
    assert (status, kind) == (400, "Validation")
    assert said.startswith(message)


def test_nobody_signs_in_elsewhere(nobody_api: Api) -> None:
    response = nobody_api.call("GET", "/auth/ssoDomain?email=a@example.com")
    assert (response.status_code, response.data) == (204, b"")
    assert "Content-Type" not in response.headers
    assert nobody_api.refused("GET", "/auth/ssoDomain")[2] == "email is required"


def test_you_are_shown_yourself(root: Api, owner: Account, application: Application) -> None:
    mine = root.get("/me")
    assert (mine["id"], mine["userId"], mine["email"]) == (owner.id, owner.id, owner.email)
    assert (mine["fullName"], mine["summary"]["appCount"]) == ("", 1)
    assert not {"passwordHash", "sessionKey", "firstName"} & set(mine)
    update_account(owner, AccountPatch(first_name="Mara", last_name="Lind"), BY)
    assert root.get("/me")["fullName"] == "Mara Lind"


def test_a_token_is_refreshed_with_its_scopes(nobody_api: Api, owner: Account) -> None:
    narrow = logged_in(nobody_api, requestedScopes=["me.*"])
    again = Api(nobody_api.client, narrow.get("/me/refreshToken")["token"])
    assert again.get("/me")["id"] == owner.id
    assert again.refused("GET", "/applications")[0] == 403


def test_a_refreshed_token_ends_as_the_old_one_did(
    nobody_api: Api, owner: Account, stopped_clock: Clock
) -> None:
    short = logged_in(nobody_api, tokenTTL=10_000)
    stopped_clock.advance(seconds=9)
    again = Api(nobody_api.client, short.get("/me/refreshToken")["token"])
    stopped_clock.advance(seconds=9)
    assert again.get("/me")["id"] == owner.id
    stopped_clock.advance(seconds=1)
    assert again.refused("GET", "/me")[2] == "Access token has expired"


def test_a_token_for_programs_is_not_refreshed(root: Api) -> None:
    program = Api(root.client, root.post("/me/tokens", {"name": "CI"})["token"])
    assert program.refused("GET", "/me/refreshToken")[:2] == (403, "Forbidden")


def test_clients_are_told_where_to_look(root: Api) -> None:
    response = root.client.get(
        "/whitelabels/domain",
        headers={"Authorization": f"Bearer {root.token}"},
        base_url="http://localhost:8000",
    )
    assert response.json == {
        "appUrl": "http://localhost:8000/console",
        "endpointDomain": "localhost:8000",
    }
