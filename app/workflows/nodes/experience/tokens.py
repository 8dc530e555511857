"""Tokens as two nodes make them."""

from typing import Protocol

from app.workflows.config import JsonTemplate, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.values import UNDEFINED, dump_json, load_json


class TokenConfig(Protocol):
    @property
    def ttl_template(self) -> Template: ...
    @property
    def extra_data_json_template(self) -> JsonTemplate: ...


async def new_token(user_id: str, config: TokenConfig, ctx: RunContext) -> str:
    """Raises NodeError."""
    ttl = ctx.number(config.ttl_template, "Token lives for", 0)
    if ttl < 0:
        raise NodeError(f"A token cannot live for {ttl:g} milliseconds", "ValidationError")
    extra = ctx.json(config.extra_data_json_template)
    extra = None if extra is UNDEFINED else load_json(dump_json(extra))
    try:
        return await ctx.read(
            ctx.ports.users.new_token, user_id, ttl_ms=ttl or None, extra_data=extra
        )
    except Refused as refused:
        raise NodeError(refused.message, refused.kind) from refused
