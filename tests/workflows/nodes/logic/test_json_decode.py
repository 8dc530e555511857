import pytest

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

READS = {"source": "data.body.text", "destination": "working.value"}
NOT = "What is at “data.body.text” is no JSON: there is nothing"

test_over_http = over_http(
    "JsonDecodeNode",
    Case(READS, {"text": '{"a": [1, 2.0, "x"]}'}, {"value": {"a": [1, 2, "x"]}}),
    Case(READS, error=f"InvalidJson: {NOT}"),
    Case(
        READS | {"errorBehavior": "payloadPath", "errorPath": "working.failed"},
        working={"failed": {"error": {"type": "InvalidJson", "message": NOT}}},
    ),
    Case(READS | {"errorBehavior": "payloadPath"}, error=f"InvalidJson: {NOT}"),
)


CONFIG = {"source": "data.text", "destination": "working.value"}


@pytest.mark.parametrize(
    ("text", "value"),
    [('{"a": [1, 2.0, "x"]}', {"a": [1, 2, "x"]}), ("null", None), (7, 7), (True, True)],
)
def test_it_reads_json(text, value):
    ran = run_node("JsonDecodeNode", CONFIG, {"text": text})
    assert ran.payload["working"]["value"] == value


def test_the_value_may_take_the_place_of_the_text():
    ran = run_node("JsonDecodeNode", CONFIG | {"destination": "data.text"}, {"text": "[1]"})
    assert ran.payload["data"]["text"] == [1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("NaN", "NaN is no JSON."),
        ({"a": 1}, "it is a list or an object already"),
        ("[" * 100_000, "The payload is nested too deeply."),
    ],
)
def test_what_is_no_json_halts(text, reason):
    ran = run_node("JsonDecodeNode", CONFIG, {"text": text})
    assert ran.error == ("InvalidJson", f"What is at “data.text” is no JSON: {reason}")


def test_a_long_text_is_read_on_a_thread():
    ran = run_node("JsonDecodeNode", CONFIG, {"text": '["' + "x" * 60_000 + '"]'})
    assert ran.payload["working"]["value"] == ["x" * 60_000]
