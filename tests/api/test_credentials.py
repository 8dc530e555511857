"""Named secrets of nodes."""

from typing import Any

import pytest

from app.models import Application
from tests.api.conftest import Api
from tests.factories import make_credential

HTTP = {
    "uriMatch": "https://ships.example/",
    "authMethod": "basicAuth",
    "publicValue": "ann",
    "secretValue": "hidden",
}
BODY = {"name": "Ships", "type": "http", "httpConfig": HTTP}
SHOWN = {name: value for name, value in HTTP.items() if name != "secretValue"}


@pytest.fixture
def credentials(root: Api, application: Application) -> Api:
    return root.at(f"/applications/{application.id}/credentials")


def test_a_secret_is_never_shown_again(credentials: Api) -> None:
    made = credentials.post("", BODY)
    assert (made["type"], made["enabled"], made["httpConfig"]) == ("http", True, SHOWN)
    changed = credentials.patch(f"/{made['id']}", {"httpConfig": {"secretValue": "hidden too"}})
    found = credentials.get(f"/{made['id']}")
    [listed] = credentials.get()["items"]
    for answer in (changed, found, listed):
        assert answer["httpConfig"] == SHOWN
        assert "hidden" not in str(answer)


def test_one_can_be_deleted(credentials: Api, application: Application) -> None:
    path = f"/{make_credential(application).id}"
    assert credentials.delete(path) == {"success": True}
    assert credentials.refused("GET", path)[2] == "Credential was not found"


def test_the_newest_comes_first_unless_asked_otherwise(
    credentials: Api, application: Application
) -> None:
    for name in ("b", "a"):
        make_credential(application, name=name)
    credentials.post("", BODY)
    assert credentials.get()["sortField"] == "creationDate"
    by_name = credentials.get(sortField="name", sortDirection="asc")["items"]
    assert [one["name"] for one in by_name] == ["a", "b", "Ships"]
    assert [one["name"] for one in credentials.get(filterField="type", filter="ht*")["items"]] == [
        "Ships"
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            BODY | {"type": "sql"},
            "credential of the type sql needs sqlConfig, and no other config",
        ),
        (BODY | {"type": "aws"}, "credential.type must be"),
        ({"name": "x", "type": "jwt"}, "of the type jwt needs jwtConfig"),
        (BODY | {"httpConfig": SHOWN}, "credential.httpConfig.secretValue is required"),
        (
            {"name": "x", "type": "keyPair", "keyPairConfig": {}},
            "credential.keyPairConfig needs a privateKey, a certificate or both",
        ),
    ],
)
def test_it_says_what_is_missing(credentials: Api, body: dict[str, Any], message: str) -> None:
    status, kind, said = credentials.refused("POST", "", body)
    assert (status, kind) == (400, "Validation")
    assert message in said


def test_a_name_is_taken_once(credentials: Api) -> None:
    credentials.post("", BODY)
    refusal = credentials.refused("POST", "", BODY)
    assert refusal == (400, "AlreadyExists", "There is a credential `Ships` already")
