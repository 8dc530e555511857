import pytest

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

BODY = {"name": "Ann", "n": 4, "a": {"x": "old"}}


def left(world):
    return world.answer.json["data"].get("body")


def rules(working, seen, *rules):
    return Case({"rules": [*rules]}, BODY, working, seen=seen, look=left)


SET = {"type": "set", "destination": "working.it"}

test_over_http = over_http(
    "MutateNode",
    rules({"it": "Hi Ann"}, BODY, SET | {"valueTemplate": "Hi {{ data.body.name }}"}),
    rules({"it": {"x": "old"}}, BODY, SET | {"valueTemplate": "{{ data.body.a }}"}),
    rules(
        {"it": {"n": 4}},
        BODY,
        SET | {"valueTemplate": '{"n": {{ data.body.n }}}', "valueTemplateType": "json"},
    ),
    rules(
        {},
        {"name": "Ann", "n": 4},
        {"type": "remove", "source": "data.body.a"},
        {"type": "remove", "source": "nowhere.b"},
    ),
    rules(
        {"it": "Ann"},
        BODY,
        {"type": "copy", "source": "data.body.name", "destination": "working.it"},
    ),
    rules(
        {"it": {"x": "new"}},
        BODY,
        {"type": "copy", "source": "data.body.a", "destination": "working.it"},
        {"type": "set", "valueTemplate": "new", "destination": "working.it.x"},
    ),
    rules(
        {"it": {"x": "old"}},
        {"name": "Ann", "n": 4},
        {"type": "move", "source": "data.body.a", "destination": "working.it"},
    ),
)


def mutate(*rules, **data):
    return run_node("MutateNode", {"rules": list(rules)}, data)


def test_set_keeps_the_type_of_a_single_reference():
    ran = mutate({"type": "set", "valueTemplate": "{{ data.list }}", "destination": "x"}, list=[1])
    assert ran.payload["x"] == [1]
    assert ran.payload["x"] is not ran.payload["data"]["list"]


def test_json_that_is_none_halts():
    rule = {"type": "set", "valueTemplate": "{", "valueTemplateType": "json", "destination": "x"}
    ran = mutate(rule)
    assert ran.error is not None
    assert ran.error[0] == "InvalidJsonTemplate"


def test_copy_makes_a_copy_of_its_own():
    ran = mutate(
        {"type": "copy", "source": "data.a", "destination": "b"},
        {"type": "set", "valueTemplate": "new", "destination": "b.x"},
        a={"x": "old"},
    )
    assert ran.payload["data"]["a"] == {"x": "old"}
    assert ran.payload["b"] == {"x": "new"}


@pytest.mark.parametrize(
    ("source", "destination", "data"),
    [
        ("data.a", "data.b", {"b": 1}),
        ("data.a", "data.a", {"a": 1}),
        ("data.x", "data.b", {"a": 1}),
    ],
)
def test_move_copies_then_removes(source, destination, data):
    ran = mutate({"type": "move", "source": source, "destination": destination}, a=1)
    assert {k: v for k, v in ran.payload["data"].items() if k != "replyId"} == data


def test_a_path_can_move_into_itself():
    ran = mutate({"type": "move", "source": "data.a", "destination": "data.a.old"}, a=1)
    assert ran.payload["data"]["a"] == {"old": 1}


def test_later_rules_see_earlier_ones():
    ran = mutate(
        {"type": "set", "valueTemplate": "1", "destination": "a"},
        {"type": "set", "valueTemplate": "{{ a }}{{ a }}", "destination": "b"},
    )
    assert ran.payload["b"] == "11"


def test_a_rule_of_no_known_kind_says_which():
    ran = mutate({"type": "set", "destination": "a"}, {"type": "swap"})
    assert ran.error is not None
    assert ran.error[0] == "ValidationError"
    assert ran.error[1].startswith("rules.1 ")
