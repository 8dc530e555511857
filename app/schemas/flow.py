"""Flows. Their triggers and nodes are checked by the engine, and kept as they came."""

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StringConstraints, WithJsonSchema

from app.schemas.answer import Answer, Authored, Collection, Id, Paged, Resource, Time, own_id
from app.schemas.base import Maybe, Schema
from app.schemas.custom_node import CustomNodeConfig
from app.schemas.globals import GlobalJson, GlobalsList
from app.schemas.query import Flag, Json, PagedQuery, Query
from app.schemas.texts import Description, Id24, Name, ShortDescription

TRIGGERS = 100  # in one filter

FlowClass = Literal["edge", "embedded", "cloud", "customNode", "experience"]
Category = Literal["data", "experience", "logic", "output", "debug", ""]
Part = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}}
    ),
]
"""A trigger or a node."""
AgentVersion = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
IconData = Annotated[str, StringConstraints(max_length=32767)]


class FlowGraph(Schema):
    """What a version of a flow freezes."""

    enabled: StrictBool = True
    triggers: list[Part] = []
    nodes: list[Part] = []
    globals: GlobalsList = []
    custom_node_config: Maybe[CustomNodeConfig] = None


class FlowPost(FlowGraph):
    name: Name
    description: Maybe[Description] = None
    flow_class: FlowClass = "cloud"
    minimum_agent_version: Maybe[AgentVersion] = None
    short_description: Maybe[ShortDescription] = None
    icon_data: Maybe[IconData] = None
    docs_url: Maybe[ShortDescription] = None
    category: Maybe[Category] = None
    custom_node_supports: Annotated[list[Literal["cloud", "edge"]], Field(max_length=1)] = []


class FlowPatch(Schema):
    """Triggers, nodes and globals are replaced whole."""

    name: Maybe[Name] = None
    description: Maybe[Description] = None
    enabled: Maybe[StrictBool] = None
    triggers: Maybe[list[Part]] = None
    nodes: Maybe[list[Part]] = None
    globals: Maybe[GlobalsList] = None
    default_version_id: Id24 | None = None
    custom_node_config: Maybe[CustomNodeConfig] = None
    minimum_agent_version: Maybe[AgentVersion] = None
    short_description: Maybe[ShortDescription] = None
    icon_data: Maybe[IconData] = None
    docs_url: Maybe[ShortDescription] = None
    category: Maybe[Category] = None


class RunCounts(Answer):
    run_count: int
    error_count: int


class FlowStats(RunCounts):
    """Of the last day. by_version: by name."""

    by_version: dict[str, RunCounts] = {}


class FlowFields(Authored):
    """A flow within an answer about something else."""

    id: Id
    flow_id: Id = own_id()
    creation_date: Time
    last_updated: Time
    application_id: Id
    name: str
    description: str | None = None
    flow_class: FlowClass
    enabled: bool
    triggers: list[Part]
    nodes: list[Part]
    globals: list[GlobalJson]
    default_version_id: Id | None = None
    deleted_in_develop: bool
    minimum_agent_version: str | None = None
    short_description: str | None = None
    icon_data: str | None = None
    docs_url: str | None = None
    category: Category | None = None
    custom_node_config: dict[str, Any] | None = None
    custom_node_supports: list[str]
    custom_node_use_count: int | None = None
    stats: FlowStats


class FlowAnswer(FlowFields, Resource):
    """custom_nodes: those that it calls, however far down; only if they were asked for."""

    custom_nodes: list[FlowFields] | None = None


class FlowList(Paged, Collection[FlowAnswer]):
    application_id: Id
    flow_class: FlowClass | None = None
    custom_nodes: list[FlowFields] | None = None


class WholeFlowList(Collection[FlowAnswer]):
    """Not paged."""

    application_id: Id
    version: str
    custom_nodes: list[FlowFields] | None = None


class TriggerFilter(Schema):
    key: Maybe[str] = None
    kind: Maybe[str] = Field(default=None, alias="type")


class FlowsQuery(PagedQuery):
    """A query replaces the filters; with all_versions it looks at frozen flows, too."""

    sort_field: Literal["name", "id", "creationDate", "lastUpdated"] = "name"
    filter_field: Literal["name", ""] | None = None
    flow_class: FlowClass = "cloud"
    trigger_filter: Json[Annotated[list[TriggerFilter], Field(max_length=TRIGGERS)]] | None = None
    include_custom_nodes: Flag = False
    all_versions: Flag = False
    query: Json[dict[str, Any]] | None = None


class CustomNodesQuery(Query):
    include_custom_nodes: Flag = False


class FlowChangeQuery(CustomNodesQuery):
    """strict_validation: of what stands in configs, too."""

    strict_validation: Flag = False


class PaletteNode(Answer):
    id: Id
    name: str
    description: str | None = None
    short_description: str | None = None
    icon_data: str | None = None
    docs_url: str | None = None
    category: Category | None = None
    default_version_id: Id | None = None
    custom_node_config: dict[str, Any] | None = None


class Palette(Answer):
    custom_nodes: list[PaletteNode]


class ButtonPress(Schema):
    """flow_version: by name or id; develop if it is left out."""

    key: Annotated[str, StringConstraints(min_length=1, max_length=1024)]
    payload: Any = None
    meta: Any = None
    flow_version: Maybe[Name] = None
    device_id: Maybe[Id24] = None
    deployment_id: Maybe[Id24] = None
