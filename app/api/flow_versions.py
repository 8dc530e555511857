"""flowVersions and flowVersion: workflows that stay as they are."""

from app.api.calls import Call, Resource
from app.api.calls.listing import asked, listed
from app.api.flow_answers import custom_nodes, shows_versions
from app.api.flows import FLOW, row_of
from app.models import FlowVersion
from app.schemas.answer import Success
from app.schemas.flow import CustomNodesQuery
from app.schemas.flow_version import (
    DeletedCounts,
    FlowVersionAnswer,
    FlowVersionList,
    FlowVersionPatch,
    FlowVersionPost,
    FlowVersionsDeletion,
    FlowVersionsQuery,
    NewFlowVersionQuery,
)
from app.services.flows.versions import (
    create_flow_version,
    delete_flow_version,
    delete_flow_versions,
    find_flow_version,
    update_flow_version,
)
from app.services.listing import flow_version_ids, list_flow_versions

VERSIONS = f"{FLOW}/versions"

version = Resource("flowVersion", f"{VERSIONS}/{{flowVersionId}}")
versions = Resource("flowVersions", VERSIONS, items=version)


@versions.get()
def find_all(call: Call, query: FlowVersionsQuery) -> FlowVersionList:
    """The versions of a workflow; of an experience workflow, what its versions hold of it."""
    flow = row_of(call)
    page = list_flow_versions(flow, asked(query))
    return listed(
        FlowVersionList,
        page,
        shows_versions(page.items),
        query,
        application_id=flow.application_id,
        flow_id=flow.id,
        custom_nodes=custom_nodes(page.items, query.include_custom_nodes),
    )


@versions.post()
def create(call: Call, query: NewFlowVersionQuery, body: FlowVersionPost) -> FlowVersionAnswer:
    """Create a version of a cloud workflow or a custom node. What is left out is empty."""
    row = create_flow_version(
        row_of(call), body, call.by, query.allow_replacement, query.strict_validation
    )
    return shown(row, query)


@versions.post("delete", below="/delete", status=200, body_name="options")
def delete_some(call: Call, body: FlowVersionsDeletion) -> DeletedCounts:
    """Delete the versions that a query fits, but for those that are used."""
    flow = row_of(call)
    removed, failed = delete_flow_versions(flow, flow_version_ids(flow, body.query), call.by)
    return DeletedCounts(removed=removed, failed=failed, success=not failed)


@version.get()
def find(call: Call, query: CustomNodesQuery) -> FlowVersionAnswer:
    """One version, by its id or its name."""
    return shown(version_of(call), query)


@version.patch()
def update(call: Call, query: CustomNodesQuery, body: FlowVersionPatch) -> FlowVersionAnswer:
    """Change its notes, or switch it off and on."""
    return shown(update_flow_version(version_of(call), body, call.by), query)


@version.delete()
def delete(call: Call) -> Success:
    """Delete a version, unless a workflow calls it."""
    delete_flow_version(version_of(call), call.by)
    return Success()


def version_of(call: Call) -> FlowVersion:
    return find_flow_version(row_of(call), call.path["flowVersionId"])


def shown(row: FlowVersion, query: CustomNodesQuery) -> FlowVersionAnswer:
    nodes = custom_nodes([row], query.include_custom_nodes)
    return shows_versions([row])(row, custom_nodes=nodes)
