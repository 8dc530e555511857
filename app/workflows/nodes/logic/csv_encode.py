from typing import Any, Literal

from pydantic import Field

from app.workflows.config import PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.nodes.logic.csv_text import CsvConfig, Dialect, dialect_of
from app.workflows.nodes.work import LITTLE, work_out
from app.workflows.sizes import LARGEST
from app.workflows.values import Payload, to_string

FEW_ROWS = 200
MOST_NAMES = 10


class Config(CsvConfig):
    source: PayloadPath = Field(
        default=PayloadPath(""), title="Rows", description="A list of objects, or one object"
    )
    header_template_type: Literal["objectKeys", "stringTemplates", "payloadPath"] = Field(
        default="objectKeys",
        title="Fields are",
        description="Those of the first object, a list here, or a list on the payload",
        json_schema_extra={
            "labels": {
                "objectKeys": "Those of the first object",
                "stringTemplates": "A list here",
                "payloadPath": "A payload path",
            }
        },
    )
    header_template: list[Template] | PayloadPath = Field(
        default=PayloadPath(""),
        title="Fields",
        description="Which, and in which order",
        json_schema_extra={
            "when": {"headerTemplateType": ["stringTemplates", "payloadPath"]},
            "branchBy": {"headerTemplateType": {"stringTemplates": 0, "payloadPath": 1}},
        },
    )
    destination: ResultPath = Field(
        default=ResultPath(""), title="Destination", description="Holds a text, or error"
    )


@node("CSVEncodeNode", label="CSV: Encode", waits=False)
async def csv_encode(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Write a list of objects as CSV text. The first line names the fields."""
    dialect, source = dialect_of(config, ctx), ctx.get(config.source)
    rows = [source] if isinstance(source, dict) else source
    try:
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise NodeError("The source must be a list of objects", "CSVEncode")
        names = _names(config, rows, ctx)
        effort = 0 if len(rows) <= FEW_ROWS else LITTLE + 1
        text = await work_out(ctx, effort, _written, rows, names, dialect)
    except NodeError as error:
        ctx.note_error(config.destination, error.name, error.message)
    else:
        ctx.put(config.destination, text)
    return Out(payload)


def _names(config: Config, rows: list[dict[str, Any]], ctx: RunContext) -> list[str]:
    if config.header_template_type == "objectKeys":
        return list(rows[0]) if rows else []
    if config.header_template_type == "stringTemplates":
        templates = config.header_template
        templates = templates if isinstance(templates, list) else [Template(templates)]
        if len(templates) > MOST_NAMES:
            raise NodeError(f"There are {MOST_NAMES} fields at most", "ValidationError")
        return [ctx.text(template) for template in templates]
    found = ctx.get(str(config.header_template))
    if not isinstance(found, list):
        raise NodeError("Fields must be a list", "ValidationError")
    return [to_string(name) for name in found]


def _written(rows: list[dict[str, Any]], names: list[str], dialect: Dialect) -> str:
    """Raises NodeError."""
    lines = [dialect.line(names)] if names else []
    size = 0
    for row in rows:
        lines.append(dialect.line([row.get(name) for name in names]))
        size += len(lines[-1])
        if size > LARGEST:
            raise NodeError("The text would be larger than 5 MB", "PayloadTooLarge")
    return "".join(lines)
