from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath
from app.workflows.engine.context import RunContext
from app.workflows.engine.path import Cap
from app.workflows.node import Preset, node
from app.workflows.values import Payload, copy_payload


class Config(NodeConfig):
    should_break: bool = Field(default=False, title="Break", description="No further rounds")
    map_value_path: PayloadPath = Field(
        default=PayloadPath(""), title="Value to collect", description="Blank for the loop's own"
    )


@node(
    "LoopCapNode",
    label="End of Round",
    name="loop-next",
    outputs=(),
    presets=(
        Preset("loop-next", "Loop: Next"),
        Preset("loop-return", "Loop: Return"),
        Preset("loop-break", "Loop: Break", {"shouldBreak": True}),
    ),
)
def loop_cap(config: Config, payload: Payload, ctx: RunContext) -> None:
    """End a round of a loop. The first that is reached decides what the round comes to."""
    value = ctx.get(config.map_value_path or ctx.group.value_path)
    ctx.group.close(Cap(payload, copy_payload(value), stops=config.should_break))
