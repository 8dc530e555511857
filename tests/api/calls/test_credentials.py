import pytest
from werkzeug.datastructures import Headers, MultiDict

from app.admin.shell.security import KEY
from app.api.calls.credentials import token_of
from app.models import Account
from app.services.accounts.api_login import issue_account_token
from app.services.accounts.sessions import open_session
from tests.api.conftest import Api


@pytest.mark.parametrize(
    ("header", "query", "token"),
    [
        (None, {}, None),
        ("", {}, None),
        ("Bearer", {}, None),
        ("Bearer ", {}, None),
        ("Bearer a.b", {}, "a.b"),
        ("bearer  a.b ", {}, "a.b"),
        ("JWT a.b", {}, "a.b"),
        ("Basic dTpw", {}, None),
        ("a.b", {}, None),
        (None, {"access_token": "q"}, "q"),
        (None, {"jwt": "q"}, "q"),
        ("Bearer h", {"access_token": "q"}, "q"),
        ("Bearer h", {"jwt": "q"}, "q"),
        ("Bearer h", {"access_token": ""}, "h"),
    ],
)
def test_a_token_is_found(header: str | None, query: dict[str, str], token: str | None) -> None:
    headers = Headers({"Authorization": header} if header is not None else {})
    assert token_of(headers, MultiDict(query)) == token


def test_the_query_wins(root: Api, owner: Account) -> None:
    """Even over a good header."""
    assert root.call("GET", "/me", access_token="nonsense").status_code == 401
    good = issue_account_token(owner)
    nonsense = {"Authorization": "Bearer nonsense"}
    assert Api(root.client).call("GET", "/me", headers=nonsense, jwt=good).status_code == 200


def test_the_console_cookie_opens_nothing(nobody_api: Api, owner: Account) -> None:
    with nobody_api.client.session_transaction() as session:
        session[KEY] = open_session(owner)
    assert nobody_api.refused("GET", "/me") == (403, "Forbidden", "Access is forbidden")
