import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

from app.workflows.config import JsonTemplate, NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.hints import FORMATS, SOURCES
from app.workflows.node import Out, node
from app.workflows.nodes.logic.moments import read_moment
from app.workflows.ports import Press, Pressed
from app.workflows.values import UNDEFINED, Payload

BLANK = Template("")
PRESSING: JsonDict = {"when": {"behavior": ["immediate", "schedule"]}}
LONGEST_DELAY = 366 * 24 * 3600  # seconds


class Config(NodeConfig):
    behavior: Literal["immediate", "schedule", "cancel"] = Field(
        default="immediate",
        title="What to do",
        json_schema_extra={
            "labels": {
                "immediate": "Press a button now",
                "schedule": "Press a button later",
                "cancel": "Cancel what was scheduled",
            }
        },
    )
    trigger_workflow_id: Template = Field(
        default=BLANK,
        title="Workflow",
        description="ID of an application workflow",
        json_schema_extra={"options": "workflows"},
    )
    flow_version_template: Template = Field(
        default=BLANK,
        title="Version",
        description="develop, or a name; its default if blank",
        json_schema_extra=PRESSING,
    )
    trigger_virtual_button_id: str = Field(
        default="",
        title="Virtual button",
        description="The uiId of the button",
        json_schema_extra=PRESSING | {"options": "buttons"},
    )
    payload_template_type: Literal["json", "string", "path"] = Field(
        default="json", title="Payload is", json_schema_extra=PRESSING | {"labels": SOURCES}
    )
    payload_template: Template = Field(
        default=BLANK,
        title="Payload",
        description="The button's own if blank",
        json_schema_extra=PRESSING
        | {"formatBy": {"payloadTemplateType": FORMATS}, "contentMediaType": "text/plain"},
    )
    scheduling: Literal["relative", "absolute"] = Field(
        default="relative",
        title="When",
        json_schema_extra={
            "when": {"behavior": ["schedule"]},
            "labels": {"relative": "After some time", "absolute": "At a moment"},
        },
    )
    seconds_template: Template = Field(
        default=BLANK,
        title="In seconds",
        json_schema_extra={"when": {"behavior": ["schedule"], "scheduling": ["relative"]}},
    )
    date_template: Template = Field(
        default=BLANK,
        title="At",
        description="ISO date with a time, or epoch milliseconds",
        json_schema_extra={"when": {"behavior": ["schedule"], "scheduling": ["absolute"]}},
    )
    run_id_template: Template = Field(
        default=BLANK,
        title="Run ID",
        description="To cancel it by, or to put another in its place; made up if blank",
        json_schema_extra={"when": {"behavior": ["schedule", "cancel"]}},
    )
    result_path: ResultPath = Field(default=ResultPath(""), title="Result path")


@node("WorkflowTriggerNode", label="Workflow Trigger", carries_reply=True)
async def workflow_trigger(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Press a virtual button of an application workflow, now or later, or cancel what was
    scheduled. Nobody waits for its run."""
    if config.behavior == "cancel":
        ctx.put(config.result_path, await _cancel(config, ctx))
        return Out(payload)
    press = _press(config, ctx)
    about = {"flowId": press.flow_id, "virtualButtonId": press.button_id}
    try:
        now = config.behavior == "immediate"
        result = await (_now(press, ctx) if now else _later(press, config, ctx))
    except Refused as refused:
        if refused.kind == "NotFound" or not config.result_path.strip():
            raise NodeError(refused.message, refused.kind) from refused
        error = {"type": refused.kind, "message": refused.message}
        result = {"success": False, "error": error}
    ctx.put(config.result_path, about | result)
    return Out(payload)


async def _now(press: Press, ctx: RunContext) -> dict[str, Any]:
    return _told(await ctx.call(ctx.ports.buttons.press, press))


async def _later(press: Press, config: Config, ctx: RunContext) -> dict[str, Any]:
    at = _moment(config, ctx)
    run_id = ctx.text(config.run_id_template).strip() or secrets.token_hex(12)
    pressed, is_new = await ctx.call(ctx.ports.buttons.schedule, press, run_id, at)
    order = "new" if is_new else "update"
    return _told(pressed) | {"runId": run_id, "runAt": at, "newOrUpdate": order}


async def _cancel(config: Config, ctx: RunContext) -> dict[str, Any]:
    """Never halts the run."""
    run_id = ctx.text(config.run_id_template).strip()
    try:
        if await ctx.call(ctx.ports.buttons.cancel, run_id):
            return {"runId": run_id, "success": True}
        kind, message = "NotFound", f"No run {run_id} is scheduled"
    except Refused as refused:
        kind, message = refused.kind, refused.message
    except NodeError as error:
        kind, message = error.name, error.message
    return {"runId": run_id, "success": False, "error": {"type": kind, "message": message}}


def _press(config: Config, ctx: RunContext) -> Press:
    return Press(
        flow_id=ctx.required(config.trigger_workflow_id, "Workflow").strip(),
        version=ctx.text(config.flow_version_template).strip() or "default",
        button_id=config.trigger_virtual_button_id,
        payload=_payload(config, ctx),
        by=ctx.group.flow.id,
    )


def _payload(config: Config, ctx: RunContext) -> Any:
    """UNDEFINED if it is blank, or nothing is there."""
    template = config.payload_template
    if not template.strip():
        return UNDEFINED
    match config.payload_template_type:
        case "path":
            return ctx.get(PayloadPath(template))
        case "string":
            return ctx.text(template)
        case _:
            return ctx.json(JsonTemplate(template))


def _told(pressed: Pressed) -> dict[str, Any]:
    return {"flowVersion": pressed.version, "payload": pressed.payload, "success": True}


def _moment(config: Config, ctx: RunContext) -> datetime:
    if config.scheduling == "relative":
        seconds = ctx.number(config.seconds_template, "In seconds")
        if not 0 <= seconds <= LONGEST_DELAY:
            message = f"In seconds must be from 0 to {LONGEST_DELAY:,}, not {seconds:g}"
            raise NodeError(message, "ValidationError")
        return ctx.ports.clock.now() + timedelta(seconds=seconds)
    return read_moment(ctx.value(config.date_template), "", UTC, ctx.ports.clock.now())
