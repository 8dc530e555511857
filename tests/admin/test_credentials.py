from typing import Any

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.models import Account, Application, Credential
from app.schemas.credential import SHAPES
from app.services.applications.credentials import whole_config
from tests import factories

from .conftest import post

HTTP = {
    "name": "Weather",
    "description": "",
    "enabled": "y",
    "uri_match": "https://weather.example/",
    "auth_method": "header",
    "public_value": "X-Key",
    "secret_value": "top secret",
}
SQL = {
    "name": "Orders",
    "description": "",
    "system": "pg",
    "host": "db.example.com",
    "port": "",
    "username": "reader",
    "password": "top secret",
    "ca_certificate": "",
}


@pytest.fixture
def path(application: Application) -> str:
    return f"/console/applications/{application.id}/settings/credentials"


def the_one() -> Credential:
    db.session.expire_all()
    return db.session.query(Credential).one()


@pytest.mark.parametrize("kind", SHAPES)
def test_every_type_has_a_form(owner_client: FlaskClient, path: str, kind: str) -> None:
    assert f'href="{path}/new/{kind}"' in owner_client.get(f"{path}/new").text
    assert owner_client.get(f"{path}/new/{kind}").status_code == 200


def test_a_type_that_there_is_not_has_none(owner_client: FlaskClient, path: str) -> None:
    assert owner_client.get(f"{path}/new/fax").status_code == 404


def test_a_secret_is_stored_and_never_shown(owner_client: FlaskClient, path: str) -> None:
    assert post(owner_client, f"{path}/new/http", **HTTP).status_code == 302
    assert whole_config(the_one())["secretValue"] == "top secret"
    for page in ("", f"/{the_one().id}"):
        text = owner_client.get(f"{path}{page}").text
        assert "Weather" in text
        assert "top secret" not in text


@pytest.mark.parametrize(
    ("kind", "sent", "field", "refusal"),
    [
        ("http", HTTP | {"uri_match": ""}, "uri_match", "This is required"),
        ("http", HTTP | {"uri_match": "x"}, "uri_match", "or more characters"),
        ("http", HTTP | {"secret_value": ""}, "secret_value", "This is required"),
        ("http", HTTP | {"name": ""}, "name", "This must not be empty."),
        ("sql", SQL | {"port": "many"}, "port", "whole number"),
        ("sql", SQL | {"port": "70000"}, "port", "65535 or less"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    owner_client: FlaskClient, path: str, kind: str, sent: dict[str, Any], field: str, refusal: str
) -> None:
    refused = post(owner_client, f"{path}/new/{kind}", **sent)
    assert refused.status_code == 400
    [error] = [part for part in refused.text.split("<p ") if f'id="{field}-error"' in part]
    assert refusal in error
    assert db.session.query(Credential).count() == 0


def test_a_key_pair_needs_one_half(owner_client: FlaskClient, path: str) -> None:
    refused = post(owner_client, f"{path}/new/keyPair", name="Keys", description="")
    assert refused.status_code == 400
    assert "This needs a privateKey, a certificate or both" in refused.text


def test_an_edit_keeps_the_secret_that_is_left_empty(owner_client: FlaskClient, path: str) -> None:
    post(owner_client, f"{path}/new/sql", **SQL)
    one = f"{path}/{the_one().id}"
    changed = SQL | {"host": "new.example.com", "port": "5433", "password": "", "enabled": "y"}
    assert post(owner_client, one, **changed).status_code == 302
    config = whole_config(the_one())
    assert (config["host"], config["port"]) == ("new.example.com", 5433)
    assert config["password"] == "top secret"
    post(owner_client, one, **(changed | {"port": "", "password": "another"}))
    config = whole_config(the_one())
    assert config.get("port") is None
    assert config["password"] == "another"


def test_deleting_names_the_workflows_that_use_it(
    application: Application, owner_client: FlaskClient, path: str
) -> None:
    post(owner_client, f"{path}/new/http", **HTTP)
    node = {"id": "a", "type": "HttpNode", "config": {"credentialNameTemplate": "Weather"}}
    factories.make_flow(application, name="Forecast", nodes=[node])
    factories.make_flow(application, name="Other")
    asked = owner_client.get(f"{path}/{the_one().id}/delete").text
    assert "Forecast" in asked
    assert "Other" not in asked
    post(owner_client, f"{path}/{the_one().id}/delete")
    assert db.session.query(Credential).count() == 0


def test_a_credential_of_another_application_is_not_there(
    owner: Account, owner_client: FlaskClient, stranger_client: FlaskClient, path: str
) -> None:
    post(owner_client, f"{path}/new/http", **HTTP)
    id = the_one().id
    assert stranger_client.get(f"{path}/{id}").status_code == 404
    other = factories.make_application(owner, name="Second")
    foreign = f"/console/applications/{other.id}/settings/credentials/{id}"
    for page in (foreign, f"{foreign}/delete"):
        assert owner_client.get(page).status_code == 404
