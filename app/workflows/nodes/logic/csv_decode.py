from typing import Any

from pydantic import Field

from app.workflows.config import PayloadPath, ResultPath
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.nodes.logic.csv_text import BadCsv, CsvConfig, Dialect, dialect_of
from app.workflows.nodes.work import work_out
from app.workflows.values import Payload

BOM = "\ufeff"


class Config(CsvConfig):
    source: PayloadPath = Field(default=PayloadPath(""), title="CSV text")
    strip_bom: bool = Field(
        default=False, title="Strip BOM", description="Leave out the byte order mark before it"
    )
    destination: ResultPath = Field(
        default=ResultPath(""), title="Destination", description="Holds a list, or error"
    )


@node("CSVDecodeNode", label="CSV: Decode", waits=False)
async def csv_decode(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Read CSV text, whose first line names the fields, as a list of objects."""
    dialect, text = dialect_of(config, ctx), ctx.get(config.source)
    try:
        if not isinstance(text, str):
            raise BadCsv("The source must be a text")
        text = text.removeprefix(BOM) if config.strip_bom else text
        rows = await work_out(ctx, len(text), _rows, text, dialect)
    except BadCsv as error:
        ctx.note_error(config.destination, "CSVDecode", str(error))
    else:
        ctx.put(config.destination, rows)
    return Out(payload)


def _rows(text: str, dialect: Dialect) -> list[dict[str, Any]]:
    """Raises BadCsv."""
    records = dialect.records(text)
    names = next(records, [])
    rows = []
    for number, record in enumerate(records, start=2):
        if len(record) != len(names):
            raise BadCsv(f"Record {number} has {len(record)} fields, the first {len(names)}")
        rows.append(dict(zip(names, record, strict=True)))
    return rows
