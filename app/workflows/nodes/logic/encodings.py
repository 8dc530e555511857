"""Bytes as texts: the encodings that the nodes of keys and hashes know."""

import base64
import binascii

from app.workflows.config import Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError

DEFAULT = "utf8"
TEXTS = {
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "latin1": "latin-1",
    "binary": "latin-1",
    "ascii": "ascii",
    "utf16le": "utf-16-le",
    "ucs2": "utf-16-le",
}
BYTES = ("hex", "base64", "base64url")


def read_bytes(template: Template, encoding: Template, title: str, ctx: RunContext) -> bytes:
    """What a template gives, in the encoding that another gives: blank is utf8."""
    return to_bytes(ctx.text(template), ctx.text(encoding), title)


def to_bytes(text: str, encoding: str, title: str) -> bytes:
    """Raises NodeError if the text is not of that encoding."""
    name = encoding.strip().lower() or DEFAULT
    try:
        if name in TEXTS:
            return text.encode(TEXTS[name])
        if name == "hex":
            return bytes.fromhex(text)
        if name in BYTES:
            url_safe = text.strip().rstrip("=").replace("+", "-").replace("/", "_")
            padding = "=" * (-len(url_safe) % 4)
            return base64.b64decode(url_safe + padding, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise NodeError(f"{title} is not of the encoding {name}", "ValidationError") from None
    raise unknown(name, (*TEXTS, *BYTES))


def from_bytes(data: bytes, encoding: str) -> str:
    """hex, base64, base64url or latin1. Raises NodeError."""
    match encoding.strip().lower():
        case "hex":
            return data.hex()
        case "base64":
            return base64.b64encode(data).decode()
        case "base64url":
            return base64.urlsafe_b64encode(data).decode().rstrip("=")
        case "latin1" | "binary":
            return data.decode("latin-1")
        case other:
            raise unknown(other, (*BYTES, "latin1"))


def unknown(name: str, known: tuple[str, ...]) -> NodeError:
    message = f"There is no encoding “{name[:100]}” here, but {', '.join(known)}"
    return NodeError(message, "ValidationError")
