from app.workflows.engine.hooks import DebugMessage
from app.workflows.values import UNDEFINED
from tests.workflows.over_http import Case, World, over_http
from tests.workflows.run_flow import run_node


def told(world: World):
    """By the run's record: level, text and value."""
    return [(one.level, one.text, one.value and one.value.value) for one in world.messages()]


test_over_http = over_http(
    "DebugNode",
    Case(
        {"message": "Now {{ data.body.n }}", "property": "data.body.n", "level": "warn"},
        {"n": 5},
        look=told,
        seen=[("warn", "Now 5", 5)],
    ),
)


def test_it_shows_a_part_of_the_payload():
    config = {"message": "Now {{ data.n }}", "property": "data.n", "level": "warn"}
    assert run_node("DebugNode", config, {"n": 5}).witness.debug == [
        DebugMessage("warn", "Now 5", 5)
    ]


def test_it_shows_the_whole_payload_unless_told_otherwise():
    ran = run_node("DebugNode", {}, {"n": 5})
    assert ran.witness.debug[0].value["data"]["n"] == 5
    assert ran.witness.debug[0].level == "verbose"
    assert ran.output == 0


def test_what_is_not_there_is_undefined():
    assert run_node("DebugNode", {"property": "a.b"}).witness.debug[0].value is UNDEFINED
