from typing import Any, Literal

from pydantic import Field

from app.workflows.config import JsonTemplate, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.nodes.experience.fields import (
    BLANK,
    NO_JSON,
    Tags,
    pairs,
    query_of,
    tag_queries,
)
from app.workflows.nodes.experience.search import Found, put_found
from app.workflows.values import Payload

SortField = Literal["email", "id", "firstName", "lastName", "creationDate", "lastUpdated"]


class Config(Found):
    find_method: Literal["emailOrId", "userTags", "query"] = Field(
        default="emailOrId",
        title="Find by",
        description="An email or ID always finds one at most",
        json_schema_extra={
            "labels": {"emailOrId": "Email or ID", "userTags": "Tags", "query": "Query"}
        },
    )
    email_or_id_template: Template = Field(
        default=BLANK,
        title="Email or ID",
        json_schema_extra={"when": {"findMethod": ["emailOrId"]}},
    )
    user_tags: Tags = Field(
        default_factory=list,
        title="Tags",
        description="All of them must fit; a blank key or value fits any",
        json_schema_extra={"when": {"findMethod": ["userTags"]}},
    )
    query_template: JsonTemplate = Field(
        default=NO_JSON, title="Query", json_schema_extra={"when": {"findMethod": ["query"]}}
    )
    sort_field: SortField = Field(
        default="email",
        title="Sort by",
        json_schema_extra={"when": {"findMethod": ["userTags", "query"]}},
    )


@node("GetExperienceUserNode", label="Get User")
async def get_experience_user(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Find a user, or all that fit."""
    users = ctx.ports.users
    if config.find_method == "emailOrId":
        wanted = ctx.text(config.email_or_id_template).strip()
        ctx.put(config.result_path, await ctx.read(users.find, wanted) if wanted else None)
        return Out(payload)
    query = _query(config, ctx)
    await put_found(config, config.find_method, config.sort_field, users.search, query, ctx)
    return Out(payload)


def _query(config: Config, ctx: RunContext) -> Any:
    if config.find_method == "query":
        return query_of(config.query_template, ctx)
    tags = tag_queries("userTags", pairs(config.user_tags, ctx))
    return {"$and": tags} if tags else None
