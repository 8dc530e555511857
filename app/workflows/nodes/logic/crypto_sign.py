from pydantic import Field

from app.workflows.config import ResultPath
from app.workflows.engine.context import RunContext
from app.workflows.node import Out, node
from app.workflows.nodes.logic.crypto_keys import (
    CannotSign,
    KeyConfig,
    signature_encoding,
    way_of,
)
from app.workflows.nodes.logic.encodings import from_bytes
from app.workflows.values import Payload


class Config(KeyConfig):
    result_path: ResultPath = Field(
        default=ResultPath(""), title="Result path", description="Holds signature, or error"
    )


@node("CryptoSignNode", label="Crypto: Sign")
async def crypto_sign(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Sign data with a private RSA or EC key."""
    way, encoding = await way_of(config, "privateKey", ctx), signature_encoding(config, ctx)
    try:
        signature = await ctx.call(way.sign)
    except CannotSign as error:
        ctx.note_error(config.result_path, "CannotSign", str(error))
    else:
        ctx.put(config.result_path, {"signature": from_bytes(signature, encoding)})
    return Out(payload)
