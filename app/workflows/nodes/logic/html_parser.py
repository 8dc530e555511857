from typing import Any

from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.nodes.logic.markup import parse_markup
from app.workflows.nodes.work import work_out
from app.workflows.values import Payload

FORMATS = ("text", "xml", "json")


class Config(NodeConfig):
    document_path: PayloadPath = Field(default=PayloadPath(""), title="Document")
    selector_template: Template = Field(
        default=Template(""),
        title="Selector",
        description="As in CSS: main a[href]; blank: the whole document",
    )
    result_format_template: Template = Field(
        default=Template("text"),
        title="Format of the result",
        description="text, xml or json",
        json_schema_extra={"examples": ["text", "xml", "json"]},
    )
    result_path: ResultPath = Field(
        default=ResultPath(""), title="Result path", description="A list, one entry for each match"
    )


@node("HtmlParserNode", label="HTML/XML Parser", waits=False)
async def html_parser(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Find elements of an HTML or XML document, as text, markup or JSON."""
    document: Any = ctx.get(config.document_path)
    if not isinstance(document, str):
        raise NodeError("The document must be a text", "ValidationError")
    kind = ctx.text(config.result_format_template).strip().lower() or "text"
    if kind not in FORMATS:
        message = f"Format of the result must be one of {', '.join(FORMATS)}, not “{kind[:100]}”"
        raise NodeError(message, "ValidationError")
    selector = ctx.text(config.selector_template)
    effort = len(document) * (1 + len(selector) // 20)
    ctx.put(config.result_path, await work_out(ctx, effort, parse_markup, document, selector, kind))
    return Out(payload)
