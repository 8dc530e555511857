import pytest

from app.errors import AlreadyExists, NotFound, ValidationError
from app.models import Application, Flow
from app.schemas.flow import FlowPatch
from app.schemas.flow_version import FlowVersionPatch, FlowVersionPost
from app.services.flows import update_flow
from app.services.flows.versions import (
    create_flow_version,
    delete_flow_version,
    delete_flow_versions,
    find_flow_version,
    update_flow_version,
)
from tests.factories import (
    BY,
    CUSTOM_NODE,
    make_custom_node,
    make_flow,
    make_flow_version,
    make_version,
)


@pytest.fixture
def cloud(application: Application) -> Flow:
    return make_flow(application, flow_class="cloud")


def test_what_is_left_out_is_empty(cloud: Flow) -> None:
    update_flow(cloud, FlowPatch(nodes=[{"type": "DebugNode"}]), BY)
    version = make_flow_version(cloud, version="v1", notes="First")
    assert (version.nodes, version.triggers, version.notes) == ([], [], "First")
    assert (version.name, version.flow_class, version.versions) == (cloud.name, "cloud", None)


def test_a_name_is_taken_once_unless_it_may_be_replaced(cloud: Flow) -> None:
    first = make_flow_version(cloud, version="v1")
    with pytest.raises(AlreadyExists, match="v1"):
        make_flow_version(cloud, version="v1")
    post = FlowVersionPost(version="v1", nodes=[{"type": "DebugNode"}])
    again = create_flow_version(cloud, post, BY, allow_replacement=True)
    assert (again.id, len(again.nodes)) == (first.id, 1)


def test_it_is_found_by_name_or_id_within_its_flow(application: Application, cloud: Flow) -> None:
    version = make_flow_version(cloud, version="v1")
    assert find_flow_version(cloud, "v1") is version
    assert find_flow_version(cloud, version.id.upper()) is version
    for flow, name in ((cloud, "v2"), (make_flow(application), version.id)):
        with pytest.raises(NotFound):
            find_flow_version(flow, name)


def test_only_its_notes_and_whether_it_runs_can_change(cloud: Flow) -> None:
    version = make_flow_version(cloud)
    update_flow_version(version, FlowVersionPatch(enabled=False, notes="Off"), BY)
    assert (version.enabled, version.notes) == (False, "Off")


def test_those_of_the_experience_cannot_be_touched(application: Application) -> None:
    flow = make_flow(application)
    with pytest.raises(ValidationError, match="versions of the experience"):
        make_flow_version(flow)
    make_version(application, version="v1")
    frozen = find_flow_version(flow, "v1")
    for act in (
        lambda: update_flow_version(frozen, FlowVersionPatch(enabled=False), BY),
        lambda: delete_flow_version(frozen, BY),
        lambda: delete_flow_versions(flow, [frozen.id], BY),
    ):
        with pytest.raises(ValidationError, match="versions of the experience"):
            act()


def test_the_default_goes_with_its_version(cloud: Flow) -> None:
    version = make_flow_version(cloud)
    update_flow(cloud, FlowPatch(default_version_id=version.id), BY)
    delete_flow_version(version, BY)
    assert cloud.default_version_id is None


def test_of_many_those_that_are_used_stay(application: Application) -> None:
    node = make_custom_node(application)
    used = make_flow_version(node, version="v1", **CUSTOM_NODE)
    free = make_flow_version(node, version="v2", **CUSTOM_NODE)
    call = {"customNodeId": node.id, "customNodeVersion": "v1"}
    make_flow(application, nodes=[{"type": "CustomNodeExecuteNode", "config": call}])
    assert delete_flow_versions(node, [used.id, free.id], BY) == (1, 1)
    assert find_flow_version(node, "v1") is used
