"""The outer shape of a stored flow: triggers, nodes and wires. What is inside a config is not its
concern."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from app.schemas.base import Maybe, Schema
from app.schemas.globals import GlobalsList

Id = Annotated[str, StringConstraints(min_length=1, max_length=48)]
Key = Annotated[str, StringConstraints(max_length=1024)]
Outputs = Annotated[list[Annotated[list[Id], Field(max_length=100)]], Field(max_length=100)]


class TriggerMeta(Schema):
    """Closed, as the reference has it."""

    category: Maybe[str] = None
    name: Maybe[str] = None
    label: Maybe[Annotated[str, StringConstraints(min_length=1, max_length=255)]] = None
    x: Maybe[float] = None
    y: Maybe[float] = None
    ui_id: Maybe[Id] = None
    id: Maybe[Id] = None
    description: Maybe[str] = None
    icon: Maybe[str] = None
    color: Maybe[str] = None
    input_count: Maybe[float] = None
    output_count: Maybe[float] = None
    trigger_id: Any = None
    group_id: Any = None
    payload: Maybe[Annotated[str, StringConstraints(max_length=262_144)]] = None
    device_id: Any = None
    timer_type_select: Any = None
    time_at: Any = None
    weekdays: Any = None
    timezone: Any = None


class TriggerShape(Schema):
    kind: str = Field(alias="type")
    key: Maybe[Key] = None
    config: Maybe[dict[str, Any]] = None
    meta: Maybe[TriggerMeta] = None
    output_ids: Maybe[Outputs] = None


class NodeShape(Schema):
    kind: str = Field(alias="type")
    id: Maybe[Key] = None
    config: Maybe[dict[str, Any]] = None
    meta: Maybe[dict[str, Any]] = None
    output_ids: Maybe[Outputs] = None


class FlowShape(Schema):
    triggers: list[TriggerShape] = Field(default_factory=list)
    nodes: list[NodeShape] = Field(default_factory=list)
    globals: GlobalsList = Field(default_factory=list)
