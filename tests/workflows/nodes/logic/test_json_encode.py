from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

test_over_http = over_http(
    "JsonEncodeNode",
    Case(
        {"source": "data.body.value", "destination": "working.text"},
        {"value": {"n": 1.5, "list": [None, "ä"]}},
        {"text": '{"n":1.5,"list":[null,"ä"]}'},
    ),
)


def encode(source, data=None, destination="working.text"):
    return run_node("JsonEncodeNode", {"source": source, "destination": destination}, data)


def test_dates_are_written_as_iso_text():
    assert encode("time").payload["working"]["text"] == '"2025-03-01T12:00:00.000Z"'


def test_the_text_may_take_the_place_of_the_value():
    ran = encode("data.value", {"value": [1]}, "data.value")
    assert ran.payload["data"]["value"] == "[1]"


def test_where_there_is_no_value_there_is_no_text():
    ran = encode("data.nothing", {"text": "old"}, "data.text")
    assert "text" not in ran.payload["data"]
