"""Commands of the terminal."""

import json
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.models import Application, Credential
from app.services.applications.credentials import whole_config

CONFIG = {"algorithm": "HS256", "secret": "hidden"}


def create(app: Flask, given: str, *options: str) -> str:
    runner = app.test_cli_runner()
    return runner.invoke(args=["create-credential", "Tokens", *options], input=given).output


def test_a_credential_is_made_from_the_input(app: Flask, application: Application) -> None:
    options = ["--type", "jwt", "--application", application.id]
    said = create(app, json.dumps(CONFIG), *options)
    assert said == "Nodes of Museum can use the credential Tokens now.\n"
    assert whole_config(db.session.query(Credential).one()) == CONFIG


def test_or_from_a_file(app: Flask, application: Application, tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text(json.dumps(CONFIG))
    create(app, "", "--type", "jwt", "--application", application.id, "--config", str(file))
    assert whole_config(db.session.query(Credential).one()) == CONFIG


@pytest.mark.parametrize(
    ("given", "application_id", "said"),
    [
        ("no JSON", None, "The config is no JSON."),
        ('{"secret": "hidden"}', None, "jwtConfig.algorithm is required"),
        (json.dumps(CONFIG), "a" * 24, f"There is no application {'a' * 24}."),
    ],
)
def test_it_says_what_is_wrong_and_not_the_secret(
    app: Flask, application: Application, given: str, application_id: str | None, said: str
) -> None:
    whose = application_id or application.id
    output = create(app, given, "--type", "jwt", "--application", whose)
    assert said in output
    assert "hidden" not in output
