import json
from typing import Any

import pytest
from sqlalchemy import func, select

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, Flow
from app.schemas.flow import FlowPatch
from app.services.flows import update_flow
from app.services.flows.exporting import export_flow, export_flows, read_export
from app.services.flows.transfer import Brought, bring_flows
from tests.factories import (
    BY,
    CUSTOM_NODE,
    make_application,
    make_custom_node,
    make_flow,
    make_flow_version,
)


def call(node: Flow, version: str = "develop") -> dict[str, Any]:
    config = {"customNodeId": node.id, "customNodeVersion": version}
    return {"id": "call", "type": "CustomNodeExecuteNode", "config": config, "outputIds": []}


def bring(application: Application, exported: Any) -> Brought:
    return bring_flows(application, read_export(json.dumps(exported), ()), BY)


def calls(flow: Flow) -> str:
    node = next(one for one in flow.nodes if one["type"] == "CustomNodeExecuteNode")
    return str(node["config"]["customNodeId"])


def number_of(application: Application, flow_class: str) -> int:
    query = select(func.count()).select_from(Flow)
    query = query.filter_by(application_id=application.id, flow_class=flow_class)
    return int(db.session.scalars(query).one())


@pytest.fixture
def elsewhere() -> Application:
    return make_application()


def test_an_equal_custom_node_is_used_again(application: Application) -> None:
    node = make_custom_node(application, name="Stamp")
    make_flow_version(node, version="v1", triggers=node.triggers, nodes=node.nodes)
    flow = make_flow(application, name="Caller", nodes=[call(node, "v1")])
    brought = bring(application, export_flow(flow))
    assert brought.reused == ["Stamp"]
    assert calls(brought.flows[0]) == node.id
    assert number_of(application, "customNode") == 1


def test_the_second_time_it_is_used_again_in_another_application(
    application: Application, elsewhere: Application
) -> None:
    inner = make_custom_node(application, name="Inner")
    outer = make_custom_node(application, name="Outer", nodes=[call(inner), *CUSTOM_NODE["nodes"]])
    exported = export_flow(make_flow(application, name="Caller", nodes=[call(outer)]))
    first, again = bring(elsewhere, exported), bring(elsewhere, exported)
    assert len(first.flows) == 3
    assert sorted(again.reused) == ["Inner", "Outer"]
    assert calls(again.flows[0]) == calls(first.flows[0])


def test_one_of_the_same_name_that_differs_stays_and_the_other_is_renamed(
    application: Application,
) -> None:
    node = make_custom_node(application, name="Stamp")
    exported = export_flow(make_flow(application, name="Caller", nodes=[call(node)]))
    changed = [{**one, "config": {"changed": True}} for one in node.nodes]
    update_flow(node, FlowPatch(nodes=changed), BY)
    brought = bring(application, exported)
    assert brought.reused == []
    assert ("Stamp", "Stamp (2)") in brought.renamed
    assert calls(brought.flows[0]) != node.id


def test_one_that_calls_a_changed_one_is_not_equal(application: Application) -> None:
    inner = make_custom_node(application, name="Inner")
    outer = make_custom_node(application, name="Outer", nodes=[call(inner), *CUSTOM_NODE["nodes"]])
    exported = export_flow(make_flow(application, name="Caller", nodes=[call(outer)]))
    update_flow(inner, FlowPatch(globals=[{"key": "new", "json": "1"}]), BY)
    assert bring(application, exported).reused == []


def test_a_version_that_is_not_here_makes_it_another(application: Application) -> None:
    node = make_custom_node(application, name="Stamp")
    version = make_flow_version(node, version="v1", triggers=node.triggers, nodes=node.nodes)
    exported = export_flow(make_flow(application, name="Caller", nodes=[call(node, "v1")]))
    db.session.delete(version)
    db.session.commit()
    assert bring(application, exported).reused == []


def test_workflows_whose_name_is_taken_are_numbered(application: Application) -> None:
    flow = make_flow(application, name="Hall")
    for name in ("Hall (2)", "Hall (3)"):
        assert bring(application, export_flow(flow)).renamed == [("Hall", name)]


def test_several_come_in_one_file_and_share_their_custom_node(
    application: Application, elsewhere: Application
) -> None:
    node = make_custom_node(application, name="Stamp", category="data")
    flows = [make_flow(application, name=name, nodes=[call(node)]) for name in ("A", "B")]
    brought = bring(elsewhere, export_flows(flows, application.id))
    assert [flow.name for flow in brought.flows] == ["A", "B", "Stamp"]
    assert {calls(flow) for flow in brought.flows[:2]} == {brought.flows[2].id}
    assert brought.flows[2].category == "data"


def test_a_custom_node_that_is_nowhere_is_told(
    application: Application, elsewhere: Application
) -> None:
    node = make_custom_node(application)
    exported = export_flow(make_flow(application, nodes=[call(node)])) | {"customNodes": []}
    assert bring(elsewhere, exported).missing == {node.id}
    assert bring(application, exported).missing == set()


def test_one_that_is_wrong_keeps_out_all(application: Application, elsewhere: Application) -> None:
    good = export_flow(make_flow(application, name="Good"))
    bad = good | {"name": "Bad", "id": "b" * 24, "nodes": [{"type": "Nonsense"}]}
    with pytest.raises(ValidationError, match="In the workflow `Bad`: Nonsense"):
        bring(elsewhere, [good, bad])
    assert number_of(elsewhere, "experience") == 0
