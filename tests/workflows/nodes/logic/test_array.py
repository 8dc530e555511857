import pytest

from app.workflows.nodes.logic import array_rules
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

BODY = {"list": [3, 1, 2], "more": [4, 5], "n": 1, "people": [{"t": "x"}, {"t": "y"}]}


def array(rule, working, **config):
    return Case({"sourceArrayPath": "data.body.list", "rules": [rule]} | config, BODY, working)


def changed(rule, after, **more):
    return array(rule, {"list": after} | more, destArrayPath="working.list")


def read(rule, found, **config):
    return array(rule | {"outputPath": "working.found"}, {"found": found}, **config)


def over_the_source(world):
    return world.answer.json["data"]["body"]["list"]


OUT = {"outputPath": "working.taken"}

test_over_http = over_http(
    "ArrayNode",
    changed({"type": "reverse"}, [2, 1, 3]),
    changed({"type": "push", "inputTemplate": "{{ data.body.n }}"}, [3, 1, 2, 1]),
    changed({"type": "concat", "inputTemplate": "{{ data.body.more }}"}, [3, 1, 2, 4, 5]),
    changed(
        {"type": "insertAt", "inputTemplate": "x", "indexTemplate": "{{ data.body.n }}"},
        [3, "x", 1, 2],
    ),
    changed({"type": "removeAt", "indexTemplate": "-1", **OUT}, [3, 1], taken=2),
    changed({"type": "pop", **OUT}, [3, 1], taken=2),
    changed({"type": "slice", "inputTemplate": "1", "indexTemplate": "2"}, [1]),
    Case(
        {"sourceArrayPath": "data.body.list", "rules": [{"type": "reverse"}]},
        BODY,
        seen=[2, 1, 3],
        look=over_the_source,
    ),
    read({"type": "sum"}, 6),
    read({"type": "lookupAt", "indexTemplate": "{{ data.body.n }}"}, 1),
    read({"type": "indexOf", "inputTemplate": "{{ data.body.n }}"}, 1),
    read({"type": "filter", "inputTemplate": "{{ value }} > {{ payload.data.body.n }}"}, [3, 2]),
    read({"type": "sort"}, [1, 2, 3]),
    read({"type": "sort", "order": "descending"}, [3, 2, 1]),
    read(
        {"type": "sortBy", "inputTemplate": "t", "order": "descending"},
        [{"t": "y"}, {"t": "x"}],
        sourceArrayPath="data.body.people",
    ),
)


def run_array(source, *rules, destination="", **data):
    config = {"sourceArrayPath": "data.list", "destArrayPath": destination, "rules": list(rules)}
    if source is not None:
        data["list"] = source
    return run_node("ArrayNode", config, data)


def rule(type, value="", index="", **fields):
    return {"type": type, "inputTemplate": value, "indexTemplate": index, **fields}


@pytest.mark.parametrize(
    ("source", "change", "after"),
    [
        ([0, 1, "", "a", None, False, []], rule("compact"), [1, "a", []]),
        ([1], rule("concat", "{{ data.more }}"), [1, 2, 3]),
        ([1], rule("concat", "x"), [1, "x"]),
        ([1, 1.0, "1", True, 1], rule("deduplicate"), [1, "1", True]),
        ([[1], [[2]], 3], rule("flatten"), [1, [2], 3]),
        ([1, 2], rule("reverse"), [2, 1]),
        ([1], rule("push", "42"), [1, "42"]),
        ([1], rule("push", "{{ data.more }}"), [1, [2, 3]]),
        ([1], rule("unshift", "{{ data.n }}"), [0, 1]),
        ([1, 2], rule("insertAt", "x", "{{ data.n + 1 }}"), [1, "x", 2]),
        ([1, 2], rule("insertAt", "x", "-1"), [1, "x", 2]),
        ([1, 2], rule("replaceAt", "x", "-1"), [1, "x"]),
        ([1, 2], rule("replaceAt", "x", "5"), [1, 2]),
        ([1, 2], rule("removeAt", "", "0"), [2]),
        ([1, 2], rule("pop"), [1]),
        ([1, 2], rule("shift"), [2]),
        ([1, 2, 3, 4], rule("slice", "1", "-1"), [2, 3]),
        ([1, 2, 3], rule("slice", "1"), [2, 3]),
        ([1, 2, 3], rule("slice", "", "1"), [1]),
        ("abc", rule("reverse"), "cba"),
        (None, rule("push", "a"), ["a"]),
    ],
)
def test_it_changes_the_list(source, change, after):
    ran = run_array(source, change, more=[2, 3], n=0)
    assert ran.payload["data"]["list"] == after


