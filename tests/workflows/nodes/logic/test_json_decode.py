import pytest

from tests.workflows.run_flow import run_node

CONFIG = {"source": "data.text", "destination": "working.value"}
NOTED = CONFIG | {"errorBehavior": "payloadPath", "errorPath": "working.failed"}


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


def test_the_error_can_go_to_a_path_and_nothing_to_the_destination():
    ran = run_node("JsonDecodeNode", NOTED)
    assert ran.output == 0
    assert ran.payload["working"] == {
        "failed": {
            "error": {
                "type": "InvalidJson",
                "message": "What is at “data.text” is no JSON: there is nothing",
            }
        }
    }


def test_an_error_that_has_no_path_to_go_to_halts():
    ran = run_node("JsonDecodeNode", NOTED | {"errorPath": ""}, {"text": "{"})
    assert ran.error is not None
    assert ran.error[0] == "InvalidJson"


def test_a_long_text_is_read_on_a_thread():
    ran = run_node("JsonDecodeNode", CONFIG, {"text": '["' + "x" * 60_000 + '"]'})
    assert ran.payload["working"]["value"] == ["x" * 60_000]
