from typing import Any

from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath
from app.workflows.engine.context import RunContext
from app.workflows.engine.path import fan_out
from app.workflows.engine.walk import Halted, walk
from app.workflows.errors import NodeError
from app.workflows.flow import Flow
from app.workflows.node import Out, node
from app.workflows.nodes.custom_node.inputs import Input, read_input
from app.workflows.triggers import envelope
from app.workflows.values import Payload


class Value(NodeConfig):
    id: str = Field(default="", title="Field")
    value: Any = Field(default="", title="Value")


class Config(NodeConfig):
    custom_node_id: str = Field(title="Custom node", json_schema_extra={"options": "customNodes"})
    custom_node_version: str = Field(default="develop", title="Version")
    fields: list[Value] = Field(
        default_factory=list,
        title="Fields",
        json_schema_extra={"inputsOf": "customNodeId"},
    )
    result_path: ResultPath = Field(default=ResultPath(""), title="Result path")


@node(
    "CustomNodeExecuteNode",
    label="Custom Node",
    name="custom-node-execute-node",
    category="customNodeExecute",
)
async def execute(config: Config, payload: Payload, ctx: RunContext) -> Out | None:
    """Run a custom node, wait for its end, and write what it gives back to the result path."""
    flow = await _find(config, ctx)
    start = next((t for t in flow.triggers if t.kind == "customNodeStart"), None)
    if start is None:
        raise NodeError(f"The custom node “{flow.name}” has no start", "NotFound")
    data = inputs(config, flow, ctx)
    inner = envelope(flow, start, now=ctx.ports.clock.now(), data=data)
    group = ctx.group.call(flow)
    try:
        await walk(ctx.run, fan_out(group, start.first, inner, [], ctx.step), ctx)
    except Halted as halted:
        raise halted.error from halted
    if group.cap is None:
        return None
    ctx.put(config.result_path, group.cap.value)
    return Out(payload, group.cap.output)


async def _find(config: Config, ctx: RunContext) -> Flow:
    find = ctx.ports.custom_nodes.find
    flow = await ctx.read(find, config.custom_node_id, config.custom_node_version)
    if flow is None:
        wanted = f"{config.custom_node_id} in version {config.custom_node_version}"
        raise NodeError(f"There is no custom node {wanted}", "NotFound")
    if flow.id in ctx.group.calls:
        raise NodeError(f"The custom node “{flow.name}” calls itself", "Recursion")
    return flow


def inputs(config: Config, flow: Flow, ctx: RunContext) -> dict[str, Any]:
    """`data` of the inner payload: a value for each field that the custom node declares."""
    given = {field.id: field.value for field in config.fields}
    declared = [Input.model_validate(field) for field in flow.custom.get("fields") or []]
    return {
        field.id: read_input(field, given.get(field.id, field.default_value), ctx)
        for field in declared
        if field.type != "section"
    }
