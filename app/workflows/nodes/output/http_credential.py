"""How a credential signs a request in. It goes nowhere but below its own base URI."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

from app.workflows.errors import NodeError
from app.workflows.ports import HttpRequest

PORTS = {"http": 80, "https": 443}


def full_url(url: str, base: str) -> str:
    """A path, and nothing else, goes after the base. Raises NodeError if it leads elsewhere."""
    if "://" not in url:
        url = f"{base.rstrip('/')}/{url.lstrip('/')}" if url else base
    if not _is_below(url, base):
        message = f"This credential is for {base}; it is not sent to other addresses"
        raise NodeError(message, "ValidationError")
    return url


def signed_in(request: HttpRequest, credential: Mapping[str, Any]) -> HttpRequest:
    public, secret = credential.get("publicValue", ""), credential["secretValue"]
    match credential["authMethod"]:
        case "clientCertificate":
            return replace(request, client_certificate=(public, secret))
        case "queryParam":
            parameter = f"{quote(public, safe='')}={quote(secret, safe='')}"
            return replace(request, secret_query=parameter)
        case "basicAuth":
            token = base64.b64encode(f"{public}:{secret}".encode()).decode()
            header = ("authorization", f"Basic {token}")
        case _:
            header = (public or "authorization", secret)
    return replace(request, secret_headers=(header,))


def _is_below(url: str, base: str) -> bool:
    try:
        given, allowed = urlsplit(url), urlsplit(base)
        same_server = _server(given) == _server(allowed)
    except ValueError:
        return False
    path, prefix = unquote(given.path), unquote(allowed.path).rstrip("/")
    climbs = {".", ".."} & set(path.replace("\\", "/").split("/"))
    is_inside = path == prefix or path.startswith(f"{prefix}/") or not prefix
    return same_server and is_inside and not climbs and not set("\\@") & set(given.netloc)


def _server(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme.lower(), url.hostname, url.port or PORTS.get(url.scheme.lower())
