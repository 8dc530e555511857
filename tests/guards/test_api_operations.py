"""Each call of the API is declared whole: who may, what it takes, what it answers, and why."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.api.calls import Operation, operations
from app.api.calls.operation import PLACEHOLDER
from app.schemas.answer import Answer
from app.schemas.base import Schema
from app.schemas.scopes import KNOWN

OPEN = {"auth.authenticateUser", "auth.ssoDomain"}
NO_API = {"/healthz", "/openapi.json"}


def each() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", operations(), ids=lambda one: one.name)


@each()
def test_it_asks_who_you_are(operation: Operation, client: FlaskClient) -> None:
    """Without a token: 403 where the rest is in order, 400 where it is not; never anything else."""
    if operation.name in OPEN:
        return
    path = PLACEHOLDER.sub("a" * 24, operation.path)
    response = client.open(path, method=operation.method, json={})
    assert response.status_code in (400, 403)
    assert response.json["type"] in ("Validation", "Forbidden")


@each()
def test_it_is_open_only_where_that_is_meant(operation: Operation) -> None:
    assert operation.access.open == (operation.name in OPEN)
    assert operation.scopes >= {f"{operation.resource}.*"}


@each()
def test_it_takes_and_gives_schemas(operation: Operation) -> None:
    """A body refuses fields that it does not know; an answer is a shape of app/schemas."""
    body, answer = operation.body, operation.answer
    if body and not body.__pydantic_root_model__:
        assert issubclass(body, Schema)
    if answer and not answer.__pydantic_root_model__:
        assert issubclass(answer, Answer)
    assert (operation.method in ("POST", "PATCH")) == (body is not None)


@each()
def test_it_says_what_it_does(operation: Operation) -> None:
    assert operation.summary.endswith(".")


def test_nothing_of_the_api_is_served_another_way(app: Flask) -> None:
    """Whatever is no page of the console and no file goes through the one door."""
    others = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith(("/console", "/static")) and rule.endpoint != "rest.answer"
    }
    assert others == NO_API | {"/"}


def test_each_has_a_scope_that_a_token_can_be_given() -> None:
    free = OPEN | {"whitelabels.domain"}  # which only tells where to look
    assert {one.name for one in operations()} - free <= KNOWN
