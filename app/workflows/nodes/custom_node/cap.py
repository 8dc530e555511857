from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.engine.path import Cap
from app.workflows.node import Preset, node
from app.workflows.values import Payload, copy_payload


class Config(NodeConfig):
    branch_index_template: Template = Field(
        default=Template("0"), title="Output", description="0, or 1 for the second output"
    )
    result_source_path: PayloadPath = Field(
        default=PayloadPath(""), title="Result", description="Path of what the call gives back"
    )


@node(
    "CustomNodeCapNode",
    label="Return",
    name="custom-node-end-single",
    category="customNodeEnd",
    outputs=(),
    classes=("customNode",),
    presets=(
        Preset("custom-node-end-single", "Return"),
        Preset("custom-node-end-false", "Return: False", {"branchIndexTemplate": "0"}),
        Preset("custom-node-end-true", "Return: True", {"branchIndexTemplate": "1"}),
    ),
)
def cap(config: Config, payload: Payload, ctx: RunContext) -> None:
    """End a custom node and give a value back. The first that is reached decides."""
    output = ctx.number(config.branch_index_template, "Output", default=0)
    value = copy_payload(ctx.get(config.result_source_path))
    ctx.group.close(Cap(payload, value, output=1 if output else 0))
