import math
from typing import Any, Literal

import jwt
from pydantic import Field

from app.workflows.config import JsonTemplate, NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.hints import FORMATS, LINES, SOURCES, credential
from app.workflows.node import Out, node
from app.workflows.nodes.logic.jwt_keys import (
    ALGORITHMS,
    TOKENS,
    BadKey,
    effort,
    read_key,
    signing,
)
from app.workflows.nodes.work import work_out
from app.workflows.values import UNDEFINED, Payload, dump_json, epoch_ms, load_json

LARGEST_CLAIMS = 65_536
OURS = ("alg", "b64", "crit")  # header fields that say how the token is made


class Config(NodeConfig):
    data_template_type: Literal["json", "path"] = Field(
        default="json", title="Claims are", json_schema_extra={"labels": SOURCES}
    )
    data_template: Template = Field(
        default=Template(""),
        title="Claims",
        description="A JSON template, or a payload path",
        json_schema_extra={"formatBy": {"dataTemplateType": FORMATS}},
    )
    expires_in: Template = Field(
        default=Template(""),
        title="Expires in",
        description="Seconds; blank: never. Only if the claims have no exp",
    )
    issuer_template: Template = Field(
        default=Template(""), title="Issuer", description="Only if the claims have no iss"
    )
    algorithm_template: Template = Field(
        default=Template(""),
        title="Algorithm",
        description="HS, RS or ES with 256, 384 or 512; blank: the first that the key fits",
        json_schema_extra={
            "examples": [
                "HS256",
                "HS384",
                "HS512",
                "RS256",
                "RS384",
                "RS512",
                "ES256",
                "ES384",
                "ES512",
            ]
        },
    )
    secret_template: Template = Field(
        default=Template(""),
        title="Secret",
        description="Any text, or a private key as PEM",
        json_schema_extra=LINES,
    )
    credential_name_template: Template = Field(
        default=Template(""),
        title="Credential",
        description="Instead of a secret; it brings its algorithm, and an issuer if there is none",
        json_schema_extra=credential("jwt"),
    )
    header_template_type: Literal["json", "path"] = Field(
        default="json", title="Header is", json_schema_extra={"labels": SOURCES}
    )
    header_template: Template = Field(
        default=Template(""),
        title="Header",
        description="More fields for it; blank: none",
        json_schema_extra={"formatBy": {"headerTemplateType": FORMATS}},
    )
    destination_path: ResultPath = Field(
        default=ResultPath(""), title="Destination", description="Holds the token, or error"
    )


@node("JWTCreateNode", label="JWT: Create", carries_reply=True, waits=False)
async def jwt_create(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Make a signed JSON web token of some claims."""
    claims = _claims(config, ctx)
    header = _object(config.header_template_type, config.header_template, ctx) or {}
    own = await signing(config.secret_template, config.credential_name_template, ctx)
    algorithm = own.algorithm or ctx.text(config.algorithm_template).strip().upper()
    secret = own.secret
    try:
        if not isinstance(claims, dict) or not isinstance(header, dict):
            raise BadKey("Claims and header must be objects")
        content = _with_times(claims, config, own.issuer, ctx)
        token = await work_out(ctx, effort(secret), _signed, content, header, secret, algorithm)
    except (BadKey, UnicodeError, jwt.PyJWTError) as error:
        ctx.note_error(config.destination_path, "JWTCreate", str(error))
    else:
        ctx.put(config.destination_path, token)
    return Out(payload)


def _claims(config: Config, ctx: RunContext) -> Any:
    return _object(config.data_template_type, config.data_template, ctx)


def _object(kind: str, template: Template, ctx: RunContext) -> Any:
    """None if there is none."""
    found = ctx.get(template) if kind == "path" else ctx.json(JsonTemplate(template))
    return None if found is UNDEFINED else found


def _with_times(
    claims: dict[str, Any], config: Config, usual_issuer: str, ctx: RunContext
) -> dict[str, Any]:
    """The claims, and iat, exp and iss if they are not there."""
    now = epoch_ms(ctx.ports.clock.now()) // 1000
    more: dict[str, Any] = {"iat": now}
    issued = claims.get("iat", now)
    if ctx.text(config.expires_in).strip():
        seconds = math.floor(ctx.number(config.expires_in, "Expires in"))
        more["exp"] = (issued if isinstance(issued, (int, float)) else now) + seconds
    if issuer := ctx.text(config.issuer_template) or usual_issuer:
        more["iss"] = issuer
    return more | claims


def _signed(claims: dict[str, Any], header: dict[str, Any], secret: str, algorithm: str) -> str:
    """Raises BadKey, jwt.PyJWTError."""
    key = read_key(secret)
    algorithm = algorithm or key.algorithms[0]
    if algorithm not in ALGORITHMS:
        raise BadKey(f"Algorithm must be one of {', '.join(ALGORITHMS)}, not “{algorithm[:20]}”")
    if algorithm not in key.algorithms:
        raise BadKey(f"This key is for {', '.join(key.algorithms)}, not for {algorithm}")
    if not key.private:
        raise BadKey("To sign takes a private key")
    text = dump_json(claims)
    if len(text) > LARGEST_CLAIMS:
        raise BadKey(f"Claims have {LARGEST_CLAIMS:,} characters at most")
    fields = {
        name: value for name, value in load_json(dump_json(header)).items() if name not in OURS
    }
    return TOKENS.encode(text.encode(), key.value, algorithm, headers=fields)
