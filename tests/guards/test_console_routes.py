"""No page of the console opens to somebody unknown."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import BaseConverter, IntegerConverter, Rule

from app.admin.blueprint import OPEN


@pytest.fixture
def console_rules(app: Flask) -> list[Rule]:
    app.config["WTF_CSRF_ENABLED"] = False  # so that it is the question who you are that refuses
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/console")]


def arguments_for(rule: Rule) -> dict[str, str]:
    return {name: argument_for(rule._converters[name]) for name in rule.arguments}


def argument_for(converter: BaseConverter) -> str:
    """One of the words where only some are taken."""
    if isinstance(converter, IntegerConverter):
        return "1"
    return str(min(getattr(converter, "items", {"a" * 24})))


def test_every_console_route_asks_who_you_are(
    console_rules: list[Rule], app: Flask, client: FlaskClient
) -> None:
    asked = 0
    for rule in console_rules:
        if rule.endpoint in OPEN:
            continue
        path = app.url_map.bind("localhost").build(rule.endpoint, arguments_for(rule))
        for method in rule.methods - {"OPTIONS"}:
            response = client.open(path, method=method)
            where = f"{method} {rule.rule}"
            if method == "POST":  # somebody may have typed what it takes along
                assert response.status_code == 401, where
            else:
                assert response.status_code == 302, where
                assert response.location.startswith("/console/sign-in"), where
            asked += 1
    assert asked > 3


def test_every_console_route_belongs_to_the_guarded_blueprint(console_rules: list[Rule]) -> None:
    assert {rule.endpoint.partition(".")[0] for rule in console_rules} == {"admin"}


def test_what_is_open_is_there(console_rules: list[Rule]) -> None:
    assert {rule.endpoint for rule in console_rules} >= OPEN
