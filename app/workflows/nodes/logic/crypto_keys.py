"""What Crypto: Sign and Crypto: Verify have in common: fields, keys, and how a key signs."""

from dataclasses import dataclass
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from pydantic import Field

from app.workflows.config import NodeConfig, PayloadPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.hints import ENCODINGS, FORMATS, SOURCES, credential
from app.workflows.nodes.credential import named_credential
from app.workflows.nodes.logic.encodings import read_bytes
from app.workflows.nodes.logic.jwt_keys import LONGEST_KEY, BadKey, read_pem
from app.workflows.values import to_string

HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "MD5": hashes.MD5,
    "SHA1": hashes.SHA1,
    "SHA256": hashes.SHA256,
    "SHA384": hashes.SHA384,
    "SHA512": hashes.SHA512,
}
BY_PKCS1, BY_PSS = "RSA_PKCS1_PADDING", "RSA_PKCS1_PSS_PADDING"
PADDINGS = (BY_PKCS1, BY_PSS)
DER, P1363 = "der", "ieee-p1363"


class KeyConfig(NodeConfig):
    data_template: Template = Field(default=Template(""), title="Data")
    data_encoding_template: Template = Field(
        default=Template("utf8"), title="Encoding of the data", json_schema_extra=ENCODINGS
    )
    algorithm_template: Template = Field(
        default=Template("SHA256"),
        title="Algorithm",
        description="MD5, SHA1, SHA256, SHA384 or SHA512",
        json_schema_extra={"examples": ["MD5", "SHA1", "SHA256", "SHA384", "SHA512"]},
    )
    padding_template: Template = Field(
        default=Template(BY_PKCS1),
        title="Padding",
        description=f"Of RSA keys: {BY_PKCS1} or {BY_PSS}",
        json_schema_extra={"examples": [BY_PKCS1, BY_PSS]},
    )
    dsa_encoding_template: Template = Field(
        default=Template(DER),
        title="DSA encoding",
        description=f"Of EC keys: {DER} or {P1363}",
        json_schema_extra={"examples": [DER, P1363]},
    )
    signature_encoding_template: Template = Field(
        default=Template("base64"),
        title="Encoding of the signature",
        description="base64, hex or latin1",
        json_schema_extra={"examples": ["base64", "hex", "latin1"]},
    )
    key_template_type: Literal["stringTemplate", "payloadPath"] = Field(
        default="stringTemplate", title="Key is", json_schema_extra={"labels": SOURCES}
    )
    key_template: Template = Field(
        default=Template(""),
        title="Key",
        description="PEM text, or the payload path of one",
        json_schema_extra={
            "formatBy": {"keyTemplateType": FORMATS},
            "contentMediaType": "text/plain",
        },
    )
    credential_name_template: Template = Field(
        default=Template(""),
        title="Credential",
        description="Instead of a key",
        json_schema_extra=credential("keyPair"),
    )


class CannotSign(Exception):
    """For the error at the result path."""


@dataclass(frozen=True, slots=True, repr=False)
class Way:
    """How to sign, as the config says it."""

    data: bytes
    algorithm: hashes.HashAlgorithm
    padding: str
    dsa: str
    pem: str

    def sign(self) -> bytes:
        """Raises CannotSign."""
        key, private = self._key()
        try:
            if not private:
                raise CannotSign("To sign takes a private key")
            if isinstance(key, rsa.RSAPrivateKey):
                return key.sign(self.data, self._padding(PSS.MAX_LENGTH), self.algorithm)
            if isinstance(key, ec.EllipticCurvePrivateKey):
                signature = key.sign(self.data, ec.ECDSA(self.algorithm))
                return _as_p1363(signature, key.curve.key_size) if self.dsa == P1363 else signature
        except (ValueError, UnsupportedAlgorithm) as error:
            raise CannotSign(f"This key cannot sign so: {error}") from None
        raise CannotSign("A key is RSA or EC here")

    def verify(self, signature: bytes) -> bool:
        """Raises CannotSign."""
        key, private = self._key()
        key = key.public_key() if private else key
        try:
            if isinstance(key, rsa.RSAPublicKey):
                key.verify(signature, self.data, self._padding(PSS.AUTO), self.algorithm)
            elif isinstance(key, ec.EllipticCurvePublicKey):
                der = _as_der(signature, key.curve.key_size) if self.dsa == P1363 else signature
                key.verify(der, self.data, ec.ECDSA(self.algorithm))
            else:
                raise CannotSign("A key is RSA or EC here")
        except InvalidSignature:
            return False
        except (ValueError, UnsupportedAlgorithm) as error:
            raise CannotSign(f"This key cannot verify so: {error}") from None
        return True

    def _padding(self, salt: Any) -> PKCS1v15 | PSS:
        if self.padding == BY_PKCS1:
            return PKCS1v15()
        return PSS(mgf=MGF1(self.algorithm), salt_length=salt)

    def _key(self) -> tuple[Any, bool]:
        if len(self.pem) > LONGEST_KEY:
            raise CannotSign(f"A key has {LONGEST_KEY:,} characters at most")
        try:
            return read_pem(self.pem)
        except BadKey as error:
            raise CannotSign(str(error)) from None


async def way_of(config: KeyConfig, half: str, ctx: RunContext) -> Way:
    """half: which of a credential's texts is used where it has both, privateKey or certificate.

    Raises NodeError for a field that holds nonsense."""
    pem = await _pem(config, half, ctx)
    algorithm = _one_of(config.algorithm_template, "Algorithm", tuple(HASHES), "SHA256", ctx)
    return Way(
        data=read_bytes(config.data_template, config.data_encoding_template, "Data", ctx),
        algorithm=HASHES[algorithm](),
        padding=_one_of(config.padding_template, "Padding", PADDINGS, BY_PKCS1, ctx),
        dsa=_one_of(config.dsa_encoding_template, "DSA encoding", (DER, P1363), DER, ctx),
        pem=pem,
    )


async def _pem(config: KeyConfig, half: str, ctx: RunContext) -> str:
    if found := await named_credential(config.credential_name_template, "keyPair", ctx):
        return str(found.get(half) or found.get("privateKey") or found["certificate"])
    if config.key_template_type == "payloadPath":
        return to_string(ctx.get(PayloadPath(config.key_template)))
    return ctx.text(config.key_template)


def signature_encoding(config: KeyConfig, ctx: RunContext) -> str:
    known = ("base64", "hex", "latin1")
    title = "Encoding of the signature"
    return _one_of(config.signature_encoding_template, title, known, "base64", ctx)


def _one_of(
    template: Template, title: str, known: tuple[str, ...], default: str, ctx: RunContext
) -> str:
    text = ctx.text(template).strip() or default
    for name in known:
        if name.lower() == text.lower():
            return name
    message = f"{title} must be one of {', '.join(known)}, not “{text[:100]}”"
    raise NodeError(message, "ValidationError")


def _as_p1363(signature: bytes, bits: int) -> bytes:
    size = (bits + 7) // 8
    return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(signature))


def _as_der(signature: bytes, bits: int) -> bytes:
    size = (bits + 7) // 8
    if len(signature) != 2 * size:
        raise InvalidSignature
    r, s = (int.from_bytes(part, "big") for part in (signature[:size], signature[size:]))
    return encode_dss_signature(r, s)
