from typing import Annotated, Any

from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, ResultPath
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.nodes.logic.array_rules import Changing, Reading
from app.workflows.nodes.work import work_out
from app.workflows.values import UNDEFINED, Payload, to_string

LONGEST = 262_144
Rule = Annotated[Changing | Reading, Field(discriminator="type")]


class Config(NodeConfig):
    source_array_path: PayloadPath = Field(
        default=PayloadPath(""), title="Source", description="A list, or text: its characters"
    )
    dest_array_path: ResultPath = Field(
        default=ResultPath(""), title="Destination", description="Blank: over the source"
    )
    rules: list[Rule] = Field(default_factory=list, title="Rules", max_length=15)


@node("ArrayNode", label="Array", waits=False)
async def array(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Change a list, or find something in it, by rules one after the other."""
    source = ctx.get(config.source_array_path)
    items = await work_out(ctx, _effort(source), _apply, config.rules, _items(source), ctx)
    if config.dest_array_path or any(isinstance(rule, Changing) for rule in config.rules):
        result = "".join(map(to_string, items)) if isinstance(source, str) else items
        ctx.put(config.dest_array_path or ResultPath(config.source_array_path), result)
    return Out(payload)


def _apply(rules: list[Rule], items: list[Any], ctx: RunContext) -> list[Any]:
    for rule in rules:
        items = rule.apply(items, ctx)
        _refuse_too_long(items)
    return items


def _items(source: Any) -> list[Any]:
    """A list of its own. Nothing is an empty one."""
    if source is UNDEFINED or source is None:
        return []
    if not isinstance(source, (list, str)):
        raise NodeError("The source must be a list or text", "ValidationError")
    _refuse_too_long(source)
    return list(source)


def _refuse_too_long(items: list[Any] | str) -> None:
    if len(items) > LONGEST:
        message = f"A list has {LONGEST:,} items here at most, not {len(items):,}"
        raise NodeError(message, "PayloadTooLarge")


def _effort(source: Any) -> int:
    return len(source) * 50 if isinstance(source, (list, str)) else 0
