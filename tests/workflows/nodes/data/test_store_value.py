from app.workflows.errors import Refused
from tests.workflows.fakes import FakeStorage
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

BODY = {"n": 5, "key": "k", "list": [1, 2], "object": {"n": 5}}
NO_NUMBER = "ValidationError: Value must be a number, not “many”"


def store(value_type, value, result, stored, body=BODY, **options):
    config = {"keyName": "{{ data.body.key }}", "resultPath": "working.r", "value": value}
    config |= {"valueType": value_type} if value_type else {}
    working = {} if options.get("error") else {"r": result}
    return Case(config, body, working, seen=stored, look=lambda world: world.stored(), **options)


def put(value_type, value, stored):
    return store(value_type, value, stored, {"k": stored})


test_over_http = over_http(
    "StoreValueNode",
    put(None, "data.body.list", [1, 2]),
    put("path", "data.body.object", {"n": 5}),
    put("template", "n is {{ data.body.n }}", "n is 5"),
    put("template", "{{ data.body.list }}", [1, 2]),
    put("json", '{"n": {{ data.body.n }}}', {"n": 5}),
    put("number", "{{ data.body.n }}", 5),
    put("incr", "{{ data.body.n }}", 5),  # counting begins at zero
    store("incr", "1.5", 3, {"k": 3}, before=[BODY]),
    store("decr", "1.5", -3, {"k": -3}, before=[BODY]),
    store("number", "many", None, {}, error=NO_NUMBER),
    store("incr", "many", None, {}, error=NO_NUMBER),
    Case(
        {"keyName": "{{ x }}", "valueType": "json", "value": "1"},
        error="ValidationError: Key is required, and came out blank",
    ),
)


def test_the_path_may_stand_in_a_field_of_its_own():
    storage = FakeStorage()
    config = {"keyName": "k", "valuePath": "data.n"}
    run_node("StoreValueNode", config, {"n": 5}, storage=storage)
    assert list(storage.values.values()) == [5]


def test_clear_gives_back_what_was_there():
    storage = FakeStorage()
    for value_type, after in (("json", [1]), ("clear", [1])):
        config = {"keyName": "k", "valueType": value_type, "value": "[1]", "resultPath": "data.r"}
        ran = run_node("StoreValueNode", config, storage=storage)
        assert ran.payload["data"]["r"] == after
    assert storage.values == {}


def test_what_the_storage_refuses_halts():
    class Full(FakeStorage):
        def put(self, flow_id, key, value):
            raise Refused("Validation", "The value is larger than 16 KB")

    settings = {"keyName": "k", "valueType": "json", "value": "1"}
    ran = run_node("StoreValueNode", settings, storage=Full())
    assert ran.error == ("Validation", "The value is larger than 16 KB")
