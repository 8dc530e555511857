from pydantic import Field

from app.workflows.config import NodeConfig, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import node
from app.workflows.values import Payload


class Config(NodeConfig):
    message_template: Template = Field(title="Message")


@node("ThrowErrorNode", label="Throw Error", outputs=())
def throw_error(config: Config, payload: Payload, ctx: RunContext) -> None:
    """Halt the run with a message of your own. Workflow error triggers get to see it."""
    raise NodeError(ctx.required(config.message_template, "Message"))
