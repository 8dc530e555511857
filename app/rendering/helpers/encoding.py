"""URI, base64 and JSON, as JavaScript encodes them."""

import binascii
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from app.rendering.errors import RenderError
from app.rendering.helpers.table import helper
from app.rendering.helpers.texts import made
from app.rendering.printing import html_safe_json, plain_text, text
from app.rendering.printing import to_json as to_json_text
from app.rendering.state import Scope
from app.rendering.values import LISTS, Missing, kind, number

COMPONENT_SAFE = "-_.!~*'()"
URI_SAFE = COMPONENT_SAFE + ";,/?:@&=+$#"
BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
KEPT_ESCAPES = re.compile("%(?:3B|2F|3F|3A|40|26|3D|2B|24|2C|23)", re.IGNORECASE)


@helper("encodeURI")
def encode_uri(scope: Scope, value: Any) -> str:
    return encoded(scope, value, URI_SAFE)


@helper("encodeURIComponent")
def encode_uri_component(scope: Scope, value: Any) -> str:
    return encoded(scope, value, COMPONENT_SAFE)


def encoded(scope: Scope, value: Any, safe: str) -> str:
    return made(scope, quote(made(scope, text(value, scope.rt)), safe=safe, errors="replace"))


@helper("decodeURI")
def decode_uri(scope: Scope, value: Any) -> str:
    """Escapes of ; / ? : @ & = + $ , # stay as they are."""
    source = text(value, scope.rt)
    return decoded(scope, KEPT_ESCAPES.sub(lambda found: "%25" + found[0][1:], source))


@helper("decodeURIComponent")
def decode_uri_component(scope: Scope, value: Any) -> str:
    return decoded(scope, text(value, scope.rt))


def decoded(scope: Scope, source: str) -> str:
    try:
        if BAD_ESCAPE.search(made(scope, source)):
            raise ValueError
        return unquote_to_bytes(source).decode()
    except ValueError:
        raise RenderError(f"“{source[:100]}” is not a valid URI encoding.") from None


@helper("encodeBase64")
def encode_base64(scope: Scope, value: Any) -> str:
    return b64encode(made(scope, text(value, scope.rt)).encode(errors="replace")).decode()


@helper("decodeBase64")
def decode_base64(scope: Scope, value: Any) -> str:
    """Also URL-safe and without padding. What is no UTF-8 becomes U+FFFD."""
    source = made(scope, text(value, scope.rt)).translate(str.maketrans("-_", "+/"))
    source = re.sub("[^A-Za-z0-9+/]", "", source)
    try:
        return b64decode(source + "=" * (-len(source) % 4)).decode(errors="replace")
    except binascii.Error:
        return b64decode(source[:-1]).decode(errors="replace")


@helper("queryStringEncode")
def query_string_encode(scope: Scope, value: Any) -> str:
    """a=1&b=2; a list repeats its key, nested objects give an empty value."""
    if not isinstance(value, Mapping):
        return ""
    pairs = [
        f"{encode_uri_component(scope, key)}={encode_uri_component(scope, plain_text(entry))}"
        for key, entries in scope.rt.walk(value).items()
        for entry in (scope.rt.walk(entries) if isinstance(entries, LISTS) else [entries])
    ]
    scope.rt.will_make(sum(map(len, pairs)))
    return "&".join(pairs)


@helper("jsonEncode")
def json_encode(scope: Scope, value: Any, spacer: Any = None) -> str:
    """As JSON.stringify, and null for a missing value. Not HTML-escaped: where the page escapes,
    < > & ' are written as \\u003c and so on, the same JSON but harmless in a script element."""
    indent = " " * min(int(number(spacer)), 10) if kind(spacer) == "number" else plain_text(spacer)
    encoded = to_json_text(None if isinstance(value, Missing) else value, scope.rt, indent[:10])
    return html_safe_json(encoded) if scope.rt.autoescape else encoded


@helper("jsonDecode")
def json_decode(scope: Scope, value: Any) -> Any:
    """Missing if it is no JSON."""
    source = made(scope, text(value, scope.rt))
    scope.rt.spend(len(source) // 16)
    try:
        return json.loads(source, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        return Missing(name="jsonDecode")


def refuse_constant(name: str) -> None:
    raise ValueError(name)
