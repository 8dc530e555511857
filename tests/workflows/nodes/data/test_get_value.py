from tests.workflows.fakes import FakeStorage
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import FLOW_ID, run_node

BODY = {"n": 5, "key": "k", "stored": {"a": [1]}}


def stored(it):
    """Two values are there before."""
    return [
        {
            "id": key,
            "type": "StoreValueNode",
            "config": {"keyName": key, "valueType": "path", "value": f"data.body.{path}"},
            "outputIds": [[then]],
        }
        for key, path, then in (("k", "stored", "n"), ("n", "n", "it"))
    ] + [it]


def get(config, value, **options):
    settings = {"valuePath": "working.v"} | config
    return Case(settings, BODY, {"v": value}, **options)


test_over_http = over_http(
    "GetValueNode",
    get({"keyName": "{{ data.body.key }}"}, {"a": [1]}, around=stored),
    get({"getAll": True}, {"k": {"a": [1]}, "n": 5}, around=stored),
    get({"keyName": "k"}, None),
    get({"keyName": "k", "defaultValue": '{"a": {{ data.body.n }}}'}, {"a": 5}),
    get(
        {"keyName": "k", "defaultValue": "n {{ data.body.n }}", "defaultValueType": "template"},
        "n 5",
    ),
    get({"keyName": "k", "defaultValue": "data.body.n", "defaultValueType": "path"}, 5),
    Case(
        {"keyName": "{{ x }}"},
        error="ValidationError: Key is required, and came out blank",
    ),
)


def test_a_stored_null_is_no_missing_key():
    storage = FakeStorage()
    storage.values[FLOW_ID, "k"] = None
    config = {"keyName": "k", "defaultValue": "1", "valuePath": "working.v"}
    assert run_node("GetValueNode", config, storage=storage).payload["working"] == {"v": None}
