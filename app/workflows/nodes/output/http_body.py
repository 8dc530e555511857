"""What the HTTP node sends, and how it reads what comes back."""

import base64
import binascii
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from app.workflows.errors import NodeError
from app.workflows.values import dump_json, load_json, to_string

Pairs = list[tuple[str, str]]
Body = tuple[bytes, str]
"""The bytes, and their content type; blank to leave it to the author."""

TEXT = {
    "": "utf-8",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "ascii": "latin-1",
    "latin1": "latin-1",
    "binary": "latin-1",
    "utf16le": "utf-16-le",
    "ucs2": "utf-16-le",
}
BYTES: dict[str, tuple[Callable[[str], bytes], Callable[[bytes], str]]] = {
    "base64": (base64.b64decode, lambda body: base64.b64encode(body).decode()),
    "hex": (bytes.fromhex, bytes.hex),
}


def text_body(value: Any, encoding: str) -> bytes:
    """value: a text, or what becomes its JSON. Raises NodeError."""
    text = dump_json(value) if isinstance(value, (dict, list)) else to_string(value)
    name = _known(encoding)
    try:
        return BYTES[name][0](text) if name in BYTES else text.encode(TEXT[name], "replace")
    except (binascii.Error, ValueError):
        raise NodeError(f"The body is not {encoding}", "ValidationError") from None


def read_body(body: bytes, encoding: str) -> Any:
    """A value if the text is JSON, else the text. Raises NodeError."""
    name = _known(encoding)
    if name in BYTES:
        return BYTES[name][1](body)
    text = body.decode(TEXT[name], "replace")
    try:
        return load_json(text)
    except ValueError:
        return text


def form_body(pairs: Pairs) -> Body:
    return urlencode(pairs).encode(), "application/x-www-form-urlencoded"


def multipart_body(pairs: Pairs) -> Body:
    boundary = f"foyer-{secrets.token_hex(12)}"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n{value}\r\n'
        for name, value in pairs
    )
    content = f"{parts}--{boundary}--\r\n".encode(errors="replace")
    return content, f"multipart/form-data; boundary={boundary}"


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _known(encoding: str) -> str:
    name = encoding.strip().lower()
    if name not in TEXT and name not in BYTES:
        raise NodeError(f"There is no encoding “{encoding}”", "ValidationError")
    return name
