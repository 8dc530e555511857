from functools import partial

from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.hints import LINES
from app.workflows.node import Out, node
from app.workflows.ports import HttpRequest
from app.workflows.values import Payload, dump_json

BLANK = Template("")


class Config(NodeConfig):
    url_path_template: Template = Field(
        default=BLANK, title="Webhook URL", description="The whole address that Slack gave out"
    )
    text_template: Template = Field(
        default=BLANK,
        title="Text",
        description="The whole payload if blank",
        json_schema_extra=LINES,
    )
    channel_template: Template = Field(
        default=BLANK, title="Channel", description="The webhook's own if blank"
    )
    result_path: ResultPath = Field(
        default=ResultPath(""), title="Result path", description="success, sent, and error if any"
    )


@node("SlackNode", label="Slack", carries_reply=True)
async def slack(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Post a message to a Slack channel."""
    sent = {"text": ctx.text(config.text_template) or dump_json(payload)}
    if channel := ctx.text(config.channel_template).strip():
        sent["channel"] = channel
    request = HttpRequest(
        method="POST",
        url=ctx.required(config.url_path_template, "Webhook URL").strip(),
        headers=(("content-type", "application/json"),),
        body=dump_json(sent).encode(),
    )
    error = await _failure(request, ctx)
    if error and not config.result_path.strip():
        raise NodeError(error["message"], error["type"])
    result = {"success": error is None, "sent": sent}
    ctx.put(config.result_path, result | ({"error": error} if error else {}))
    return Out(payload)


async def _failure(request: HttpRequest, ctx: RunContext) -> dict[str, str] | None:
    try:
        response = await ctx.wait(partial(ctx.ports.http.send, request))
    except Refused as refused:
        return {"type": refused.kind, "message": refused.message}
    if 200 <= response.status < 300:
        return None
    said = response.body.decode(errors="replace")[:200]
    return {"type": "SlackError", "message": f"Slack answered {response.status}: {said}"}
