from tests.workflows.fakes import FakeState
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

PATHS = {
    "latchResultPath": "working.latch",
    "resetResultPath": "working.reset",
    "wasLatchedPath": "working.was",
    "isLatchedPath": "working.is",
    "branchPath": "working.branch",
}


def latched(output, *temperatures, working=None, **config):
    """temperatures: one after the other."""
    *before, last = [{"t": t} for t in temperatures]
    settings = {
        "latchExpression": "{{ data.body.t }} > 30",
        "resetExpression": "{{ data.body.t }} < 20",
    }
    return Case(settings | config, last, working or {}, output=output, before=before)


test_over_http = over_http(
    "LatchNode",
    latched(1, 31),
    latched(0, 31, 35),
    latched(1, 31, 19, 35),
    latched(1, 31, 35, latchIdTemplate="{{ data.body.t }}"),
    latched(
        1,
        31,
        working={"latch": True, "reset": False, "was": False, "is": True, "branch": True},
        **PATHS,
    ),
    latched(
        0,
        31,
        10,
        working={"latch": False, "reset": True, "was": True, "is": False, "branch": False},
        **PATHS,
    ),
)


HOT, COLD = "{{ data.t }} > 30", "{{ data.t }} < 20"


def latch_runs(*payloads, **config):
    state = FakeState()
    settings = {"latchExpression": HOT, "resetExpression": COLD} | config
    return [run_node("LatchNode", settings, data, state=state) for data in payloads]


def outputs(*temperatures, **config):
    return [ran.output for ran in latch_runs(*({"t": t} for t in temperatures), **config)]


def test_it_latches_once_until_it_is_reset():
    assert outputs(25, 31, 35, 25, 31, 19, 25, 31) == [0, 1, 0, 0, 0, 0, 0, 1]


def test_a_blank_expression_never_comes_true():
    assert outputs(31, 19, 31, resetExpression="") == [1, 0, 0]
    assert outputs(31, latchExpression="") == [0]


def test_where_both_come_true_they_take_turns():
    both = {"latchExpression": "true", "resetExpression": "true"}
    assert outputs(1, 1, 1, **both) == [1, 0, 1]
