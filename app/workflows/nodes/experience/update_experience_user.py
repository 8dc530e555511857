from typing import Any

from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.hints import BY_FIELDS
from app.workflows.node import Out, node
from app.workflows.nodes.experience.fields import (
    BLANK,
    NO_JSON,
    NO_PATH,
    NO_RESULT,
    DataMethod,
    MaybeTemplates,
    Tags,
    WholeJson,
    WholePath,
    given,
    tag_changes,
    texts,
    whole_object,
)
from app.workflows.ports import Fields
from app.workflows.values import Payload


class Config(NodeConfig):
    email_or_id_template: Template = Field(
        default=BLANK, title="Email or ID", description="Of the user to change"
    )
    data_method: DataMethod = "individualFields"
    email_template: Template = Field(
        default=BLANK,
        title="New email",
        description="Blank fields leave things as they are",
        json_schema_extra=BY_FIELDS,
    )
    password_template: Template = Field(
        default=BLANK, title="New password", json_schema_extra=BY_FIELDS
    )
    first_name_template: Template = Field(
        default=BLANK, title="First name", json_schema_extra=BY_FIELDS
    )
    last_name_template: Template = Field(
        default=BLANK, title="Last name", json_schema_extra=BY_FIELDS
    )
    group_id_templates: MaybeTemplates = Field(
        default=None,
        title="Group IDs",
        description="Replace all; left out, groups stay",
        json_schema_extra=BY_FIELDS | {"options": "groups"},
    )
    user_tags: Tags = Field(
        default_factory=list,
        title="Tags",
        description="A blank value takes a tag away",
        json_schema_extra=BY_FIELDS,
    )
    user_json_template: WholeJson = Field(
        default=NO_JSON,
        title="Changes as JSON",
        description="userTags replaces all tags",
    )
    user_payload_path: WholePath = Field(default=NO_PATH, title="Changes path")
    invalidate_existing_tokens: bool = Field(default=False, title="End the user's earlier tokens")
    result_path: ResultPath = Field(
        default=NO_RESULT, title="Result path", description="The user, or why it was not changed"
    )


@node("UpdateExperienceUserNode", label="Update User", carries_reply=True)
async def update_experience_user(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Change a user. One that does not exist stands at the result path as error NotFound."""
    wanted = ctx.required(config.email_or_id_template, "Email or ID").strip()
    with ctx.noting_refusal(config.result_path):
        ctx.put(config.result_path, await _update(wanted, config, ctx))
    return Out(payload)


async def _update(wanted: str, config: Config, ctx: RunContext) -> Fields:
    users = ctx.ports.users
    user = await ctx.call(users.update, wanted, _changes(config, ctx))
    if config.invalidate_existing_tokens:
        await ctx.call(users.revoke_tokens, user["id"])
        return await ctx.read(users.find, user["id"]) or user
    return user


def _changes(config: Config, ctx: RunContext) -> dict[str, Any]:
    if config.data_method != "individualFields":
        return whole_object(
            config.data_method, config.user_json_template, config.user_payload_path, ctx
        )
    changes: dict[str, Any] = given(
        email=ctx.text(config.email_template).strip(),
        password=ctx.text(config.password_template),
        firstName=ctx.text(config.first_name_template),
        lastName=ctx.text(config.last_name_template),
    )
    if config.group_id_templates is not None:
        changes["experienceGroupIds"] = texts(config.group_id_templates, ctx)
    tags = tag_changes(config.user_tags, ctx)
    return changes | ({"userTagChanges": tags} if tags else {})
