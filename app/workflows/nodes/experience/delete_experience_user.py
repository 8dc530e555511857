from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.nodes.experience.fields import BLANK, NO_RESULT
from app.workflows.values import Payload


class Config(NodeConfig):
    email_or_id_template: Template = Field(default=BLANK, title="Email or ID")
    result_path: ResultPath = Field(
        default=NO_RESULT, title="Result path", description="true if there was such a user"
    )


@node("DeleteExperienceUserNode", label="Delete User")
async def delete_experience_user(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Delete a user, and with it its memberships and tokens."""
    wanted = ctx.text(config.email_or_id_template).strip()
    deleted = await ctx.call(ctx.ports.users.delete, wanted) if wanted else False
    ctx.put(config.result_path, deleted)
    return Out(payload)
