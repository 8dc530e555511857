from pydantic import Field

from app.workflows.config import Expression, NodeConfig, ResultPath
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.values import Payload


class Statement(NodeConfig):
    expression: Expression = Field(
        default=Expression(""),
        title="Expression",
        description="What is in {{ }} is a value: ceil({{ data.total }} / 20)",
    )
    result_path: ResultPath = Field(default=ResultPath(""), title="Result path")


class Config(NodeConfig):
    statements: list[Statement] = Field(default_factory=list, title="Statements", max_length=100)


@node("MathNode", label="Math")
def math(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Work out expressions, one after the other, and keep what comes out, number or not."""
    for statement in config.statements:
        if statement.expression.strip():
            ctx.put(statement.result_path, ctx.evaluate(statement.expression))
    return Out(payload)
