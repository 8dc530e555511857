from typing import Any

import pytest

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, Endpoint, Flow
from app.schemas.flow import FlowPatch
from app.services.experience.endpoints import delete_endpoint
from app.services.flows import delete_flow, update_flow, warnings_about
from tests.conftest import Clock
from tests.factories import BY, make_endpoint, make_flow, make_version

NODE: dict[str, Any] = {
    "id": "say",
    "type": "DebugNode",
    "config": {"level": "info", "unheard": None, "of": [1.0, {"b": 1, "a": 2}]},
    "meta": {"label": "Say", "id": "stale", "x": 20, "uiThing": True},
    "outputIds": [[]],
}


def trigger(endpoint: Endpoint) -> dict[str, Any]:
    return {"type": "endpoint", "key": endpoint.id, "config": {}, "outputIds": [["say"]]}


# Saving


def test_triggers_and_nodes_are_kept_as_they_came(application: Application) -> None:
    triggers = [trigger(make_endpoint(application))]
    flow = make_flow(application, nodes=[NODE], triggers=triggers)
    db.session.expire_all()
    assert (flow.nodes, flow.triggers) == ([NODE], triggers)
    assert list(flow.nodes[0]["config"]["of"][1]) == ["b", "a"]


def test_ids_and_keys_that_are_left_out_are_made(application: Application) -> None:
    triggers = [
        {"type": "virtualButton"},
        {"type": "flowError"},
        {"type": "flowError", "config": {"scope": "experience"}},
    ]
    flow = make_flow(application, nodes=[{"type": "DebugNode"}], triggers=triggers)
    assert flow.nodes[0]["id"]
    button, local, whole = (one["key"] for one in flow.triggers)
    assert button.startswith(f"{flow.id}-")
    assert local == f"{flow.id}-flowError"
    assert whole == f"{application.id}-experience-flowError"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"nodes": [{"type": "NoSuchNode"}]}, "NoSuchNode is not valid for Experience workflows."),
        ({"triggers": [{"type": "timer"}]}, "timer is not valid for Experience workflows."),
        ({"nodes": [NODE, NODE]}, "Node IDs must be unique."),
        (
            {"nodes": [NODE | {"outputIds": [["gone"]]}]},
            "Referenced output ID gone does not exist.",
        ),
        ({"nodes": [{"id": "a"}]}, "nodes.0.type is required"),
        ({"nodes": [NODE | {"nope": 1}]}, "nodes.0.nope is not a field"),
    ],
)
def test_it_says_what_is_wrong(application: Application, parts: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        make_flow(application, **parts)
    flow = make_flow(application)
    with pytest.raises(ValidationError, match=message):
        update_flow(flow, FlowPatch(**parts), BY)
    assert (flow.nodes, flow.triggers) == ([], [])


def test_it_refuses_what_is_nested_without_end(application: Application) -> None:
    config: dict[str, Any] = {}
    for _ in range(200):
        config = {"in": config}
    with pytest.raises(ValidationError, match="nested more than"):
        make_flow(application, nodes=[NODE | {"config": config}])


def test_a_config_that_would_halt_a_run_is_a_warning_unless_that_is_asked_for(
    application: Application,
) -> None:
    nodes = [{"id": "a", "type": "DelayNode", "config": {"delay": {}}}]
    flow = make_flow(application, nodes=nodes)
    [warning] = [one for one in warnings_about(flow) if one.rule == "config"]
    assert warning.node_id == "a"
    with pytest.raises(ValidationError):
        update_flow(flow, FlowPatch(nodes=nodes), BY, strict=True)


def test_a_change_leaves_the_rest(application: Application, stopped_clock: Clock) -> None:
    flow = make_flow(application, name="Old", nodes=[NODE], description="Ships")
    later = stopped_clock.advance(minutes=1)
    update_flow(flow, FlowPatch(name="New"), BY)
    assert (flow.name, flow.description, flow.nodes) == ("New", "Ships", [NODE])
    assert flow.last_updated == later


def test_nodes_of_before_a_new_rule_do_not_keep_it_from_being_renamed(
    application: Application,
) -> None:
    flow = make_flow(application)
    flow.nodes = [{"id": "a", "type": "NoLongerNode"}]
    db.session.commit()
    assert update_flow(flow, FlowPatch(name="New"), BY).name == "New"
    with pytest.raises(ValidationError, match="NoLongerNode"):
        update_flow(flow, FlowPatch(globals=[]), BY)


def test_the_default_version_is_one_of_its_own(application: Application) -> None:
    flow = make_flow(application, flow_class="cloud")
    with pytest.raises(ValidationError, match="is no version of this workflow"):
        update_flow(flow, FlowPatch(default_version_id="f" * 24), BY)


# Deleting


def test_it_is_gone_unless_a_version_holds_it(application: Application) -> None:
    flow = make_flow(application)
    delete_flow(flow, BY)
    assert db.session.get(Flow, flow.id) is None


def test_a_version_that_holds_it_keeps_it(application: Application) -> None:
    flow = make_flow(application)
    make_version(application)
    delete_flow(flow, BY)
    assert flow.deleted_in_develop
    for act in (
        lambda: delete_flow(flow, BY),
        lambda: update_flow(flow, FlowPatch(name="New"), BY),
    ):
        with pytest.raises(ValidationError, match="no longer in develop"):
            act()


def test_an_endpoint_can_take_its_flows_with_it(application: Application) -> None:
    endpoint, other = make_endpoint(application), make_endpoint(application)
    mine = make_flow(application, nodes=[NODE], triggers=[trigger(endpoint), trigger(other)])
    theirs = make_flow(application, nodes=[NODE], triggers=[trigger(other)])
    # a flow that only speaks of it stays, as does one of the application
    speaks = make_flow(application, nodes=[NODE | {"config": {"message": endpoint.id}}])
    cloud = make_flow(application, flow_class="cloud", nodes=[NODE], triggers=[trigger(endpoint)])
    delete_endpoint(endpoint, BY, include_workflows=True)
    left = set(db.session.query(Flow.id).filter_by(application_id=application.id))
    assert {id for (id,) in left} == {theirs.id, speaks.id, cloud.id}
    assert mine.id not in {id for (id,) in left}
    delete_endpoint(other, BY)
    assert db.session.get(Flow, theirs.id)
