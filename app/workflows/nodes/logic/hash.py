import hashlib
import hmac
from functools import partial

from pydantic import Field

from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.hints import ENCODINGS
from app.workflows.node import Out, node
from app.workflows.nodes.logic.encodings import from_bytes, read_bytes
from app.workflows.values import Payload

ALGORITHMS = {
    "md5": "md5",
    "sha1": "sha1",
    "sha256": "sha256",
    "sha512": "sha512",
    "ripemd": "ripemd160",
    "whirlpool": "whirlpool",
}


class Config(NodeConfig):
    data_template: Template = Field(default=Template(""), title="Data")
    data_encoding_template: Template = Field(
        default=Template("utf8"),
        title="Encoding of the data",
        description="utf8, latin1, ascii, utf16le, hex, base64 or base64url",
        json_schema_extra=ENCODINGS,
    )
    secret_template: Template = Field(
        default=Template(""), title="Secret", description="If there is one, it is an HMAC"
    )
    secret_encoding_template: Template = Field(
        default=Template("utf8"), title="Encoding of the secret", json_schema_extra=ENCODINGS
    )
    algorithm_template: Template = Field(
        default=Template("SHA256"),
        title="Algorithm",
        description="MD5, SHA1, SHA256, SHA512, RIPEMD or Whirlpool",
        json_schema_extra={"examples": ["MD5", "SHA1", "SHA256", "SHA512", "RIPEMD", "Whirlpool"]},
    )
    encoding_template: Template = Field(
        default=Template("hex"),
        title="Encoding of the hash",
        description="hex, base64 or latin1",
        json_schema_extra={"examples": ["hex", "base64", "latin1"]},
    )
    destination_path: ResultPath = Field(default=ResultPath(""), title="Destination")


@node("HashNode", label="Hash")
def hash_node(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Make the hash of a text, or with a secret its HMAC."""
    data = read_bytes(config.data_template, config.data_encoding_template, "Data", ctx)
    secret = read_bytes(config.secret_template, config.secret_encoding_template, "Secret", ctx)
    digest = _digest(ctx.text(config.algorithm_template), secret, data)
    encoding = ctx.text(config.encoding_template).strip() or "hex"
    ctx.put(config.destination_path, from_bytes(digest, encoding))
    return Out(payload)


def _digest(algorithm: str, secret: bytes, data: bytes) -> bytes:
    name = ALGORITHMS.get(algorithm.strip().lower() or "sha256")
    if name is None:
        message = f"There is no algorithm “{algorithm[:100]}” here, but {', '.join(ALGORITHMS)}"
        raise NodeError(message, "ValidationError")
    make = partial(hashlib.new, name, usedforsecurity=False)
    try:
        return hmac.digest(secret, data, name) if secret else make(data).digest()
    except ValueError:  # a matter of the OpenSSL that this Python has
        raise NodeError(f"{algorithm} is not available here", "NotAvailable") from None
