from typing import Any

from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath
from app.workflows.engine.context import RunContext
from app.workflows.engine.hooks import Level
from app.workflows.node import Out, node
from app.workflows.paths import WHOLE
from app.workflows.values import UNDEFINED, Payload

LEVELS: dict[str, Level] = {"verbose": "verbose", "info": "info", "warn": "warn", "error": "error"}


class Config(NodeConfig):
    script: str = Field(
        title="JavaScript",
        description="May change `payload`; what it returns takes its place",
        json_schema_extra={"format": "javascript"},
    )
    scope_path: PayloadPath = Field(
        default=PayloadPath(""),
        title="Scope path",
        description="What `payload` is; all of it if blank",
    )


@node("RawFunctionNode", label="Function")
async def function(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Run JavaScript. Dates are Date objects, Buffer is there, console.log shows in debug.

    There is no network and no waiting. What is thrown halts the run.
    """
    scope_path = config.scope_path.strip() or WHOLE
    result = await ctx.call(ctx.ports.javascript.run, config.script, ctx.get(scope_path))
    for level, text in result.console:
        ctx.debug(LEVELS.get(level, "info"), text)
    value: Any = result.scope if result.value is UNDEFINED else result.value
    ctx.put(scope_path, value)
    return Out(payload)
