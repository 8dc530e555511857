from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import make_node


def in_a_loop(it):
    config = {
        "loopSourcePath": "data.body.items",
        "currentItemPath": "working.row",
        "mapResultPath": "working.out",
    }
    loop = make_node("loop", "LoopNode", config, "out0", "it")
    return [loop, it | {"meta": {"groupId": "loop"}}]


def cap(config, out, index):
    """index: of the last round."""
    working = {"row": Part(index=index), "out": out}
    return Case(config, {"items": ["a", "b"]}, working, around=in_a_loop)


VALUES = {"mapValuePath": "working.row.value"}

test_over_http = over_http(
    "LoopCapNode",
    cap({}, [Part(value="a"), Part(value="b")], 1),
    cap(VALUES, ["a", "b"], 1),
    cap(VALUES | {"shouldBreak": True}, ["a"], 0),
)
