from typing import Any

from app.models import Application
from app.services.experience.endpoint_flows import flows_by_endpoint
from app.services.lookup import develop_of, find_version
from app.workflows.triggers import ANY_ENDPOINT
from tests.factories import make_endpoint, make_flow, make_version

REPLY = {"id": "r", "type": "EndpointReplyNode", "config": {}, "outputIds": []}


def trigger(key: str | None = None, kind: str = "endpoint") -> dict[str, Any]:
    return {"type": kind, "outputIds": [], **({"key": key} if key else {})}


def test_each_endpoint_has_its_flows_by_name_with_what_else_starts_them(
    application: Application,
) -> None:
    one, two = make_endpoint(application), make_endpoint(application)
    make_flow(application, name="B", triggers=[trigger(one.id), trigger(two.id)])
    make_flow(application, name="A", triggers=[trigger(one.id), trigger(kind="virtualButton")])
    starts = flows_by_endpoint(develop_of(application.id))
    assert [flow.name for flow in starts.own[one.id]] == ["A", "B"]
    assert [flow.is_started_elsewhere(one.id) for flow in starts.own[one.id]] == [True, True]
    assert starts.own[one.id][0].others == ("virtualButton",)
    assert starts.own[two.id][0].endpoint_ids == (one.id, two.id)


def test_a_flow_of_any_endpoint_answers_only_with_a_reply_node(application: Application) -> None:
    make_flow(application, triggers=[trigger(ANY_ENDPOINT)])
    develop = develop_of(application.id)
    assert not flows_by_endpoint(develop).may_answer("x")
    assert len(flows_by_endpoint(develop).any) == 1
    make_flow(application, triggers=[trigger(ANY_ENDPOINT)], nodes=[REPLY], enabled=False)
    assert not flows_by_endpoint(develop).answers_any
    make_flow(application, triggers=[trigger(ANY_ENDPOINT)], nodes=[REPLY])
    assert flows_by_endpoint(develop).may_answer("x")


def test_a_named_version_has_the_flows_it_was_made_with(application: Application) -> None:
    endpoint = make_endpoint(application)
    flow = make_flow(application, name="Then", triggers=[trigger(endpoint.id)])
    make_version(application, version="v1")
    make_flow(application, name="Now", triggers=[trigger(endpoint.id)])
    [found] = flows_by_endpoint(find_version(application.id, "v1")).own[endpoint.id]
    assert (found.id, found.name, found.enabled) == (flow.id, "Then", True)
