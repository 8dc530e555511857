import pytest

from app.workflows.errors import NodeError
from app.workflows.javascript.pool import JavaScriptPool
from app.workflows.ports import ScriptResult
from app.workflows.values import UNDEFINED, copy_payload
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

FUNCTION = "payload.n += 1; return payload.n > 5 ? {big: payload.n} : undefined;"

test_over_http = over_http(
    "RawFunctionNode",
    Case({"script": "payload.working = {n: payload.data.body.n};"}, {"n": 4}, {"n": 4}),
    Case(
        {"script": FUNCTION, "scopePath": "data.body"},
        {"n": 4},
        seen={"n": 5},
        look=lambda world: world.answer.json["data"]["body"],
    ),
    Case(
        {"script": FUNCTION, "scopePath": "data.body"},
        {"n": 5},
        seen={"big": 6},
        look=lambda world: world.answer.json["data"]["body"],
    ),
)


class FakeJavaScript:
    def __init__(self, value=UNDEFINED, scope=UNDEFINED, console=(), error=None):
        self.result = ScriptResult(value, scope, console)
        self.error = error
        self.asked = []

    def run(self, script, payload):
        self.asked.append((script, copy_payload(payload)))
        if self.error:
            raise self.error
        return self.result


def run(config, **result):
    javascript = FakeJavaScript(**result)
    settings = {"script": "return 1"} | config
    ran = run_node("RawFunctionNode", settings, {"n": 5}, javascript=javascript)
    return ran, javascript.asked


def test_without_a_path_the_scope_is_the_whole_payload():
    ran, [(_, scope)] = run({}, value={"only": "this"})
    assert scope["data"]["n"] == 5
    assert ran.payload == {"only": "this"}


def test_the_whole_payload_stays_an_object():
    assert run({}, value=1)[0].error[0] == "InvalidPath"


def test_what_it_says_goes_to_the_debug_panel():
    ran, _ = run({"scopePath": "data.n"}, console=(("info", "a"), ("warn", "b"), ("odd", "c")))
    said = [(message.level, message.text) for message in ran.witness.debug]
    assert said == [("info", "a"), ("warn", "b"), ("info", "c")]


def test_what_it_throws_halts():
    error = NodeError("no", "FunctionNodeTypeError", ("at line 1, column 1",))
    ran, _ = run({}, error=error)
    assert ran.error == ("FunctionNodeTypeError", "no")
    assert ran.run.error.error.stack == ("at line 1, column 1",)


def test_it_needs_a_script():
    assert run_node("RawFunctionNode", {}).error[0] == "ValidationError"


@pytest.mark.parametrize("path", ["", "data"])
def test_a_real_script_runs(path):
    pool = JavaScriptPool(1)
    try:
        script = "const d = payload.data ?? payload; d.n ??= 1; d.n += 1"
        config = {"script": script, "scopePath": path}
        assert (
            run_node("RawFunctionNode", config, {"n": 5}, javascript=pool).payload["data"]["n"] == 6
        )
    finally:
        pool.close()
