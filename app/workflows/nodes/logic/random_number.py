import math
import secrets
from typing import Any

from pydantic import Field

from app.rendering.values import tidy
from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.values import Payload, to_number


class Config(NodeConfig):
    min: Template = Field(default=Template("0"), title="Least")
    max: Template = Field(default=Template("100"), title="Most")
    result_path: ResultPath = Field(
        default=ResultPath(""),
        title="Result path",
        description="null if there is no whole number in between",
    )


@node("RandomNumberNode", label="Random Number")
def random_number(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Draw a whole number between two others, which may come out, too."""
    least, most = ctx.text(config.min).strip() or "0", ctx.text(config.max).strip() or "100"
    ctx.put(config.result_path, _drawn(to_number(least), to_number(most)))
    return Out(payload)


def _drawn(least: float, most: float) -> Any:
    if not (math.isfinite(least) and math.isfinite(most)):
        return None
    low, high = math.ceil(least), math.floor(most)
    return tidy(low + secrets.randbelow(high - low + 1)) if low <= high else None
