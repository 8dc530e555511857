from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.nodes.output.pace import take_turn
from app.workflows.ports import Email
from app.workflows.values import Payload

MOST = 5
EVERY, BURST = 60, 10


class Config(NodeConfig):
    to_addresses: list[Template] = Field(
        default_factory=list, title="To", description=f"1 to {MOST} addresses"
    )
    from_template: Template = Field(
        default=Template(""), title="Reply to", description="Where answers go"
    )
    subject_template: Template = Field(default=Template(""), title="Subject")
    body_template: Template = Field(
        default=Template(""),
        title="Body",
        description="HTML",
        json_schema_extra={"contentMediaType": "text/html"},
    )
    result_path: ResultPath = Field(
        default=ResultPath(""), title="Result path", description="success, or an error"
    )


@node("StructureEmailNode", label="Email", carries_reply=True)
async def structure_email(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Send an e-mail: one a minute for each workflow, ten at once after a quiet time."""
    email = Email(
        to=_recipients(config, ctx),
        subject=ctx.required(config.subject_template, "Subject"),
        html=ctx.text(config.body_template, escape=True),
        sender=ctx.text(config.from_template).strip(),
    )
    with ctx.noting_refusal(config.result_path):
        await take_turn(ctx, "email", every=EVERY, burst=BURST)
        await ctx.call(ctx.ports.mail.send, email)
        ctx.put(config.result_path, {"success": True})
    return Out(payload)


def _recipients(config: Config, ctx: RunContext) -> tuple[str, ...]:
    """Raises NodeError."""
    texts = (ctx.text(template).strip() for template in config.to_addresses)
    to = tuple(text for text in texts if text)
    if not 1 <= len(to) <= MOST:
        message = f"An e-mail goes to 1 to {MOST} addresses, not to {len(to)}"
        raise NodeError(message, "ValidationError")
    return to
