from typing import Any

import jwt
from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.hints import LINES, credential
from app.workflows.node import Out, node
from app.workflows.nodes.logic.jwt_keys import (
    LONGEST_TOKEN,
    TOKENS,
    BadKey,
    Key,
    Signing,
    effort,
    read_key,
    signing,
)
from app.workflows.nodes.work import work_out
from app.workflows.values import Payload, epoch_ms, load_json

INVALID, VALID = 0, 1


class Config(NodeConfig):
    token_template: Template = Field(default=Template(""), title="Token")
    secret_template: Template = Field(
        default=Template(""),
        title="Secret",
        description="Any text; or a public key or certificate as PEM",
        json_schema_extra=LINES,
    )
    credential_name_template: Template = Field(
        default=Template(""),
        title="Credential",
        description="Instead of a secret; it brings its algorithm, and an issuer if there is none",
        json_schema_extra=credential("jwt"),
    )
    issuer_template: Template = Field(
        default=Template(""), title="Issuer", description="That the token must have; blank: any"
    )
    error_path: ResultPath = Field(
        default=ResultPath(""),
        title="Error path",
        description="Holds name and message, if it is invalid",
    )


class Invalid(Exception):
    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@node("JWTVerifyNode", label="JWT: Verify", outputs=("invalid", "valid"), waits=False)
async def jwt_verify(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Tell whether a JSON web token was signed with that secret or key, and is valid now."""
    own = await signing(config.secret_template, config.credential_name_template, ctx)
    token = ctx.text(config.token_template).strip()
    now = epoch_ms(ctx.ports.clock.now()) / 1000
    try:
        claims = await work_out(ctx, effort(own.secret), _verified, token, own)
        _check_claims(claims, ctx.text(config.issuer_template) or own.issuer, now)
    except Invalid as error:
        ctx.put(config.error_path, {"name": error.name, "message": str(error)})
        return Out(payload, INVALID)
    return Out(payload, VALID)


def _verified(token: str, own: Signing) -> Any:
    """Its claims. Raises Invalid."""
    if not token:
        raise Invalid("JsonWebTokenError", "jwt must be provided")
    if len(token) > LONGEST_TOKEN:
        raise Invalid("JsonWebTokenError", "jwt is too long")
    try:
        key = read_key(own.secret)
        public = (
            key.value.public_key() if key.private and not isinstance(key.value, str) else key.value
        )
        content = TOKENS.decode(token, public, algorithms=_allowed(key, own))
        return load_json(content.decode())
    except BadKey as error:
        raise Invalid("JsonWebTokenError", str(error)) from None
    except jwt.InvalidSignatureError:
        raise Invalid("JsonWebTokenError", "invalid signature") from None
    except jwt.InvalidAlgorithmError:
        raise Invalid("JsonWebTokenError", "invalid algorithm") from None
    except (jwt.PyJWTError, ValueError):
        raise Invalid("JsonWebTokenError", "jwt malformed") from None


def _allowed(key: Key, own: Signing) -> list[str]:
    return [name for name in key.algorithms if own.algorithm in ("", name)]


def _check_claims(claims: Any, issuer: str, now: float) -> None:
    """now: seconds. Raises Invalid."""
    if not isinstance(claims, dict):
        raise Invalid("JsonWebTokenError", "jwt malformed")
    not_before, expires = (_time(claims, name) for name in ("nbf", "exp"))
    if not_before is not None and not_before > now:
        raise Invalid("NotBeforeError", "jwt not active")
    if expires is not None and expires <= now:
        raise Invalid("TokenExpiredError", "jwt expired")
    if issuer and claims.get("iss") != issuer:
        raise Invalid("JsonWebTokenError", f"jwt issuer invalid. expected: {issuer}")


def _time(claims: dict[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if name in claims and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise Invalid("JsonWebTokenError", f"invalid {name} value")
    return value
