import base64
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from dirty_equals import IsStr

from app.workflows.errors import Refused
from tests.factories import make_credential
from tests.workflows.fakes import FakeCredentials
from tests.workflows.nodes.logic.keys import ec_key, ed_key, private_pem, public_pem, rsa_key
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

SIGNS = {
    "dataTemplate": "{{ data.body.text }}",
    "keyTemplate": "{{ data.body.pem }}",
    "resultPath": "working.it",
}
PKCS1 = (padding.PKCS1v15(), hashes.SHA256())
PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.AUTO)


def signed_by(key, read=base64.b64decode, how=PKCS1, **config):
    """Whether the signature is that key's, made in that way."""

    def look(world):
        it = world.answer.json.get("working", {}).get("it", {})
        try:
            key.public_key().verify(read(it.get("signature", "")), b"hello", *how)
        except (InvalidSignature, ValueError):
            return False
        return True

    body = {"text": "hello", "encoded": "aGVsbG8=", "pem": private_pem(key)}
    working = {"it": {"signature": IsStr()}}
    return Case(SIGNS | config, body, working, seen=True, look=look)


def with_key_pair(world):
    pair = {"private_key": private_pem(rsa_key())}
    make_credential(world.application, name="mine", kind="keyPair", key_pair_config=pair)
    return {}


def plain_ec(signature):
    """DER of what is 64 plain bytes."""
    raw = base64.b64decode(signature)
    return encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:64]))


test_over_http = over_http(
    "CryptoSignNode",
    signed_by(rsa_key()),
    signed_by(rsa_key(), how=(padding.PKCS1v15(), hashes.SHA384()), algorithmTemplate="SHA384"),
    signed_by(
        rsa_key(), how=(PSS, hashes.SHA256()), paddingTemplate="{{ 'RSA_PKCS1_PSS_PADDING' }}"
    ),
    signed_by(rsa_key(), bytes.fromhex, signatureEncodingTemplate="{{ 'hex' }}"),
    signed_by(
        rsa_key(), dataTemplate="{{ data.body.encoded }}", dataEncodingTemplate="{{ 'base64' }}"
    ),
    signed_by(rsa_key(), keyTemplateType="payloadPath", keyTemplate="data.body.pem"),
    signed_by(ec_key(), how=(ec.ECDSA(hashes.SHA256()),)),
    signed_by(
        ec_key(),
        plain_ec,
        how=(ec.ECDSA(hashes.SHA256()),),
        dsaEncodingTemplate="{{ 'ieee-p1363' }}",
    ),
    replace(
        signed_by(rsa_key(), keyTemplate="no key", credentialNameTemplate="{{ 'mine' }}"),
        world=with_key_pair,
    ),
)

CREDENTIALS = FakeCredentials(
    mine={"type": "keyPair", "privateKey": private_pem(rsa_key()), "certificate": "not this"},
    jwt={"type": "jwt", "secret": "x"},
    off=Refused("Disabled", "The credential is disabled"),
)


def run_sign(pem, data=None, **config):
    settings = {
        "dataTemplate": "{{ data.text }}",
        "keyTemplate": "{{ data.pem }}",
        "resultPath": "working.it",
    }
    given = {"text": "hello", "pem": pem} | (data or {})
    return run_node("CryptoSignNode", settings | config, given, credentials=CREDENTIALS)


def sign(pem, data=None, **config):
    return run_sign(pem, data, **config).payload["working"]["it"]["signature"]


def verify_rsa(signature, algorithm=hashes.SHA256, scheme=None):
    public = rsa_key().public_key()
    public.verify(signature, b"hello", scheme or padding.PKCS1v15(), algorithm())


@pytest.mark.parametrize(
    ("name", "algorithm"),
    [("MD5", hashes.MD5), ("sha1", hashes.SHA1), ("SHA384", hashes.SHA384)],
)
def test_the_algorithm_can_be_chosen(name, algorithm):
    signature = sign(private_pem(rsa_key()), {"name": name}, algorithmTemplate="{{ data.name }}")
    verify_rsa(base64.b64decode(signature), algorithm)


@pytest.mark.parametrize(
    ("encoding", "read"),
    [("hex", bytes.fromhex), ("latin1", lambda text: text.encode("latin-1"))],
)
def test_the_signature_can_be_written_in_other_ways(encoding, read):
    verify_rsa(read(sign(private_pem(rsa_key()), signatureEncodingTemplate=encoding)))


def test_a_credential_can_hold_the_key():
    verify_rsa(base64.b64decode(sign("no key", credentialNameTemplate="{{ 'mine' }}")))


@pytest.mark.parametrize(
    ("pem", "message"),
    [
        ("no key", "The key cannot be read: it must be PEM text without a password"),
        ("x" * 20_000, "A key has 16,384 characters at most"),
        (public_pem(rsa_key()), "To sign takes a private key"),
        (private_pem(ed_key()), "A key is RSA or EC here"),
    ],
)
def test_a_key_that_cannot_sign_is_noted_at_the_result_path(pem, message):
    ran = run_sign(pem)
    assert ran.output == 0
    assert ran.payload["working"]["it"] == {"error": {"type": "CannotSign", "message": message}}


def test_without_a_result_path_a_bad_key_halts():
    assert run_sign("no key", resultPath="").error[0] == "CannotSign"


@pytest.mark.parametrize(
    ("config", "name", "message"),
    [
        ({"algorithmTemplate": "CRC"}, "ValidationError", "Algorithm must be one of MD5, SHA1"),
        ({"paddingTemplate": "NONE"}, "ValidationError", "Padding must be one of RSA_PKCS1_PADD"),
        ({"dsaEncodingTemplate": "x"}, "ValidationError", "DSA encoding must be one of der, ieee"),
        ({"signatureEncodingTemplate": "x"}, "ValidationError", "Encoding of the signature must"),
        ({"credentialNameTemplate": "nobody"}, "NotFound", "There is no credential “nobody”"),
        (
            {"credentialNameTemplate": "jwt"},
            "ValidationError",
            "The credential “jwt” is of the type",
        ),
        ({"credentialNameTemplate": "off"}, "Disabled", "The credential is disabled"),
    ],
)
def test_a_field_that_holds_nonsense_halts(config, name, message):
    ran = run_sign(private_pem(rsa_key()), **config)
    assert ran.error is not None
    assert ran.error[0] == name
    assert ran.error[1].startswith(message)
