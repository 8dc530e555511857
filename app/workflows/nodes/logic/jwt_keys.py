"""The keys of JSON web tokens. The key decides which algorithms may be used, never the token."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509 import load_pem_x509_certificate
from jwt.algorithms import HMACAlgorithm

from app.workflows.config import Template
from app.workflows.engine.context import RunContext
from app.workflows.nodes.credential import named_credential
from app.workflows.nodes.work import LITTLE

HMAC = ("HS256", "HS384", "HS512")
RSA = ("RS256", "RS384", "RS512")
CURVES = {"secp256r1": ("ES256",), "secp384r1": ("ES384",), "secp521r1": ("ES512",)}
ALGORITHMS = (*HMAC, *RSA, "ES256", "ES384", "ES512")
LONGEST_KEY = 16_384
LONGEST_TOKEN = 100_000
SMALLEST_RSA, LARGEST_RSA = 1024, 8192  # bits
SMALLEST_RSA_OF_TOKENS = 2048


class SecretOfAnyLength(HMACAlgorithm):
    def check_key_length(self, key: bytes) -> None:
        """Authors choose their secrets; the library would warn of short ones on every request."""


TOKENS = jwt.PyJWS(algorithms=ALGORITHMS)
for _name, _hash in zip(HMAC, ("SHA256", "SHA384", "SHA512"), strict=True):
    TOKENS.unregister_algorithm(_name)
    TOKENS.register_algorithm(_name, SecretOfAnyLength(getattr(HMACAlgorithm, _hash)))


class BadKey(ValueError):
    """The message is for the flow's author; it never holds the key."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """algorithms: that may be used with it; private: whether it can sign."""

    value: Any
    algorithms: tuple[str, ...]
    private: bool


def effort(secret: str) -> int:
    """For work_out(): keys take long to read and to use, secrets do not."""
    return len(secret) + (LITTLE if "-----BEGIN" in secret else 0)


@dataclass(frozen=True, slots=True)
class Signing:
    """With what; algorithm, issuer: blank where there is no credential to say so."""

    secret: str = field(repr=False)
    algorithm: str = ""
    issuer: str = ""


async def signing(secret: Template, credential: Template, ctx: RunContext) -> Signing:
    """Raises NodeError."""
    if found := await named_credential(credential, "jwt", ctx):
        return Signing(found["secret"], found["algorithm"], found.get("issuer", ""))
    return Signing(ctx.required(secret, "Secret"))


@lru_cache(maxsize=64)
def read_key(text: str) -> Key:
    """A PEM key, public or private, or a certificate; any other text is an HMAC secret.

    Raises BadKey."""
    if len(text) > LONGEST_KEY:
        raise BadKey(f"A key has {LONGEST_KEY:,} characters at most")
    if "-----BEGIN" not in text:
        return Key(text, HMAC, private=True)
    value, private = read_pem(text)
    if isinstance(value, (rsa.RSAPrivateKey, rsa.RSAPublicKey)):
        if value.key_size < SMALLEST_RSA_OF_TOKENS:
            raise BadKey(f"An RSA key of tokens has {SMALLEST_RSA_OF_TOKENS} bits or more")
        return Key(value, RSA, private)
    if isinstance(value, (ec.EllipticCurvePrivateKey, ec.EllipticCurvePublicKey)):
        if value.curve.name in CURVES:
            return Key(value, CURVES[value.curve.name], private)
        raise BadKey(f"The curve {value.curve.name} is not supported")
    raise BadKey("A key is RSA or EC here")


def read_pem(text: str) -> tuple[Any, bool]:
    """The key, and whether it is private. Raises BadKey."""
    try:
        pem = text.strip().encode()
        if b"PRIVATE KEY-----" in pem:
            value, private = load_pem_private_key(pem, password=None), True
        elif b"BEGIN CERTIFICATE-----" in pem:
            value, private = load_pem_x509_certificate(pem).public_key(), False  # type: ignore[assignment]
        else:
            value, private = load_pem_public_key(pem), False  # type: ignore[assignment]
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadKey("The key cannot be read: it must be PEM text without a password") from None
    if isinstance(value, (rsa.RSAPrivateKey, rsa.RSAPublicKey)) and not (
        SMALLEST_RSA <= value.key_size <= LARGEST_RSA
    ):
        raise BadKey(f"An RSA key has from {SMALLEST_RSA} to {LARGEST_RSA} bits")
    return value, private
