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
    Tags,
    Templates,
    WholeJson,
    WholePath,
    given,
    new_tags,
    texts,
    whole_object,
)
from app.workflows.values import Payload


class Config(NodeConfig):
    data_method: DataMethod = "individualFields"
    email_template: Template = Field(default=BLANK, title="Email", json_schema_extra=BY_FIELDS)
    password_template: Template = Field(
        default=BLANK, title="Password", json_schema_extra=BY_FIELDS
    )
    first_name_template: Template = Field(
        default=BLANK, title="First name", json_schema_extra=BY_FIELDS
    )
    last_name_template: Template = Field(
        default=BLANK, title="Last name", json_schema_extra=BY_FIELDS
    )
    group_id_templates: Templates = Field(
        default_factory=list, title="Group IDs", json_schema_extra=BY_FIELDS | {"options": "groups"}
    )
    user_tags: Tags = Field(default_factory=list, title="Tags", json_schema_extra=BY_FIELDS)
    user_json_template: WholeJson = Field(
        default=NO_JSON,
        title="User as JSON",
        description="email, password, firstName, lastName, userTags, experienceGroupIds",
    )
    user_payload_path: WholePath = Field(default=NO_PATH, title="User path")
    result_path: ResultPath = Field(
        default=NO_RESULT, title="Result path", description="The user, or why there is none"
    )


@node("CreateExperienceUserNode", label="Create User", carries_reply=True)
async def create_experience_user(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Create a user of this experience.

    An address that is taken or a password that is too short stands at the result path as error.
    """
    with ctx.noting_refusal(config.result_path):
        ctx.put(config.result_path, await ctx.call(ctx.ports.users.create, _fields(config, ctx)))
    return Out(payload)


def _fields(config: Config, ctx: RunContext) -> dict[str, Any]:
    if config.data_method != "individualFields":
        return whole_object(
            config.data_method, config.user_json_template, config.user_payload_path, ctx
        )
    return {
        "email": ctx.text(config.email_template).strip(),
        "password": ctx.text(config.password_template),
        **given(
            firstName=ctx.text(config.first_name_template),
            lastName=ctx.text(config.last_name_template),
        ),
        "experienceGroupIds": texts(config.group_id_templates, ctx),
        "userTags": new_tags(config.user_tags, ctx),
    }