@pytest.mark.parametrize(
    ("change", "taken"),
    [
        (rule("replaceAt", "x", "1"), "b"),
        (rule("removeAt", "", "-1"), "c"),
        (rule("pop"), "c"),
        (rule("shift"), "a"),
    ],
)
def test_what_is_taken_out_goes_to_the_result_path(change, taken):
    ran = run_array(["a", "b", "c"], change | {"outputPath": "working.taken"})
    assert ran.payload["working"]["taken"] == taken


PEOPLE = [{"id": i, "team": {"n": n}} for i, n in ((1, "x"), (3, "y"), (2, "x"))]


@pytest.mark.parametrize(
    ("source", "reading", "found"),
    [
        ([1, 2], rule("length"), 2),
        ("abc", rule("length"), 3),
        ([1, "2", 0.5], rule("sum"), 3.5),
        ([1, 2], rule("lookupAt", "", "-1"), 2),
        ([1, "1"], rule("indexOf", "1"), 1),
        ([1, 2], rule("indexOf", "{{ data.n }}"), 1),
        ([1, 2], rule("indexOf", "x"), -1),
        ([5, 1, 7], rule("filter", "{{ value }} > {{ payload.data.n }} && {{ index }} < 2"), [5]),
        ([5, 1], rule("filter", "{{ value }} === {{ array[1] }}"), [1]),
        ([10, 9, None, 1], rule("sort"), [1, 9, 10, None]),
        (["b", "a"], rule("sort", order="descending"), ["b", "a"]),
        ([1, "0", 2], rule("sort", order="ascending"), ["0", 1, 2]),
        (PEOPLE, rule("sortBy", "id", order="descending"), [PEOPLE[1], PEOPLE[2], PEOPLE[0]]),
        (PEOPLE, rule("groupBy", "team.n"), {"x": [PEOPLE[0], PEOPLE[2]], "y": [PEOPLE[1]]}),
        (PEOPLE, rule("keyBy", "team.n"), {"x": PEOPLE[2], "y": PEOPLE[1]}),
        (PEOPLE, rule("deduplicateBy", "team.n"), PEOPLE[:2]),
    ],
)
def test_it_finds_something_in_the_list_and_leaves_it_alone(source, reading, found):
    ran = run_array(source, reading | {"outputPath": "working.found"}, n=2)
    assert ran.payload["working"]["found"] == found
    assert ran.payload["data"]["list"] == source


def test_an_index_out_of_range_leads_nowhere():
    ran = run_array([1], rule("lookupAt", "", "3", outputPath="data.found"), found="old")
    assert "found" not in ran.payload["data"]


def test_later_rules_see_what_earlier_ones_did():
    ran = run_array([3, 1], rule("push", "2"), rule("length", outputPath="n"))
    assert ran.payload["n"] == 3


@pytest.mark.parametrize(
    ("source", "change", "message"),
    [
        ({"a": 1}, rule("pop"), "The source must be a list or text"),
        ([1], rule("removeAt", "", "x"), "Index must be a number, not “x”"),
        ([1], rule("removeAt", "", "0.5"), "Index must be a whole number, not 0.5"),
        ([1], rule("insertAt", "x", "1e300"), "Index must be a whole number, not 1e+300"),
        ([1], rule("removeAt"), "Index must be a number, not “”"),
    ],
)
def test_what_cannot_be_done_halts(source, change, message):
    assert run_array(source, change).error == ("ValidationError", message)


def test_there_are_fifteen_rules_at_most():
    ran = run_array([1], *[rule("reverse")] * 16)
    assert ran.error is not None
    assert ran.error[0] == "ValidationError"


def test_a_list_cannot_grow_for_ever():
    ran = run_array("x" * 262_144, rule("push", "x"))
    assert ran.error == ("PayloadTooLarge", "A list has 262,144 items here at most, not 262,145")


def test_a_filter_cannot_take_for_ever(monkeypatch):
    monkeypatch.setattr(array_rules, "FILTER_SECONDS", -1)
    ran = run_array([1], rule("filter", "{{ value }}"))
    assert ran.error is not None
    assert ran.error[0] == "Timeout"
