from pydantic import Field

from app.workflows.config import ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.nodes.logic.crypto_keys import (
    CannotSign,
    KeyConfig,
    signature_encoding,
    way_of,
)
from app.workflows.nodes.logic.encodings import to_bytes
from app.workflows.values import Payload

INVALID, VALID = 0, 1


class Config(KeyConfig):
    signature_template: Template = Field(default=Template(""), title="Signature")
    result_path: ResultPath = Field(
        default=ResultPath(""),
        title="Result path",
        description="Holds an error, if it could not be verified at all",
    )


@node("CryptoVerifyNode", label="Crypto: Verify", outputs=("invalid", "valid"))
async def crypto_verify(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Tell whether a signature is that of the data, by an RSA or EC key or a certificate."""
    way, encoding = await way_of(config, "certificate", ctx), signature_encoding(config, ctx)
    try:
        signature = to_bytes(ctx.text(config.signature_template), encoding, "Signature")
    except NodeError:
        return Out(payload, INVALID)  # what cannot be read is not the right one
    try:
        is_valid = await ctx.call(way.verify, signature)
    except CannotSign as error:
        ctx.note_error(config.result_path, "CannotVerify", str(error))
        return Out(payload, INVALID)
    return Out(payload, VALID if is_valid else INVALID)
