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
    tag_changes,
    texts,
    whole_object,
)
from app.workflows.values import Payload


class Config(NodeConfig):
    group_id_template: Template = Field(
        default=BLANK,
        title="Group ID",
        description="Of the group to change",
        json_schema_extra={"options": "groups"},
    )
    data_method: DataMethod = "individualFields"
    name_template: Template = Field(
        default=BLANK,
        title="Name",
        description="Blank fields leave things as they are",
        json_schema_extra=BY_FIELDS,
    )
    description_template: Template = Field(
        default=BLANK, title="Description", json_schema_extra=BY_FIELDS
    )
    parent_id_template: Template = Field(
        default=BLANK, title="Parent ID", json_schema_extra=BY_FIELDS | {"options": "groups"}
    )
    group_tags: Tags = Field(
        default_factory=list,
        title="Tags",
        description="A blank value takes a tag away",
        json_schema_extra=BY_FIELDS,
    )
    device_query_json_template: Template = Field(
        default=BLANK, title="Device query", json_schema_extra=BY_FIELDS
    )
    members_to_add: Templates = Field(
        default_factory=list,
        title="Members to add",
        description="Emails or IDs of users",
        json_schema_extra=BY_FIELDS,
    )
    members_to_remove: Templates = Field(
        default_factory=list, title="Members to remove", json_schema_extra=BY_FIELDS
    )
    members_replacement: Templates = Field(
        default_factory=list,
        title="Members",
        description="Replace all; none, and members stay",
        json_schema_extra=BY_FIELDS,
    )
    group_json_template: WholeJson = Field(
        default=NO_JSON,
        title="Changes as JSON",
        description="Lists and groupTags replace all",
    )
    group_payload_path: WholePath = Field(default=NO_PATH, title="Changes path")
    result_path: ResultPath = Field(
        default=NO_RESULT, title="Result path", description="The group, or why it was not changed"
    )


@node("UpdateExperienceGroupNode", label="Update Group", carries_reply=True)
async def update_experience_group(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Change a group and who is in it. What is refused stands at the result path as error."""
    group_id = ctx.required(config.group_id_template, "Group ID").strip()
    with ctx.noting_refusal(config.result_path):
        ctx.put(
            config.result_path,
            await ctx.call(ctx.ports.groups.update, group_id, _changes(config, ctx)),
        )
    return Out(payload)


def _changes(config: Config, ctx: RunContext) -> dict[str, Any]:
    if config.data_method != "individualFields":
        return whole_object(
            config.data_method, config.group_json_template, config.group_payload_path, ctx
        )
    replacement = config.members_replacement
    lists = {
        "groupTagChanges": tag_changes(config.group_tags, ctx),
        "membersToAdd": texts(config.members_to_add, ctx),
        "membersToRemove": texts(config.members_to_remove, ctx),
    }
    return {
        **given(
            name=ctx.text(config.name_template),
            description=ctx.text(config.description_template),
            parentId=ctx.text(config.parent_id_template).strip(),
            deviceQueryJson=ctx.text(config.device_query_json_template),
        ),
        **{name: value for name, value in lists.items() if value},
        **({"members": texts(replacement, ctx)} if replacement else {}),
    }
