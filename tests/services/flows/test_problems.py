from typing import Any

import pytest

from app.models import Application, Endpoint
from app.services.flows import warnings_about
from app.services.flows.problems import flow_problems
from app.services.lookup import develop_of
from app.workflows.triggers import ANY_ENDPOINT
from tests.factories import make_endpoint, make_flow, make_version, make_view

LOG: dict[str, Any] = {"id": "log", "type": "DebugNode", "config": {}, "outputIds": [[]]}
REPLY: dict[str, Any] = {"id": "reply", "type": "EndpointReplyNode", "outputIds": [[]]}


@pytest.fixture
def endpoint(application: Application) -> Endpoint:
    return make_endpoint(application)


def graph(key: str, *nodes: dict[str, Any]) -> dict[str, Any]:
    trigger = {"type": "endpoint", "key": key, "outputIds": [[nodes[0]["id"]]]}
    return {"triggers": [trigger], "nodes": list(nodes), "globals": []}


def rules(endpoint: Endpoint, *nodes: dict[str, Any]) -> list[str]:
    version = develop_of(endpoint.application_id)
    found = flow_problems(graph(endpoint.id, *nodes), "experience", version)
    return [problem.rule for problem in found]


def test_what_keeps_it_from_being_saved_comes_before_what_would_halt_a_run(
    endpoint: Endpoint,
) -> None:
    broken = LOG | {"outputIds": [["gone"]]}
    assert rules(endpoint, broken, {"id": "odd", "type": "SqsSendNode"}) == ["wire", "unknown-node"]
    assert rules(endpoint, broken | {"outputIds": 1}) == ["shape"]


def test_an_endpoint_that_nothing_else_answers_needs_a_reply(endpoint: Endpoint) -> None:
    assert rules(endpoint, LOG) == ["no-reply"]
    assert rules(endpoint, REPLY) == []


def test_an_endpoint_with_a_static_reply_needs_no_other(application: Application) -> None:
    reply = {"kind": "page", "value": make_view(application).id}
    assert rules(make_endpoint(application, static_reply=reply), LOG) == []


@pytest.mark.parametrize("by_all", [True, False])
def test_another_flow_may_answer(
    endpoint: Endpoint, application: Application, by_all: bool
) -> None:
    key = ANY_ENDPOINT if by_all else endpoint.id
    make_flow(application, **graph(key, REPLY), enabled=False)
    assert rules(endpoint, LOG) == ["no-reply"]
    make_flow(application, **graph(key, REPLY))
    assert rules(endpoint, LOG) == []


def test_a_flow_is_looked_at_in_the_version_that_it_is_in(
    endpoint: Endpoint, application: Application
) -> None:
    flow = make_flow(application, **graph(endpoint.id, LOG))
    version = make_version(application)
    make_flow(application, **graph(endpoint.id, REPLY))
    assert warnings_about(flow, develop_of(application.id)) == []
    assert [one.rule for one in warnings_about(flow, version)] == ["no-reply"]
    assert warnings_about(flow) == []


def test_an_unknown_kind_of_node_is_kept_and_marked(endpoint: Endpoint) -> None:
    version = develop_of(endpoint.application_id)
    drawn = graph(endpoint.id, {"id": "sqs", "type": "SqsSendNode"})
    [problem] = flow_problems(drawn, "experience", version)
    assert (problem.node_id, problem.level, problem.rule) == ("sqs", "warning", "unknown-node")
