import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from tests.workflows.nodes.logic.keys import ec_key, ed_key, private_pem, public_pem, rsa_key
from tests.workflows.run_flow import run_node


def run_sign(pem, data=None, **config):
    settings = {
        "dataTemplate": "{{ data.text }}",
        "keyTemplate": "{{ data.pem }}",
        "resultPath": "working.it",
    }
    given = {"text": "hello", "pem": pem} | (data or {})
    return run_node("CryptoSignNode", settings | config, given)


def sign(pem, data=None, **config):
    return run_sign(pem, data, **config).payload["working"]["it"]["signature"]


def verify_rsa(signature, algorithm=hashes.SHA256, scheme=None):
    public = rsa_key().public_key()
    public.verify(signature, b"hello", scheme or padding.PKCS1v15(), algorithm())


def test_it_signs_with_an_rsa_key():
    verify_rsa(base64.b64decode(sign(private_pem(rsa_key()))))


@pytest.mark.parametrize(
    ("name", "algorithm"),
    [("MD5", hashes.MD5), ("sha1", hashes.SHA1), ("SHA384", hashes.SHA384)],
)
def test_the_algorithm_can_be_chosen(name, algorithm):
    signature = sign(private_pem(rsa_key()), {"name": name}, algorithmTemplate="{{ data.name }}")
    verify_rsa(base64.b64decode(signature), algorithm)


def test_the_padding_can_be_chosen():
    scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.AUTO)
    signature = sign(private_pem(rsa_key()), paddingTemplate="RSA_PKCS1_PSS_PADDING")
    verify_rsa(base64.b64decode(signature), scheme=scheme)
    with pytest.raises(InvalidSignature):
        verify_rsa(base64.b64decode(sign(private_pem(rsa_key()))), scheme=scheme)


def test_it_signs_with_an_ec_key_in_two_encodings():
    der = base64.b64decode(sign(private_pem(ec_key())))
    ec_key().public_key().verify(der, b"hello", ec.ECDSA(hashes.SHA256()))
    plain = base64.b64decode(sign(private_pem(ec_key()), dsaEncodingTemplate="ieee-p1363"))
    assert len(plain) == 64


@pytest.mark.parametrize(
    ("encoding", "read"),
    [("hex", bytes.fromhex), ("latin1", lambda text: text.encode("latin-1"))],
)
def test_the_signature_can_be_written_in_other_ways(encoding, read):
    verify_rsa(read(sign(private_pem(rsa_key()), signatureEncodingTemplate=encoding)))


def test_the_data_can_be_encoded():
    signature = sign(private_pem(rsa_key()), {"text": "aGVsbG8="}, dataEncodingTemplate="base64")
    verify_rsa(base64.b64decode(signature))


def test_the_key_can_be_at_a_path():
    config = {"keyTemplateType": "payloadPath", "keyTemplate": "data.pem"}
    verify_rsa(base64.b64decode(sign(private_pem(rsa_key()), **config)))


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
        ({"credentialNameTemplate": "mine"}, "NotAvailable", "Service credentials are not avail"),
    ],
)
def test_a_field_that_holds_nonsense_halts(config, name, message):
    ran = run_sign(private_pem(rsa_key()), **config)
    assert ran.error is not None
    assert ran.error[0] == name
    assert ran.error[1].startswith(message)
