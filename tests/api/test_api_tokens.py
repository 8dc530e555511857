"""Tokens of applications and of accounts."""

import pytest

from app.models import Account, Application
from app.services.accounts.api_login import issue_account_token
from tests.api.conftest import Api
from tests.conftest import Clock
from tests.factories import make_application


@pytest.fixture(params=["application", "account"])
def tokens(request: pytest.FixtureRequest, root: Api, application: Application) -> Api:
    mine = f"/applications/{application.id}/tokens"
    return root.at(mine if request.param == "application" else "/me/tokens")


def test_the_text_is_shown_once(tokens: Api) -> None:
    made = tokens.post("", {"name": "CI", "description": "Deploys", "scope": ["experience.*"]})
    shown = {name: value for name, value in made.items() if name != "token"}
    assert made["token"]
    assert tokens.get(f"/{made['id']}") == shown
    assert tokens.get("")["items"] == [shown]
    assert (made["apiTokenId"], made["creatorType"]) == (made["id"], "user")
    assert made["creatorName"] == "owner@example.com"


def test_it_opens_until_it_ends(tokens: Api, stopped_clock: Clock) -> None:
    body = {"name": "CI", "expirationDate": "2025-03-01T12:00:10Z"}
    bearer = Api(tokens.client, tokens.post("", body)["token"])
    assert bearer.call("GET", "/applications/42").status_code == 400
    assert bearer.call("GET", "/me").status_code in (200, 403)
    stopped_clock.advance(seconds=10)
    assert bearer.refused("GET", "/me") == (401, "Unauthorized", "Access token has expired")


def test_it_is_switched_off(tokens: Api) -> None:
    made = tokens.post("", {"name": "CI"})
    tokens.patch(f"/{made['id']}", {"status": "inactive", "name": "Old"})
    refusal = Api(tokens.client, made["token"]).refused("GET", "/me")
    assert refusal == (401, "Unauthorized", "Invalid access token")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "apiToken.name is required"),
        ({"name": "CI", "scope": ["all.Everything"]}, "apiToken.scope.0"),
        ({"name": "CI", "status": "gone"}, "apiToken.status must be"),
        ({"name": "CI", "token": "mine"}, "apiToken.token is not a field"),
    ],
)
def test_it_says_what_cannot_be(tokens: Api, body: dict[str, object], message: str) -> None:
    status, kind, said = tokens.refused("POST", "", body)
    assert (status, kind) == (400, "Validation")
    assert said.startswith(message)
    assert tokens.get("")["totalCount"] == 0


def test_scope_and_end_stay(tokens: Api) -> None:
    made = tokens.post("", {"name": "CI"})
    for body in ({"scope": ["all.User"]}, {"expirationDate": "2025-03-01T12:00:00Z"}):
        assert tokens.refused("PATCH", f"/{made['id']}", body)[2].endswith("leave it out")


def test_nobody_gives_away_more_than_he_has(root: Api, owner: Account) -> None:
    narrow = Api(root.client, issue_account_token(owner, ["userApiTokens.*", "me.get"]))
    for scope in ([], ["all.User"], ["me.*"], ["me.get", "applications.get"]):
        refusal = narrow.refused("POST", "/me/tokens", {"name": "More", "scope": scope})
        assert refusal[:2] == (403, "Forbidden")
    assert root.get("/me/tokens")["totalCount"] == 0
    assert narrow.post("/me/tokens", {"name": "Less", "scope": ["me.get"]})["scope"] == ["me.get"]


def test_a_token_of_an_application_stays_inside(
    root: Api, owner: Account, application: Application
) -> None:
    other = make_application(owner)
    made = root.post(
        f"/applications/{application.id}/tokens", {"name": "CI", "scope": ["all.User"]}
    )
    program = Api(root.client, made["token"])
    assert program.get(f"/applications/{application.id}")["id"] == application.id
    assert program.refused("GET", f"/applications/{other.id}")[0] == 404
    for path in ("/me", "/me/tokens", "/me/refreshToken"):
        assert program.refused("GET", path)[:2] == (403, "Forbidden")
    assert program.refused("POST", "/applications", {"name": "More"})[:2] == (403, "Forbidden")
    assert [one["id"] for one in program.get("/applications")["items"]] == [application.id]


def test_the_token_of_one_is_not_found_with_the_other(root: Api, application: Application) -> None:
    mine = root.post("/me/tokens", {"name": "Mine"})["id"]
    theirs = root.post(f"/applications/{application.id}/tokens", {"name": "CI"})["id"]
    assert root.refused("GET", f"/applications/{application.id}/tokens/{mine}")[0] == 404
    assert root.refused("GET", f"/me/tokens/{theirs}") == (
        *(404, "NotFound", "API token was not found"),
    )
