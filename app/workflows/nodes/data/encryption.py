"""How nodes say that a connection is encrypted."""

from collections.abc import Mapping
from typing import Any

from app.workflows.errors import NodeError
from app.workflows.ports import Encryption
from app.workflows.values import UNDEFINED


def encryption_of(options: Any) -> Encryption:
    """options: an object with any of ca, cert, key and rejectUnauthorized; or nothing. PEM texts;
    a list of them stands for all of them. Raises NodeError."""
    if options in (None, UNDEFINED, ""):
        return Encryption()
    if not isinstance(options, dict):
        raise NodeError("The encryption is no object", "ValidationError")
    certificate, key = _pem(options, "cert"), _pem(options, "key")
    return Encryption(
        verify=options.get("rejectUnauthorized") is not False,
        ca=_pem(options, "ca"),
        client_certificate=(certificate, key) if certificate and key else None,
    )


def credential_encryption(credential: Mapping[str, Any]) -> Encryption | None:
    if not credential.get("secureConnection"):
        return None
    verify = not credential.get("disableSSLVerification")
    return Encryption(verify, credential.get("caCertificate", ""))


def _pem(options: dict[str, Any], name: str) -> str:
    value = options.get(name) or ""
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        raise NodeError(f"{name} must be PEM text", "ValidationError")
    return "\n".join(texts)
