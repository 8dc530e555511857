from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.nodes.experience.fields import BLANK, NO_RESULT
from app.workflows.values import Payload


class Config(NodeConfig):
    id_template: Template = Field(
        default=BLANK,
        title="User",
        description="Email or ID: only the groups of this user and what is below them",
    )
    result_path: ResultPath = Field(default=NO_RESULT, title="Result path")


@node("ExperienceGroupSummaryNode", label="Group Summary")
async def group_summary(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """All groups as a tree: each has its `children`, and the root has the id “(root)”."""
    user = ctx.text(config.id_template).strip()
    ctx.put(config.result_path, await ctx.read(ctx.ports.groups.tree, user))
    return Out(payload)
