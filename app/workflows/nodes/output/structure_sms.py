from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.hints import LINES
from app.workflows.node import Out, node
from app.workflows.nodes.output.pace import take_turn
from app.workflows.values import Payload

EVERY, BURST = 600, 10


class Config(NodeConfig):
    phone_number_template: Template = Field(
        default=Template(""), title="Phone number", description="With country: +4930123456"
    )
    body_template: Template = Field(default=Template(""), title="Text", json_schema_extra=LINES)
    result_path: ResultPath = Field(
        default=ResultPath(""), title="Result path", description="success, or an error"
    )


@node("StructureSmsNode", label="SMS", carries_reply=True)
async def structure_sms(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Send a text message: one in ten minutes for each workflow, ten at once after a quiet time."""
    number = ctx.required(config.phone_number_template, "Phone number").strip()
    text = ctx.required(config.body_template, "Text")
    with ctx.noting_refusal(config.result_path):
        await take_turn(ctx, "sms", every=EVERY, burst=BURST)
        await ctx.call(ctx.ports.sms.send, number, text)
        ctx.put(config.result_path, {"success": True})
    return Out(payload)
