from typing import Annotated, Literal

from pydantic import Field

from app.workflows import paths
from app.workflows.config import JsonTemplate, NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.hints import FORMATS, SOURCES
from app.workflows.node import Out, node
from app.workflows.values import Payload


class Set(NodeConfig):
    type: Literal["set"]
    value_template: Template = Field(
        default=Template(""),
        title="Value",
        max_length=32768,
        json_schema_extra={"formatBy": {"valueTemplateType": FORMATS}},
    )
    value_template_type: Literal["string", "json"] = Field(
        default="string", title="Value is", json_schema_extra={"labels": SOURCES}
    )
    destination: ResultPath = Field(title="Destination")

    def apply(self, ctx: RunContext) -> None:
        if self.value_template_type == "json":
            ctx.put(self.destination, ctx.json(JsonTemplate(self.value_template)))
        else:
            ctx.put(self.destination, ctx.value(self.value_template))


class Remove(NodeConfig):
    type: Literal["remove"]
    source: PayloadPath = Field(title="Source")

    def apply(self, ctx: RunContext) -> None:
        paths.delete(ctx.payload, self.source)


class Copy(NodeConfig):
    type: Literal["copy"]
    source: PayloadPath = Field(title="Source")
    destination: ResultPath = Field(title="Destination")

    def apply(self, ctx: RunContext) -> None:
        ctx.put(self.destination, ctx.get(self.source))


class Move(NodeConfig):
    type: Literal["move"]
    source: PayloadPath = Field(title="Source")
    destination: ResultPath = Field(title="Destination")

    def apply(self, ctx: RunContext) -> None:
        value = ctx.get(self.source)
        paths.delete(ctx.payload, self.source)
        ctx.put(self.destination, value)


Rule = Annotated[Set | Remove | Copy | Move, Field(discriminator="type")]


class Config(NodeConfig):
    rules: list[Rule] = Field(default_factory=list, title="Rules", max_length=100)


@node("MutateNode", label="Mutate")
def mutate(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Change the payload by rules, one after the other: set, remove, copy or move a value."""
    for rule in config.rules:
        rule.apply(ctx)
    return Out(payload)
