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
    WholeJson,
    WholePath,
    given,
    new_tags,
    whole_object,
)
from app.workflows.values import Payload


class Config(NodeConfig):
    data_method: DataMethod = "individualFields"
    name_template: Template = Field(default=BLANK, title="Name", json_schema_extra=BY_FIELDS)
    description_template: Template = Field(
        default=BLANK, title="Description", json_schema_extra=BY_FIELDS
    )
    parent_id_template: Template = Field(
        default=BLANK,
        title="Parent ID",
        description="The group that it lies below",
        json_schema_extra=BY_FIELDS | {"options": "groups"},
    )
    group_tag_templates: Tags = Field(
        default_factory=list, title="Tags", json_schema_extra=BY_FIELDS
    )
    device_query_json_template: Template = Field(
        default=BLANK,
        title="Device query",
        description="JSON, kept as text",
        json_schema_extra=BY_FIELDS,
    )
    group_json_template: WholeJson = Field(
        default=NO_JSON,
        title="Group as JSON",
        description="name, description, parentId, groupTags, experienceUserIds and more",
    )
    group_payload_path: WholePath = Field(default=NO_PATH, title="Group path")
    result_path: ResultPath = Field(
        default=NO_RESULT, title="Result path", description="The group, or why there is none"
    )


@node("CreateExperienceGroupNode", label="Create Group", carries_reply=True)
async def create_experience_group(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Create a group. One that is refused stands at the result path as error."""
    with ctx.noting_refusal(config.result_path):
        ctx.put(config.result_path, await ctx.call(ctx.ports.groups.create, _fields(config, ctx)))
    return Out(payload)


def _fields(config: Config, ctx: RunContext) -> dict[str, Any]:
    if config.data_method != "individualFields":
        return whole_object(
            config.data_method, config.group_json_template, config.group_payload_path, ctx
        )
    return {
        "name": ctx.required(config.name_template, "Name"),
        **given(
            description=ctx.text(config.description_template),
            parentId=ctx.text(config.parent_id_template).strip(),
            deviceQueryJson=ctx.text(config.device_query_json_template),
        ),
        "groupTags": new_tags(config.group_tag_templates, ctx),
    }
