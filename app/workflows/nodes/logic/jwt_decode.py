from typing import Any

import jwt
from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.nodes.logic.encodings import from_bytes
from app.workflows.nodes.logic.jwt_keys import LONGEST_TOKEN, TOKENS
from app.workflows.values import Payload, load_json


class Config(NodeConfig):
    token_template: Template = Field(default=Template(""), title="Token")
    complete: bool = Field(
        default=False,
        title="Complete",
        description="Header, payload and signature, not just claims",
    )
    destination_path: ResultPath = Field(
        default=ResultPath(""), title="Destination", description="Holds the claims, or error"
    )


@node("JWTDecodeNode", label="JWT: Decode")
def jwt_decode(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Read what is in a JSON web token. Whether it can be trusted only JWT: Verify tells."""
    try:
        found = _decoded(ctx.text(config.token_template).strip())
    except (jwt.PyJWTError, ValueError) as error:
        ctx.note_error(config.destination_path, "JWTDecode", f"This is no token: {error}")
    else:
        ctx.put(config.destination_path, found if config.complete else found["payload"])
    return Out(payload)


def _decoded(token: str) -> dict[str, Any]:
    if len(token) > LONGEST_TOKEN:
        raise ValueError(f"it has more than {LONGEST_TOKEN:,} characters")
    parts = TOKENS.decode_complete(token, options={"verify_signature": False})
    return {
        "header": parts["header"],
        "payload": load_json(parts["payload"].decode()),
        "signature": from_bytes(parts["signature"], "base64url"),
    }
