"""Frozen flows: versions of cloud flows and custom nodes, and snapshots of an experience."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from app.schemas.answer import Answer, Authored, Collection, Id, Paged, Resource, Time, own_id
from app.schemas.base import Maybe, Schema
from app.schemas.flow import (
    TRIGGERS,
    FlowChangeQuery,
    FlowClass,
    FlowFields,
    FlowGraph,
    FlowStats,
    Part,
    TriggerFilter,
)
from app.schemas.globals import GlobalJson
from app.schemas.query import Flag, Json, PagedQuery
from app.schemas.texts import Description, Email, Name

RESERVED = ("develop", "default")


def _free(name: str) -> str:
    if name in RESERVED:
        raise PydanticCustomError(
            "reserved", "cannot be `{name}`, which means another one", {"name": name}
        )
    return name


FlowVersionName = Annotated[Name, AfterValidator(_free)]


class FlowVersionPost(FlowGraph):
    """What is left out is empty: develop is not copied."""

    version: FlowVersionName
    notes: Maybe[Description] = None


class FlowVersionPatch(Schema):
    notes: Maybe[Description] = None
    enabled: Maybe[StrictBool] = None


class FlowVersionFields(Authored):
    """version: of cloud flows and custom nodes; versions: of experience flows, those of the
    experience that share it."""

    id: Id
    flow_version_id: Id = own_id()
    creation_date: Time
    last_updated: Time
    flow_id: Id
    application_id: Id
    version: str | None = None
    versions: list[str] | None = None
    name: str | None = None
    description: str | None = None
    notes: str | None = None
    flow_class: FlowClass
    enabled: bool
    triggers: list[Part]
    nodes: list[Part]
    globals: list[GlobalJson]
    custom_node_config: dict[str, Any] | None = None
    minimum_agent_version: str | None = None
    stats: FlowStats


class FlowVersionAnswer(FlowVersionFields, Resource):
    custom_nodes: list[FlowFields] | None = None


class FlowVersionList(Paged, Collection[FlowVersionAnswer]):
    application_id: Id
    flow_id: Id | None = None
    flow_class: FlowClass | None = None
    version: str | None = None
    custom_nodes: list[FlowFields] | None = None


class WholeFlowVersionList(Collection[FlowVersionAnswer]):
    """Not paged."""

    application_id: Id
    version: str
    custom_nodes: list[FlowFields] | None = None


class FlowVersionsQuery(PagedQuery):
    sort_field: Literal["version", "id", "creationDate", "lastUpdated"] = "version"
    filter_field: Literal["version", ""] | None = None
    include_custom_nodes: Flag = False
    query: Json[dict[str, Any]] | None = None


class FlowsByVersionQuery(PagedQuery):
    version: Name
    sort_field: Literal["name", "id", "creationDate", "lastUpdated"] = "name"
    filter_field: Literal["name", ""] | None = None
    flow_class: FlowClass = "cloud"
    trigger_filter: Json[Annotated[list[TriggerFilter], Field(max_length=TRIGGERS)]] | None = None
    include_custom_nodes: Flag = False
    query: Json[dict[str, Any]] | None = None


class NewFlowVersionQuery(FlowChangeQuery):
    """allow_replacement: of a version that has that name already."""

    allow_replacement: Flag = False


class FlowVersionsDeletion(Schema):
    """email: is accepted, though nobody is written to; it is done before the answer."""

    query: dict[str, Any] | None = None
    email: Maybe[Email] = None


class DeletedCounts(Answer):
    removed: int
    failed: int
    success: bool
