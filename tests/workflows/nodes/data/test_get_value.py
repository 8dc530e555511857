import pytest

from tests.workflows.fakes import FakeStorage
from tests.workflows.run_flow import FLOW_ID, run_node


def get(config, **stored):
    storage = FakeStorage()
    storage.values = {(FLOW_ID, key): value for key, value in stored.items()}
    settings = {"valuePath": "working.v"} | config
    return run_node("GetValueNode", settings, {"n": 5, "key": "k"}, storage=storage).payload[
        "working"
    ]["v"]


def test_it_reads_a_value():
    assert get({"keyName": "{{ data.key }}"}, k={"a": [1]}) == {"a": [1]}


@pytest.mark.parametrize(
    ("kind", "default", "value"),
    [
        ("json", "null", None),
        ("json", '{"a": {{ data.n }}}', {"a": 5}),
        ("template", "n {{ data.n }}", "n 5"),
        ("path", "data.n", 5),
    ],
)
def test_a_missing_key_gives_the_default(kind, default, value):
    assert get({"keyName": "k", "defaultValue": default, "defaultValueType": kind}) == value


def test_a_stored_null_is_no_missing_key():
    assert get({"keyName": "k", "defaultValue": "1"}, k=None) is None


def test_it_reads_all_values():
    assert get({"getAll": True}, a=1, b=[2]) == {"a": 1, "b": [2]}
