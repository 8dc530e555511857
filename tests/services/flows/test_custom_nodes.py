from typing import Any

import pytest

from app.errors import ValidationError
from app.models import Application, Flow
from app.schemas.flow import FlowPatch
from app.services.flows import delete_flow, update_flow
from app.services.flows.custom_nodes import reached_from, use_counts
from app.services.flows.versions import delete_flow_version
from tests.factories import BY, CUSTOM_NODE, make_custom_node, make_flow, make_flow_version


def call(node: Flow, version: str = "develop") -> dict[str, Any]:
    config = {"customNodeId": node.id, "customNodeVersion": version}
    return {"id": f"call{node.id}", "type": "CustomNodeExecuteNode", "config": config}


def calling(*nodes: Flow) -> list[dict[str, Any]]:
    return [*CUSTOM_NODE["nodes"], *map(call, nodes)]


def test_those_that_are_called_are_found_however_far_down(application: Application) -> None:
    inner = make_custom_node(application, name="Inner")
    outer = make_custom_node(application, name="Outer", nodes=calling(inner))
    make_custom_node(application)
    assert reached_from(application.id, [call(outer)]) == [inner, outer]
    assert reached_from(application.id, []) == []


def test_none_calls_itself(application: Application) -> None:
    inner = make_custom_node(application)
    middle = make_custom_node(application, nodes=calling(inner))
    outer = make_custom_node(application, nodes=calling(middle, inner))
    for node in (inner, outer):
        with pytest.raises(ValidationError, match="cannot call itself"):
            update_flow(inner, FlowPatch(nodes=calling(node)), BY)
    with pytest.raises(ValidationError, match="cannot call itself"):
        make_flow_version(inner, triggers=CUSTOM_NODE["triggers"], nodes=calling(outer))


def test_versions_of_others_count(application: Application) -> None:
    inner, outer = make_custom_node(application), make_custom_node(application)
    make_flow_version(outer, triggers=CUSTOM_NODE["triggers"], nodes=calling(inner))
    with pytest.raises(ValidationError, match="cannot call itself"):
        update_flow(inner, FlowPatch(nodes=calling(outer)), BY)


def test_one_that_is_used_stays(application: Application) -> None:
    node = make_custom_node(application)
    user = make_flow(application, nodes=[call(node)])
    with pytest.raises(ValidationError, match="used by 1"):
        delete_flow(node, BY)
    delete_flow(user, BY)
    delete_flow(node, BY)


def test_a_version_that_is_used_stays_by_its_name_or_as_the_default(
    application: Application,
) -> None:
    node = make_custom_node(application)
    first = make_flow_version(node, version="v1", **CUSTOM_NODE)
    update_flow(node, FlowPatch(default_version_id=first.id), BY)
    make_flow(application, nodes=[call(node, "default")])
    with pytest.raises(ValidationError, match="used by 1"):
        delete_flow_version(first, BY)
    update_flow(node, FlowPatch(default_version_id=None), BY)
    delete_flow_version(first, BY)


def test_users_are_counted_in_develop(application: Application) -> None:
    node, lonely = make_custom_node(application), make_custom_node(application)
    make_flow(application, nodes=[call(node), call(node) | {"id": "again"}])
    make_flow(application, flow_class="cloud", nodes=[call(node)])
    make_flow(nodes=[call(node)])
    counts = use_counts(application.id)
    assert (counts[node.id], counts[lonely.id]) == (2, 0)
