import pytest

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node


def changed(after, *operations, source="object", **more):
    config = {"sourcePath": f"data.body.{source}", "destPath": "working.it"}
    body = {"object": {"a": 1, "b": {"x": 1}}, "list": [1, 2], "pairs": [["k", "v"]], "n": 4}
    return Case(config | {"operations": [*operations]}, body, {"it": after} | more)


OBJECT = {"a": 1, "b": {"x": 1}}
FOUND = "working.found"

test_over_http = over_http(
    "ObjectNode",
    changed(OBJECT),
    changed(OBJECT | {"n": 4}, {"type": "assign", "inputTemplate": '{"n": {{ data.body.n }}}'}),
    changed(
        {"a": 1, "b": {"x": 1, "y": 2}},
        {"type": "mergeDeep", "inputTemplate": '{"b": {"y": 2}}'},
    ),
    changed({"a": 1}, {"type": "pick", "inputTemplate": '["a", "c"]'}),
    changed({"b": {"x": 1}}, {"type": "omit", "inputTemplate": '["a"]'}),
    changed({"p": 1, "q": 2}, {"type": "zipObject", "inputTemplate": '["p", "q"]'}, source="list"),
    changed(OBJECT, {"type": "keys", "outputPath": FOUND}, found=["a", "b"]),
    changed(OBJECT, {"type": "values", "outputPath": FOUND}, found=[1, {"x": 1}]),
    changed(OBJECT, {"type": "entries", "outputPath": FOUND}, found=[["a", 1], ["b", {"x": 1}]]),
    changed(
        [["k", "v"]], {"type": "fromPairs", "outputPath": FOUND}, source="pairs", found={"k": "v"}
    ),
)


def run_object(source, *operations, **data):
    config = {"sourcePath": "data.it", "destPath": "working.it", "operations": list(operations)}
    if source is not None:
        data["it"] = source
    return run_node("ObjectNode", config, data)


def operation(type, value="", path=""):
    return {"type": type, "inputTemplate": value, "outputPath": path}


@pytest.mark.parametrize(
    ("source", "change", "after"),
    [
        ({"a": 1, "b": {"x": 1}}, operation("assign", '{"b": {"y": 2}}'), {"a": 1, "b": {"y": 2}}),
        ({"a": 1}, operation("assign", "{{ data.more }}"), {"a": 1, "c": [3]}),
        (
            {"a": {"x": 1, "y": [1, 2]}},
            operation("mergeDeep", '{"a": {"y": [3], "z": 4}}'),
            {"a": {"x": 1, "y": [3], "z": 4}},
        ),
        ({"a": 1, "b": 2}, operation("pick", '["b", "c"]'), {"b": 2}),
        ({"a": 1, "b": 2}, operation("omit", '["b", "c"]'), {"a": 1}),
        ([1, 2, 3], operation("zipObject", '["a", "b"]'), {"a": 1, "b": 2}),
        (None, operation("assign", '{"n": {{ data.n }}}'), {"n": 4}),
    ],
)
def test_it_changes_the_object(source, change, after):
    ran = run_object(source, change, more={"c": [3]}, n=4)
    assert ran.payload["working"]["it"] == after
    assert ran.payload["data"].get("it") == source


def test_operations_follow_each_other():
    ran = run_object(
        {"a": 1},
        operation("assign", '{"b": 2}'),
        operation("keys", path="k"),
        operation("omit", "[]"),
    )
    assert ran.payload["k"] == ["a", "b"]
    assert ran.payload["working"]["it"] == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("source", "change", "message"),
    [
        ([1], operation("assign", "{}"), "The source must be an object"),
        ({}, operation("assign", "[]"), "The input must be an object"),
        ({}, operation("assign"), "The input must be an object"),
        ({}, operation("pick", "{}"), "The input must be a list"),
        ({}, operation("zipObject", "[]"), "The source must be a list"),
        ([1], operation("fromPairs", path="x"), "The source must be a list of [key, value]"),
    ],
)
def test_what_does_not_fit_halts(source, change, message):
    assert run_object(source, change).error == ("ValidationError", message)


def test_there_are_ten_operations_at_most():
    ran = run_object({}, *[operation("keys")] * 11)
    assert ran.error is not None
    assert ran.error[0] == "ValidationError"
