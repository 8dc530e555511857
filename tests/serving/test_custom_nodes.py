"""Requests whose flows call custom nodes."""

from typing import Any

import pytest
from flask import Flask

from app.experience.blueprint import site_of
from app.models import Flow
from app.schemas.flow import FlowPatch
from app.services.flows import update_flow

from .. import factories
from .conftest import Museum
from .flows import answering, node, on_error, text, throw

Json = dict[str, Any]
FIELDS = [{"type": "stringTemplate", "id": "name", "label": "Name"}]


def custom(museum: Museum, *nodes: Json, **fields: Any) -> Flow:
    """The first comes first; the last leads to the end, which gives `working.result` back."""
    start = {"type": "customNodeStart", "key": "customNodeStart", "outputIds": [[nodes[0]["id"]]]}
    cap = node("cap", "CustomNodeCapNode", {"resultSourcePath": "working.result"})
    config = {"outputCount": 1, "resultMode": "optional", "fields": FIELDS}
    return factories.make_custom_node(
        museum.application,
        triggers=[start],
        nodes=[*nodes, cap],
        **({"custom_node_config": config} | fields),
    )


def set_result(template: str, *then: str) -> Json:
    rule = {"type": "set", "destination": "working.result", "valueTemplate": template}
    config = {"rules": [rule]}
    return node("set", "MutateNode", config, *(then or ("cap",)))


def call(flow: Flow, name: str = "{{ data.query.name }}", *then: str, **config: Any) -> Json:
    given = {
        "customNodeId": flow.id,
        "customNodeVersion": "develop",
        "fields": [{"id": "name", "value": name}],
        "resultPath": "working.result",
    }
    return node("call", "CustomNodeExecuteNode", given | config, *(then or ("reply",)))


def greeter(museum: Museum, words: str = "Hello", **fields: Any) -> Flow:
    return custom(museum, set_result(f"{words} {{{{ data.name }}}}"), **fields)


SHOWN = text("{{ working.result }}")


def test_a_flow_calls_a_custom_node(museum: Museum) -> None:
    answering(museum, "/", call(greeter(museum)), SHOWN)
    assert museum.ask("/?name=Ann").text == "Hello Ann"


def test_a_custom_node_has_the_globals_of_the_application_and_its_own(museum: Museum) -> None:
    globals = [{"key": "who", "json": '"world"'}]
    node = custom(museum, set_result("Hello {{ globals.who }} of {{ flowName }}"), globals=globals)
    answering(museum, "/", call(node), SHOWN)
    assert museum.ask("/").text == f"Hello world of {node.name}"


def test_custom_nodes_may_be_nested(museum: Museum) -> None:
    inner = greeter(museum)
    outer = custom(museum, call(inner, "<{{ data.name }}>", "cap"))
    answering(museum, "/", call(outer), SHOWN)
    assert museum.ask("/?name=Ann").text == "Hello <Ann>"


def test_a_custom_node_may_wait_and_answer(museum: Museum) -> None:
    delay = node("delay", "DelayNode", {"delay": "0.05"}, "answer")
    answer = node("answer", "EndpointReplyNode", {"replyIdPath": "data.name", "bodyTemplate": "in"})
    answering(museum, "/", call(custom(museum, delay, answer), "{{ data.replyId }}"), SHOWN)
    assert museum.ask("/").text == "in"


def test_an_edit_is_seen_at_once_in_every_process(museum: Museum) -> None:
    called = greeter(museum)
    answering(museum, "/", call(called), SHOWN)
    assert [museum.ask("/?name=Ann").text for _ in range(2)] == ["Hello Ann"] * 2
    nodes = [set_result("Good day {{ data.name }}"), *called.nodes[1:]]
    update_flow(called, FlowPatch(nodes=nodes), factories.BY)
    assert [museum.ask("/?name=Ann").text for _ in range(2)] == ["Good day Ann"] * 2


def test_named_versions_stay_and_default_is_the_chosen_one(museum: Museum) -> None:
    called = greeter(museum, "Old")
    frozen = {name: getattr(called, name) for name in ("triggers", "nodes", "custom_node_config")}
    version = factories.make_flow_version(called, version="v1", **frozen)
    nodes = [set_result("New {{ data.name }}"), *called.nodes[1:]]
    update_flow(called, FlowPatch(nodes=nodes), factories.BY)
    for name in ("v1", "develop", "default"):
        answering(museum, f"/{name}", call(called, customNodeVersion=name), SHOWN)
    asked = [museum.ask(f"/{name}?name=Ann").text for name in ("v1", "develop", "default")]
    assert asked == ["Old Ann", "New Ann", "New Ann"]
    update_flow(called, FlowPatch(default_version_id=version.id), factories.BY)
    assert museum.ask("/default?name=Ann").text == "Old Ann"


def test_what_is_not_there_halts_the_run(museum: Museum, owner: Any) -> None:
    """Neither another application's, nor a flow that is no custom node."""
    elsewhere = factories.make_custom_node(factories.make_application(owner))
    plain = factories.make_flow(museum.application, flow_class="cloud")
    told = text("{{ data.errorInfo.error.name }}")
    for place, found in (("other", elsewhere), ("plain", plain)):
        calling = call(found)
        endpoint = museum.endpoint(f"/{place}")
        triggers = [
            {"type": "endpoint", "key": endpoint.id, "outputIds": [["call"]]},
            on_error("reply"),
        ]
        factories.make_flow(museum.application, triggers=triggers, nodes=[calling, told])
        assert museum.ask(f"/{place}").text == "NotFound"


def test_an_error_inside_is_an_error_of_the_call(museum: Museum) -> None:
    endpoint = museum.endpoint("/")
    told = text("{{ data.errorInfo.error.message }} at {{ data.errorInfo.nodeId }}")
    triggers = [
        {"type": "endpoint", "key": endpoint.id, "outputIds": [["call"]]},
        on_error("reply"),
    ]
    nodes = [call(custom(museum, throw("inner"))), told]
    factories.make_flow(museum.application, triggers=triggers, nodes=nodes)
    assert museum.ask("/").text == "inner at call"


@pytest.mark.parametrize("door", ["wsgi"], indirect=True)
def test_what_was_read_is_kept_until_the_application_changes(app: Flask, museum: Museum) -> None:
    library = site_of(app).library
    called = greeter(museum)
    find = library.find
    first = find(museum.application.id, called.id, "develop")
    assert find(museum.application.id, called.id, "develop") is first
    museum.endpoint("/another")
    second = find(museum.application.id, called.id, "develop")
    assert second is not first
