from tests.workflows.fakes import FakeState
from tests.workflows.run_flow import run_node

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


def test_each_id_has_its_own_latch():
    ann, bob = {"t": 31, "id": "ann"}, {"t": 31, "id": "bob"}
    runs = latch_runs(ann, bob, ann, latchIdTemplate="{{ data.id }}")
    assert [ran.output for ran in runs] == [1, 1, 0]


def test_it_tells_how_it_came_to_that():
    paths = {
        "latchResultPath": "working.latch",
        "resetResultPath": "working.reset",
        "wasLatchedPath": "working.was",
        "isLatchedPath": "working.is",
        "branchPath": "working.branch",
    }
    runs = latch_runs({"t": 31}, {"t": 25}, {"t": 10}, **paths)
    assert [ran.payload["working"] for ran in runs] == [
        {"latch": True, "reset": False, "was": False, "is": True, "branch": True},
        {"latch": False, "reset": False, "was": True, "is": True, "branch": False},
        {"latch": False, "reset": True, "was": True, "is": False, "branch": False},
    ]
