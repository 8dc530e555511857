from app.workflows.engine.run import RunError
from app.workflows.errors import NodeError
from app.workflows.flow import compile_flow
from app.workflows.flow_errors import TOO_LARGE, error_data, error_handlers
from tests.workflows.run_flow import make_flow, make_node, run_flow


def flow(name, flow_class, *scopes, **fields):
    triggers = [
        {"type": "flowError", "key": scope, "config": {"scope": scope} if scope else {}}
        for scope in scopes
    ]
    button = {"type": "virtualButton", "key": "button"}
    stored = {"id": name, "name": name, "flowClass": flow_class, "triggers": [*triggers, button]}
    return compile_flow(stored | fields)


F = flow("F", "experience", "experience", "local", "")
OTHER = flow("other", "experience", "local", "experience")
OFF = flow("off", "experience", "experience", enabled=False)
APP = flow("app", "cloud", "global", "local", "cloud", "experience")
APP2 = flow("app2", "cloud", "cloud")


def fired(failed, trigger=None):
    start = trigger or failed.triggers[-1]
    return [
        (flow.name, trigger.key)
        for flow, trigger in error_handlers(failed, start, [F, OTHER, OFF], [APP, APP2])
    ]


def test_the_most_specific_fire_first():
    assert fired(F) == [
        ("F", "local"),
        ("F", ""),
        ("F", "experience"),
        ("other", "experience"),
        ("app", "experience"),
        ("app", "global"),
    ]


def test_an_application_flow_has_scopes_of_its_own():
    assert fired(APP) == [("app", "local"), ("app", "cloud"), ("app2", "cloud"), ("app", "global")]


def test_a_handlers_errors_fire_nothing():
    assert fired(F, F.triggers[0]) == []


def test_handlers_are_told_what_happened():
    throw = make_node("t", "ThrowErrorNode", {"messageTemplate": "no"})
    run = run_flow(make_flow(throw), {"n": 1}).run
    data = error_data(run, run.error)
    assert data["errorInfo"] == {
        "error": {"name": "Error", "message": "no"},
        "nodeId": "t",
        "nodeType": "ThrowErrorNode",
    }
    assert data["erroredPayload"]["data"]["n"] == 1
    assert data["replyId"] == run.payload["data"]["replyId"]


def test_scripts_tell_their_stack_and_large_payloads_are_left_out():
    run = run_flow(make_flow(make_node("a", "DebugNode")), {"replyId": None}).run
    error = NodeError("no", "FunctionNodeTypeError", stack=("line 1",))
    data = error_data(run, RunError(error, "f", "RawFunctionNode", "", {"x": "y" * 300_000}))
    assert data["errorInfo"]["error"]["stack"] == ["line 1"]
    assert data["erroredPayload"] == TOO_LARGE
    assert "replyId" not in data
