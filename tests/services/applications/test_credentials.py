from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.errors import AppError
from app.extensions import db
from app.models import Application, Credential
from app.schemas.credential import CredentialPatch
from app.schemas.messages import read
from app.services.applications import delete_application
from app.services.applications.credentials import update_credential, whole_config
from app.services.flow_ports.credentials import Credentials
from app.workflows.errors import Refused
from tests.factories import BY, make_application, make_credential

SQL = {"system": "pg", "host": "db.example", "port": 5433, "username": "app", "password": "hidden"}


@pytest.fixture
def credential(application: Application) -> Credential:
    return make_credential(application, name="db", kind="sql", sql_config=SQL)


@pytest.fixture
def port(app: Flask, application: Application) -> Credentials:
    return Credentials(app, application.id)


def change(credential: Credential, **patch: Any) -> Credential:
    return update_credential(credential, read(CredentialPatch, patch), BY)


def lose_the_key(app: Flask) -> None:
    app.config["FOYER"] = replace(app.config["FOYER"], credential_key="another")


def test_nothing_of_the_secret_can_be_read_in_the_database(credential: Credential) -> None:
    row = db.session.execute(db.text("SELECT * FROM credentials")).one()
    assert "db.example" in str(row)
    assert "hidden" not in str(row)
    assert whole_config(credential) == SQL


def test_a_flow_finds_it_whole(port: Credentials, credential: Credential) -> None:
    assert port.find("db") == {"type": "sql", **SQL}
    assert port.find("DB") is None


def test_a_flow_finds_none_of_another_application(port: Credentials) -> None:
    make_credential(make_application(), name="theirs")
    assert port.find("theirs") is None


def test_one_that_is_disabled_is_refused(port: Credentials, credential: Credential) -> None:
    change(credential, enabled=False)
    with pytest.raises(Refused) as refused:
        port.find("db")
    assert (refused.value.kind, refused.value.message) == (
        "Disabled",
        "The credential “db” is disabled",
    )


def test_what_a_patch_leaves_out_stays(credential: Credential) -> None:
    change(credential, sqlConfig={"host": "other.example", "port": None})
    assert whole_config(credential) == {
        "system": "pg",
        "host": "other.example",
        "username": "app",
        "password": "hidden",
    }
    change(credential, name="main", description="Ours")
    assert (credential.name, credential.config["host"]) == ("main", "other.example")
    change(credential, sqlConfig={"password": "new"})
    assert whole_config(credential)["password"] == "new"


@pytest.mark.parametrize(
    ("patch", "message"),
    [
        ({"name": "taken"}, "There is a credential `taken` already"),
        ({"jwtConfig": {"secret": "x"}}, "jwtConfig does not belong to the type sql, which stays"),
    ],
)
def test_what_cannot_be_is_refused(
    application: Application, credential: Credential, patch: dict[str, Any], message: str
) -> None:
    make_credential(application, name="taken")
    with pytest.raises(AppError, match=message):
        change(credential, **patch)


def test_a_key_pair_keeps_one_half_at_least(application: Application) -> None:
    pair = make_credential(application, kind="keyPair", key_pair_config={"certificate": "PEM"})
    change(pair, keyPairConfig={"privateKey": "KEY"})
    assert whole_config(pair) == {"certificate": "PEM", "privateKey": "KEY"}


def test_a_lost_key_is_explained(app: Flask, port: Credentials, credential: Credential) -> None:
    lose_the_key(app)
    with pytest.raises(Refused) as refused:
        port.find("db")
    assert refused.value.kind == "KeyLost"
    assert "Put the file credential_key" in refused.value.message
    with pytest.raises(AppError, match="enter the whole secret again"):
        change(credential, sqlConfig={"host": "other.example"})


def test_the_secret_can_be_entered_anew_after_that(app: Flask, credential: Credential) -> None:
    lose_the_key(app)
    change(credential, sqlConfig={"password": "again"})
    assert whole_config(credential) == SQL | {"password": "again"}


def test_it_goes_with_its_application(application: Application, credential: Credential) -> None:
    delete_application(application, BY)
    assert db.session.query(Credential).count() == 0
