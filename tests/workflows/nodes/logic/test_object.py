import pytest

from tests.workflows.run_flow import run_node


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


@pytest.mark.parametrize(
    ("source", "change", "found"),
    [
        ({"a": 1, "b": [2]}, operation("keys", path="found"), ["a", "b"]),
        ({"a": 1, "b": [2]}, operation("values", path="found"), [1, [2]]),
        ({"a": 1, "b": [2]}, operation("entries", path="found"), [["a", 1], ["b", [2]]]),
        ([["a", 1], [2, "x"]], operation("fromPairs", path="found"), {"a": 1, "2": "x"}),
    ],
)
def test_it_takes_the_object_apart_and_leaves_it_alone(source, change, found):
    ran = run_object(source, change)
    assert ran.payload["found"] == found
    assert ran.payload["working"]["it"] == source


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
