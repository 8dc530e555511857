"""flows and flow: workflows, as they are in develop."""

from app.api.calls import Call, Resource
from app.api.calls.listing import asked, listed
from app.api.calls.paths import APPLICATION
from app.api.flow_answers import custom_nodes, shows_flows, shows_versions
from app.models import Flow
from app.schemas.answer import Success
from app.schemas.flow import (
    ButtonPress,
    CustomNodesQuery,
    FlowAnswer,
    FlowChangeQuery,
    FlowList,
    FlowPatch,
    FlowPost,
    FlowsQuery,
    Palette,
    PaletteNode,
)
from app.schemas.flow_import import FlowImport, FlowImportAnswer
from app.schemas.flow_version import FlowsByVersionQuery, FlowVersionList
from app.services.flows import create_flow, delete_flow, update_flow
from app.services.flows.buttons import press_button
from app.services.flows.custom_nodes import palette_of
from app.services.flows.importing import import_flows
from app.services.listing import list_flows, list_flows_by_version

FLOWS = f"{APPLICATION}/flows"
FLOW = f"{FLOWS}/{{flowId}}"

flow = Resource("flow", FLOW)
flows = Resource("flows", FLOWS, items=flow)


@flows.get()
def find_all(call: Call, query: FlowsQuery) -> FlowList:
    """The workflows of one class, in develop. An advanced query replaces all filters."""
    page = list_flows(
        call.application, asked(query, "flow_class", "trigger_filter", "all_versions")
    )
    return listed(
        FlowList,
        page,
        shows_flows(page.items),
        query,
        application_id=call.application.id,
        flow_class=None if query.query else query.flow_class,
        custom_nodes=custom_nodes(page.items, query.include_custom_nodes),
    )


@flows.post()
def create(call: Call, query: FlowChangeQuery, body: FlowPost) -> FlowAnswer:
    """Create a workflow. Nodes and triggers get the ids and keys that were left out."""
    row = create_flow(call.application, body, call.by, query.strict_validation)
    return shown(row, query)


@flows.get("getByVersion", below="/version", answers="flowVersions")
def find_by_version(call: Call, query: FlowsByVersionQuery) -> FlowVersionList:
    """Frozen workflows of one class: those of a version of the experience, or of that name."""
    page = list_flows_by_version(
        call.application, query.version, asked(query, "flow_class", "trigger_filter")
    )
    return listed(
        FlowVersionList,
        page,
        shows_versions(page.items),
        query,
        application_id=call.application.id,
        flow_class=None if query.query else query.flow_class,
        version=query.version,
        custom_nodes=custom_nodes(page.items, query.include_custom_nodes),
    )


@flows.post("import", below="/import", body_name="importData")
def import_all(call: Call, body: FlowImport) -> FlowImportAnswer:
    """Create workflows and their versions under new ids, which replace the old ones in them."""
    found = import_flows(call.application, body, call.by)
    return FlowImportAnswer(
        flows=list(map(shows_flows(found.flows), found.flows)),
        flow_versions=list(map(shows_versions(found.flow_versions), found.flow_versions)),
        imported_flow_id_map=found.flow_ids,
        imported_version_id_map=found.version_ids,
    )


@flows.get("palette", below="/palette")
def palette(call: Call) -> Palette:
    """The custom nodes there are, for the editor."""
    nodes = palette_of(call.application.id)
    return Palette(custom_nodes=[PaletteNode.of(node) for node in nodes])


@flow.get()
def find(call: Call, query: CustomNodesQuery) -> FlowAnswer:
    """One workflow, as it is in develop, or last was."""
    return shown(row_of(call), query)


@flow.patch()
def update(call: Call, query: FlowChangeQuery, body: FlowPatch) -> FlowAnswer:
    """Change what is given; triggers, nodes and globals are replaced whole."""
    return shown(update_flow(row_of(call), body, call.by, query.strict_validation), query)


@flow.delete()
def delete(call: Call) -> Success:
    """Delete a workflow in develop; versions of the experience keep theirs."""
    delete_flow(row_of(call), call.by)
    return Success()


@flow.post("pressVirtualButton", below="/virtualButton", status=200, body_name="button")
def press(call: Call, body: ButtonPress) -> Success:
    """Press a virtual button: its run starts, and the answer does not wait for it."""
    press_button(row_of(call), body, call.by)
    return Success()


def row_of(call: Call) -> Flow:
    return call.row(Flow, "flowId", "Workflow")


def shown(row: Flow, query: CustomNodesQuery) -> FlowAnswer:
    nodes = custom_nodes([row], query.include_custom_nodes)
    return shows_flows([row])(row, custom_nodes=nodes)
