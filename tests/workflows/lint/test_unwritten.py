from typing import Any

import pytest

from app.workflows.lint.unwritten import RULE
from tests.workflows.lint.conftest import told
from tests.workflows.run_flow import make_flow, make_node

READS = [
    ("ConditionalNode", {"expression": "{{ working.usr.id }} === 1"}),
    ("ConditionalNode", {"expression": "'{{ working.usr.id }}' === '1'"}),
    ("DebugNode", {"property": "working.usr.id"}),
    ("DebugNode", {"message": "{{ working.usr.id }}"}),
    ("EndpointReplyNode", {"bodyTemplate": "Hello {{ upper(working.usr.id) }}"}),
    ("MutateNode", {"rules": [{"type": "copy", "source": "working.usr.id", "destination": "x"}]}),
]


def set_to(path: str, then: str = "it", id: str = "set") -> Any:
    rule = {"type": "set", "destination": path, "valueTemplate": "1"}
    return make_node(id, "MutateNode", {"rules": [rule]}, then)


@pytest.mark.parametrize(("kind", "config"), READS)
def test_a_read_of_what_nothing_writes_is_told(kind, config):
    flow = make_flow(set_to("working.user"), make_node("it", kind, config, "", ""))
    assert told(flow, RULE) == [("it", "Nothing writes working.usr.id before this node reads it.")]


@pytest.mark.parametrize("path", ["working", "working.usr", "working.usr.id", "working.usr.id.x"])
def test_what_is_written_around_or_within_it_counts(path):
    flow = make_flow(set_to(path), make_node("it", "DebugNode", {"property": "working.usr.id"}))
    assert told(flow, RULE) == []


@pytest.mark.parametrize(("mode", "read"), [(None, "password"), ("token", "token")])
def test_of_settings_in_the_meta_only_what_they_ask_for_counts(mode, read):
    config = {"passwordTemplate": "{{ working.password }}", "tokenTemplate": "{{ working.token }}"}
    node = make_node("it", "ExperienceUserAuthNode", config, "", "", authMode=mode)
    problem = f"Nothing writes working.{read} before this node reads it."
    assert told(make_flow(node), RULE) == [("it", problem)]


def test_what_is_written_only_afterwards_does_not_count():
    flow = make_flow(
        make_node("it", "DebugNode", {"property": "working.user"}, "set"),
        set_to("working.user", "end"),
        make_node("end", "DebugNode", {"property": "working.user"}),
    )
    assert [id for id, _ in told(flow, RULE)] == ["it"]


def test_what_one_of_the_ways_there_writes_counts():
    flow = make_flow(
        make_node("choice", "ConditionalNode", {"expression": "1"}, "it", "set"),
        set_to("working.user"),
        make_node("it", "DebugNode", {"property": "working.user"}),
    )
    assert told(flow, RULE) == []


def test_fields_that_no_request_has_are_told():
    flow = make_flow(make_node("it", "DebugNode", {"message": "{{ data.user }}{{ data.body.x }}"}))
    assert told(flow, RULE) == [("it", "Nothing writes data.user before this node reads it.")]


def test_other_triggers_may_bring_anything():
    trigger = {"type": "virtualButton", "key": "k", "outputIds": [["it"]]}
    flow = make_flow(make_node("it", "DebugNode", {"property": "data.user"}), triggers=[trigger])
    assert told(flow, RULE) == []


@pytest.mark.parametrize(
    ("kind", "config"),
    [
        ("RawFunctionNode", {"script": "payload.working = {}"}),
        ("SqsSendNode", {}),
        ("MutateNode", {"rules": [{"type": "copy", "source": "data", "destination": "."}]}),
    ],
)
def test_after_a_node_that_may_write_anywhere_nothing_is_certain(kind, config):
    flow = make_flow(
        make_node("any", kind, config, "it"),
        make_node("it", "DebugNode", {"property": "working.user"}),
    )
    assert told(flow, RULE) == []


def test_the_body_of_a_loop_may_read_what_a_round_before_has_written():
    flow = make_flow(
        make_node(
            "loop",
            "LoopNode",
            {"loopSourcePath": "data.body", "currentItemPath": "working.item"},
            "end",
            "it",
        ),
        make_node(
            "it",
            "DebugNode",
            {"message": "{{ working.sum }}{{ working.item }}"},
            "set",
            groupId="loop",
        ),
        set_to("working.sum", "cap") | {"meta": {"groupId": "loop"}},
        make_node("cap", "LoopCapNode", groupId="loop"),
        make_node("end", "DebugNode", {"property": "working.sum"}),
    )
    assert told(flow, RULE) == []


@pytest.mark.parametrize(
    "template",
    [
        "{{ globals.company.name }}{{ experience.user.id }}{{ time }}",
        "{% for item in data.body %}{{ item.name }}{% endfor %}",
        "{% set working = data.body %}{{ working.user }}",
        "{{ value.id }}{{ payload.working.user }}",
        "{{ broken",
    ],
)
def test_what_is_not_certain_is_not_told(template):
    assert told(make_flow(make_node("it", "DebugNode", {"message": template})), RULE) == []


def test_a_field_that_another_one_switches_off_is_not_read():
    config = {"userPayloadPath": "working.changes", "dataMethod": "individualFields"}
    flow = make_flow(make_node("it", "UpdateExperienceUserNode", config))
    assert told(flow, RULE) == []
    flow = make_flow(
        make_node("it", "UpdateExperienceUserNode", config | {"dataMethod": "payloadPath"})
    )
    assert len(told(flow, RULE)) == 1


def test_a_field_that_is_a_path_as_another_one_says_is_read_as_such():
    config = {"bodyTemplate": "working.found", "bodyTemplateType": "path"}
    flow = make_flow(make_node("it", "EndpointReplyNode", config))
    assert told(flow, RULE) == [("it", "Nothing writes working.found before this node reads it.")]
    flow = make_flow(make_node("it", "EndpointReplyNode", config | {"bodyTemplateType": "string"}))
    assert told(flow, RULE) == []


def test_a_field_beside_those_that_are_written_is_told_whatever_its_root():
    flow = make_flow(
        set_to("user.name"), make_node("it", "DebugNode", {"message": "{{ user.nam }}"})
    )
    assert told(flow, RULE) == [("it", "Nothing writes user.nam before this node reads it.")]
