from pydantic import Field

from app.workflows.config import Expression, NodeConfig
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.values import Payload


class Config(NodeConfig):
    expression: Expression = Field(
        default=Expression(""),
        title="Expression",
        description="What is in {{ }} is a value, not text: {{ data.method }} === 'post'",
    )


@node("ConditionalNode", label="Conditional", outputs=("false", "true"))
def conditional(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Send the payload on through "true" or "false", as the expression comes out."""
    return Out(payload, 1 if ctx.truthy(config.expression) else 0)
