from pydantic import Field

from app.workflows.config import JsonTemplate, NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.nodes.experience.fields import BLANK, NO_JSON, NO_RESULT
from app.workflows.nodes.experience.tokens import new_token
from app.workflows.values import Payload


class Config(NodeConfig):
    email_or_id_template: Template = Field(title="Email or ID")
    ttl_template: Template = Field(
        default=BLANK, title="Token lives for", description="Milliseconds; blank for ever"
    )
    extra_data_json_template: JsonTemplate = Field(
        default=NO_JSON,
        title="Extra data in the token",
        description="Later at experience.authInfo.extraData",
    )
    invalidate_existing_tokens: bool = Field(default=False, title="End the user's earlier tokens")
    treat_as_login: bool = Field(
        default=False, title="Counts as a login", description="Sets the user's lastLogin"
    )
    result_path: ResultPath = Field(
        default=NO_RESULT, title="Result path", description="null if there is no such user"
    )


@node("ExperienceUserTokenNode", label="Generate Token")
async def experience_user_token(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Make a token for a user, with which requests are that user's."""
    users = ctx.ports.users
    wanted = ctx.required(config.email_or_id_template, "Email or ID").strip()
    user = await ctx.read(users.find, wanted)
    if user is None:
        ctx.put(config.result_path, None)
        return Out(payload)
    if config.invalidate_existing_tokens:
        await ctx.call(users.revoke_tokens, user["id"])
    if config.treat_as_login:
        await ctx.call(users.note_login, user["id"])
    ctx.put(config.result_path, await new_token(user["id"], config, ctx))
    return Out(payload)
