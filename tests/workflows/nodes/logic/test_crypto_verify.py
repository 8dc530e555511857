from dataclasses import replace

import pytest

from tests.factories import make_credential
from tests.workflows.fakes import FakeCredentials
from tests.workflows.nodes.logic.keys import ec_key, private_pem, public_pem, rsa_key
from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import run_node

VERIFIES = {
    "dataTemplate": "{{ data.body.text }}",
    "signatureTemplate": "{{ data.body.signature }}",
    "keyTemplate": "{{ data.body.pem }}",
    "resultPath": "working.it",
}


def verify(key, made, output=1, **config):
    """made: how the signature was made."""
    body = {
        "text": "hello",
        "encoded": "aGVsbG8=",
        "pem": public_pem(key),
        "signature": signed(key, **made),
    }
    return Case(VERIFIES | made | config, body, output=output)


def signed(key, **config):
    settings = {"dataTemplate": "hello", "keyTemplate": private_pem(key), "resultPath": "it"}
    ran = run_node("CryptoSignNode", settings | config)
    return ran.payload["it"]["signature"]


def with_certificate(world):
    pair = {"certificate": public_pem(rsa_key())}
    make_credential(world.application, name="mine", kind="keyPair", key_pair_config=pair)
    return {}


test_over_http = over_http(
    "CryptoVerifyNode",
    verify(rsa_key(), {}),
    verify(rsa_key(), {}, 0, dataTemplate="Hello"),
    verify(rsa_key(), {"algorithmTemplate": "SHA384"}),
    verify(rsa_key(), {"paddingTemplate": "RSA_PKCS1_PSS_PADDING"}),
    verify(rsa_key(), {"signatureEncodingTemplate": "hex"}),
    verify(ec_key(), {}),
    verify(ec_key(), {"dsaEncodingTemplate": "ieee-p1363"}),
    verify(
        rsa_key(), {}, dataTemplate="{{ data.body.encoded }}", dataEncodingTemplate="{{ 'base64' }}"
    ),
    verify(rsa_key(), {}, keyTemplateType="payloadPath", keyTemplate="data.body.pem"),
    Case(
        VERIFIES | {"keyTemplate": "no key"},
        {"text": "hello", "signature": "AAAA"},
        {"it": Part(error=Part(type="CannotVerify"))},
        output=0,
    ),
    replace(
        verify(rsa_key(), {}, keyTemplate="no key", credentialNameTemplate="{{ 'mine' }}"),
        world=with_certificate,
    ),
)


def run_verify(key, signature, **config):
    settings = {
        "dataTemplate": "{{ data.text }}",
        "signatureTemplate": "{{ data.signature }}",
        "keyTemplate": "{{ data.pem }}",
        "resultPath": "working.it",
    }
    pem = key if isinstance(key, str) else public_pem(key)
    data = {"text": "hello", "signature": signature, "pem": pem, "b64": "aGVsbG8="}
    return run_node("CryptoVerifyNode", settings | config, data)


WAYS = [
    {},
    {"algorithmTemplate": "SHA384"},
    {"paddingTemplate": "RSA_PKCS1_PSS_PADDING"},
    {"signatureEncodingTemplate": "hex"},
    {"signatureEncodingTemplate": "latin1"},
]


@pytest.mark.parametrize("way", WAYS)
def test_it_knows_an_rsa_signature_that_was_made_the_same_way(way):
    signature = signed(rsa_key(), **way)
    assert run_verify(rsa_key(), signature, **way).output == 1
    assert run_verify(rsa_key(), signature, **way, dataTemplate="Hello").output == 0
    for other in WAYS:
        if other != way:
            assert run_verify(rsa_key(), signature, **other).output == 0


@pytest.mark.parametrize("way", ["der", "ieee-p1363"])
def test_it_knows_an_ec_signature_that_was_made_the_same_way(way):
    signature = signed(ec_key(), dsaEncodingTemplate=way)
    other = {"der": "ieee-p1363", "ieee-p1363": "der"}[way]
    assert run_verify(ec_key(), signature, dsaEncodingTemplate=way).output == 1
    assert run_verify(ec_key(), signature, dsaEncodingTemplate=other).output == 0


def test_the_key_can_be_at_a_path_and_be_the_private_one():
    config = {"keyTemplateType": "payloadPath", "keyTemplate": "data.pem"}
    assert run_verify(private_pem(rsa_key()), signed(rsa_key()), **config).output == 1


@pytest.mark.parametrize("signature", ["", "not base64!", "AAAA"])
def test_a_signature_that_is_none_is_invalid_and_no_error(signature):
    ran = run_verify(rsa_key(), signature)
    assert ran.output == 0
    assert "working" not in ran.payload


def run_with(credential, signature):
    credentials = FakeCredentials(mine={"type": "keyPair"} | credential)
    config = {
        "dataTemplate": "hello",
        "signatureTemplate": signature,
        "keyTemplate": "no key",
        "credentialNameTemplate": "{{ data.name }}",
    }
    return run_node("CryptoVerifyNode", config, {"name": "mine"}, credentials=credentials)


def test_a_credential_can_hold_the_key():
    pair = {"privateKey": private_pem(ec_key()), "certificate": public_pem(rsa_key())}
    assert run_with(pair, signed(rsa_key())).output == 1
    assert run_with({"privateKey": private_pem(rsa_key())}, signed(rsa_key())).output == 1
    assert run_with({"certificate": public_pem(ec_key())}, "AAAA").output == 0
