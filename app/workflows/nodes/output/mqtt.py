from pydantic import Field

from app.workflows.config import NodeConfig, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.hints import LINES
from app.workflows.node import Out, node
from app.workflows.values import Payload

OWN = ("", "losant")
BLANK = Template("")


class Config(NodeConfig):
    integration_id: str = Field(
        default="losant", title="Broker", description="losant: the one that streams listen to"
    )
    topic_template: Template = Field(default=BLANK, title="Topic", description="Without wildcards")
    message_template: Template = Field(default=BLANK, title="Message", json_schema_extra=LINES)


@node("MqttMessageNode", label="MQTT", carries_reply=True)
async def mqtt(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Publish a message on a topic: every stream that listens to it gets it, in whatever process.
    At most 30 in 15 seconds may go to one topic."""
    if config.integration_id not in OWN:
        raise NodeError(f"There is no integration {config.integration_id}", "NotFound")
    topic = ctx.required(config.topic_template, "Topic").strip()
    try:
        await ctx.call(ctx.ports.topics.publish, topic, ctx.text(config.message_template))
    except Refused as refused:
        raise NodeError(refused.message, refused.kind) from refused
    return Out(payload)
