import pytest

from app.workflows.errors import Refused
from tests.workflows.fakes import FakeStorage
from tests.workflows.run_flow import FLOW_ID, run_node


def store(value_type, value="", data=None, before=None, **config):
    storage = FakeStorage()
    if before is not None:
        storage.values[FLOW_ID, "k"] = before
    settings = {"keyName": "k", "valueType": value_type, "value": value, "resultPath": "working.r"}
    ran = run_node("StoreValueNode", settings | config, data, storage=storage)
    return ran, storage.all(FLOW_ID)


@pytest.mark.parametrize(
    ("value_type", "value", "stored"),
    [
        ("path", "data.list", [1, 2]),
        ("template", "n is {{ data.n }}", "n is 5"),
        ("template", "{{ data.list }}", [1, 2]),
        ("json", '{"n": {{ data.n }}}', {"n": 5}),
        ("number", "{{ data.n }}", 5),
    ],
)
def test_it_stores_a_value_and_writes_it_to_the_result(value_type, value, stored):
    ran, values = store(value_type, value, {"n": 5, "list": [1, 2]})
    assert values == {"k": stored}
    assert ran.payload["working"]["r"] == stored


def test_the_path_may_stand_in_a_field_of_its_own():
    assert store("path", data={"n": 5}, valuePath="data.n")[1] == {"k": 5}


@pytest.mark.parametrize(("value_type", "after"), [("incr", 2.5), ("decr", -0.5)])
def test_it_counts_from_what_is_there(value_type, after):
    ran, values = store(value_type, "1.5", before=1)
    assert values == {"k": after}
    assert ran.payload["working"]["r"] == after


def test_counting_begins_at_zero():
    assert store("incr", "{{ data.n }}", {"n": 3})[1] == {"k": 3}


def test_clear_gives_back_what_was_there():
    ran, values = store("clear", before=[1])
    assert values == {}
    assert ran.payload["working"]["r"] == [1]


@pytest.mark.parametrize("value_type", ["number", "incr"])
def test_what_is_no_number_halts(value_type):
    ran, values = store(value_type, "many")
    assert ran.error == ("ValidationError", "Value must be a number, not “many”")
    assert values == {}


def test_it_needs_a_key():
    ran, _ = store("json", "1", keyName="{{ nothing }}")
    assert ran.error == ("ValidationError", "Key is required, and came out blank")


def test_what_the_storage_refuses_halts():
    class Full(FakeStorage):
        def put(self, flow_id, key, value):
            raise Refused("Validation", "The value is larger than 16 KB")

    settings = {"keyName": "k", "valueType": "json", "value": "1"}
    ran = run_node("StoreValueNode", settings, storage=Full())
    assert ran.error == ("Validation", "The value is larger than 16 KB")
