"""What holds for each operation, whatever it does. A new one is tested by being declared."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import event

from app.api.calls import Operation, operations
from app.api.calls.openapi import description
from app.api.calls.operation import NAMED
from app.extensions import db
from app.models import Account
from app.services.accounts.api_login import issue_account_token
from tests.api.conftest import Api
from tests.api.examples import BODIES, World
from tests.factories import make_application

NO_ID = "42"
UNKNOWN_ID = "f" * 24

ALL = operations()
GUARDED = [one for one in ALL if not one.access.open]
CHANGING = [one for one in GUARDED if not one.access.reads]
OF_APPLICATIONS = [one for one in ALL if "applicationId" in one.parameters]
OF_ONE_THING = [one for one in ALL if one.parameters and one.parameters[-1] != "applicationId"]
WITH_ID = [one for one in ALL if one.parameters]
WITH_BODY = [one for one in ALL if one.body]


def each(chosen: list[Operation]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", chosen, ids=lambda one: one.name)


def everything() -> dict[str, list[str]]:
    """All rows of all tables."""
    db.session.rollback()
    tables = db.metadata.sorted_tables
    return {table.name: sorted(map(str, db.session.execute(table.select()))) for table in tables}


@each(ALL)
def test_it_works_and_answers_as_described(operation: Operation, root: Api, world: World) -> None:
    response = root.call(**world.call(operation))
    if operation.answer is None:
        assert (response.status_code, response.data) == (204, b"")
        return
    assert response.status_code == operation.status, response.text
    assert response.content_type == "application/json"
    assert list(faults(operation, response.json)) == []


def faults(operation: Operation, answer: Any) -> list[str]:
    document = description()
    responses = document["paths"][operation.path][operation.method.lower()]["responses"]
    schema = responses[str(operation.status)]["content"]["application/json"]["schema"]
    validator = Draft202012Validator(
        {**schema, "components": document["components"]},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    return [error.message for error in validator.iter_errors(answer)]


@each(GUARDED)
def test_it_asks_who_you_are(operation: Operation, nobody_api: Api, world: World) -> None:
    refusal = nobody_api.refused(**world.call(operation))
    assert refusal == (403, "Forbidden", "Access is forbidden")


@each(GUARDED)
def test_it_refuses_what_is_no_token(operation: Operation, nobody_api: Api, world: World) -> None:
    forger = Api(nobody_api.client, "nonsense")
    refusal = forger.refused(**world.call(operation))
    assert refusal == (401, "Unauthorized", "Invalid access token")


@each(OF_APPLICATIONS)
def test_a_stranger_finds_nothing(operation: Operation, stranger_api: Api, world: World) -> None:
    before = everything()
    refusal = stranger_api.at("").refused(**world.call(operation))
    assert refusal == (404, "NotFound", "Application was not found")
    assert everything() == before


@each(CHANGING)
def test_its_scope_must_reach_that_far(
    operation: Operation, root: Api, owner: Account, world: World
) -> None:
    before = everything()
    for scope in ("all.User.read", "experienceUsers.get"):
        reader = Api(root.client, issue_account_token(owner, [scope]))
        refusal = reader.refused(**world.call(operation))
        assert refusal == (403, "Forbidden", "Access is forbidden")
    assert everything() == before


@each(GUARDED)
def test_its_own_scope_is_enough(
    operation: Operation, root: Api, owner: Account, world: World
) -> None:
    scope = f"{operation.resource}.{operation.scope or operation.action}"
    bearer = Api(root.client, issue_account_token(owner, [scope]))
    response = bearer.call(**world.call(operation))
    assert response.status_code == operation.status or "reach further" in response.text


@each(ALL)
def test_a_slash_at_the_end_is_nothing(operation: Operation, root: Api, world: World) -> None:
    call = world.call(operation)
    path, question, query = call["path"].partition("?")
    response = root.call(**call | {"path": f"{path}/{question}{query}"})
    assert response.status_code < 300, response.text


@each(WITH_ID)
def test_it_looks_at_ids_before_tokens(operation: Operation, nobody_api: Api, world: World) -> None:
    for name in operation.parameters:
        if name not in NAMED:
            refusal = nobody_api.refused(**world.call(operation, **{name: NO_ID}))
            assert refusal == (400, "Validation", f"{name} must be an id of 24 hex characters")


@each(WITH_BODY)
def test_it_looks_at_bodies_before_tokens(
    operation: Operation, nobody_api: Api, world: World
) -> None:
    wanted = BODIES[operation.name]
    wrong = {**wanted, "nope": 1} if isinstance(wanted, dict) else [{"nope": 1}]
    for body in (wrong, "text"):
        status, kind, message = nobody_api.refused(**world.call(operation) | {"body": body})
        assert (status, kind) == (400, "Validation")
        assert message.startswith(operation.body_name)
        assert "nope is not a field of this resource" in message or "must be a" in message


@each(WITH_BODY)
@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "is required"), (b"{", "is not JSON"), (b'"\xff"', "is not JSON")]
)
def test_it_wants_json(
    operation: Operation, nobody_api: Api, world: World, data: bytes, reason: str
) -> None:
    path = world.path(operation)
    response = nobody_api.client.open(path, method=operation.method, data=data)
    assert response.status_code == 400
    assert response.json["message"].startswith(f"{operation.body_name} {reason}")


@each(OF_ONE_THING)
def test_it_tells_what_is_not_there(operation: Operation, root: Api, world: World) -> None:
    before = everything()
    call = world.call(operation, **{operation.parameters[-1]: UNKNOWN_ID})
    status, kind, message = root.refused(**call)
    assert (status, kind) == (404, "NotFound")
    assert message.endswith(" was not found")
    assert everything() == before


@each([one for one in OF_ONE_THING if "applicationId" in one.parameters])
def test_it_keeps_to_the_application(
    operation: Operation, root: Api, owner: Account, world: World
) -> None:
    """What is there in one application is not there in another of the same owner."""
    other = make_application(owner)
    before = everything()
    assert root.refused(**world.call(operation, applicationId=other.id))[0] == 404
    assert everything() == before


def test_who_is_nobody_costs_no_query(nobody_api: Api, world: World) -> None:
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for operation in GUARDED:
        nobody_api.refused(**world.call(operation))
    assert asked == []


def test_there_is_an_example_for_every_body() -> None:
    assert {one.name for one in WITH_BODY} == set(BODIES)
