from pydantic import Field

from app.workflows.config import NodeConfig, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.nodes.experience.fields import BLANK
from app.workflows.values import Payload


class Config(NodeConfig):
    email_or_id_template: Template = Field(
        default=Template("{{experience.user.id}}"), title="User", description="Email or ID"
    )
    group_id_template: Template = Field(
        default=BLANK, title="Group ID", json_schema_extra={"options": "groups"}
    )


@node("VerifyExperienceGroupNode", label="Verify Group", outputs=("not a member", "member"))
async def verify_experience_group(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Tell whether a user is in a group. Members of the groups above it count."""
    user = ctx.text(config.email_or_id_template).strip()
    group = ctx.text(config.group_id_template).strip()
    if not user or not group:
        return Out(payload, 0)
    return Out(payload, int(await ctx.read(ctx.ports.groups.holds, group, user)))
