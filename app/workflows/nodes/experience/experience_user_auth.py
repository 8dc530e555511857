from typing import Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

from app.workflows.config import JsonTemplate, NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError, Refused
from app.workflows.node import Out, node
from app.workflows.nodes.experience.fields import BLANK, NO_JSON, NO_RESULT
from app.workflows.nodes.experience.tokens import new_token
from app.workflows.ports import Fields
from app.workflows.values import Payload

FAILED, OK = 0, 1
BEARER = "bearer "


def by(*modes: str) -> JsonDict:
    return {"when": {"authMode": list(modes)}}


class Meta(NodeConfig):
    auth_mode: Literal["emailPassword", "token", "tokenEmail", "tokenEmailPassword"] = Field(
        default="emailPassword",
        title="Authenticate by",
        json_schema_extra={
            "labels": {
                "emailPassword": "Email and password",
                "token": "A token",
                "tokenEmail": "A token and its user's email",
                "tokenEmailPassword": "A token, or else email and password",
            }
        },
    )


class Config(NodeConfig):
    email_template: Template = Field(
        default=BLANK,
        title="Email",
        json_schema_extra=by("emailPassword", "tokenEmail", "tokenEmailPassword"),
    )
    password_template: Template = Field(
        default=BLANK,
        title="Password",
        json_schema_extra=by("emailPassword", "tokenEmailPassword"),
    )
    token_template: Template = Field(
        default=BLANK,
        title="Token",
        description="With or without “Bearer” before it",
        json_schema_extra=by("token", "tokenEmail", "tokenEmailPassword"),
    )
    invalidate_existing_tokens: bool = Field(
        default=False, title="End the user's earlier tokens", description="Only on success"
    )
    user_result_path: ResultPath = Field(
        default=NO_RESULT,
        title="User path",
        description="The user, or error AccountLocked after too many wrong passwords",
    )
    token_result_path: ResultPath = Field(
        default=NO_RESULT,
        title="Token path",
        description="A token that was presented is used again, unless earlier ones are ended",
    )
    ttl_template: Template = Field(
        default=BLANK, title="Token lives for", description="Milliseconds; blank for ever"
    )
    extra_data_json_template: JsonTemplate = Field(
        default=NO_JSON,
        title="Extra data in the token",
        description="Later at experience.authInfo.extraData",
    )


@node("ExperienceUserAuthNode", label="Authenticate User", outputs=("failed", "ok"), meta=Meta)
async def experience_user_auth(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Find out who it is, by email and password, by a token, or by both, as the mode says.

    Who cannot be told goes through “failed”, and nothing is written then; but after too many wrong
    passwords the user path holds the error AccountLocked, and the right one fails, too, for a
    while.
    """
    mode = ctx.node.meta.get("authMode") or "emailPassword"
    if mode not in MODES:
        raise NodeError(f"There is no authentication mode “{mode}”", "ValidationError")
    try:
        user, token = await MODES[mode](config, ctx)
    except Refused as refused:
        if config.user_result_path.strip():
            ctx.note_error(config.user_result_path, refused.kind, refused.message)
        return Out(payload, FAILED)
    if user is None:
        return Out(payload, FAILED)
    users, user_id = ctx.ports.users, user["id"]
    if config.invalidate_existing_tokens:
        await ctx.call(users.revoke_tokens, user_id)
    if not token:
        await ctx.call(users.note_login, user_id)
    if config.user_result_path.strip():
        ctx.put(config.user_result_path, await ctx.read(users.find, user_id))
    if config.token_result_path.strip():
        if not token or config.invalidate_existing_tokens:
            token = await new_token(user_id, config, ctx)
        ctx.put(config.token_result_path, token)
    return Out(payload, OK)


Known = tuple[Fields | None, str]
"""The user, and the token that proved it; blank if the password did."""


async def _by_password(config: Config, ctx: RunContext) -> Known:
    email, password = _email(config, ctx), ctx.text(config.password_template)
    if not email or not password:
        return None, ""
    return await ctx.call(ctx.ports.users.check_password, email, password), ""


async def _by_token(config: Config, ctx: RunContext) -> Known:
    token = ctx.text(config.token_template).strip()
    if token.lower().startswith(BEARER):
        token = token[len(BEARER) :].strip()
    return (await ctx.read(ctx.ports.users.check_token, token) if token else None), token


async def _by_token_and_email(config: Config, ctx: RunContext) -> Known:
    user, token = await _by_token(config, ctx)
    return (user, token) if user and _is_of(user, _email(config, ctx)) else (None, "")


async def _by_token_or_password(config: Config, ctx: RunContext) -> Known:
    """What is given beside a good token must fit it."""
    user, token = await _by_token(config, ctx)
    if user is None:
        return await _by_password(config, ctx)
    email, password = _email(config, ctx), ctx.text(config.password_template)
    if email and not _is_of(user, email):
        return None, ""
    if password and not await ctx.call(ctx.ports.users.check_password, user["id"], password):
        return None, ""
    return user, token


MODES: dict[str, Any] = {
    "emailPassword": _by_password,
    "token": _by_token,
    "tokenEmail": _by_token_and_email,
    "tokenEmailPassword": _by_token_or_password,
}


def _email(config: Config, ctx: RunContext) -> str:
    return ctx.text(config.email_template).strip()


def _is_of(user: Fields, email: str) -> bool:
    return bool(user["email"].casefold() == email.casefold())
