"""The credential that a node names."""

from app.workflows.config import Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.ports import Fields


async def named_credential(template: Template, kind: str, ctx: RunContext) -> Fields | None:
    """Its whole config; None where the name comes out blank. Raises NodeError.

    kind: the type that the node can use."""
    name = ctx.text(template).strip()
    if not name:
        return None
    try:
        found = await ctx.read(ctx.ports.credentials.find, name)
    except Refused as refused:
        raise NodeError(refused.message, refused.kind) from refused
    if found is None:
        raise NodeError(f"There is no credential “{name}”", "NotFound")
    if found["type"] != kind:
        message = f"The credential “{name}” is of the type {found['type']}; this takes {kind}"
        raise NodeError(message, "ValidationError")
    return found
