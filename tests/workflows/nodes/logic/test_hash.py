import hashlib

import pytest

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

ABC = hashlib.sha256(b"abc").hexdigest()
HMAC = "9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab"


def hashed(hash, **config):
    settings = {"dataTemplate": "{{ data.body.text }}", "destinationPath": "working.hash"}
    body = {"text": "abc", "hex": "616263", "secret": "key", "secretHex": "6b6579"}
    return Case(settings | config, body, {"hash": hash})


test_over_http = over_http(
    "HashNode",
    hashed(ABC),
    hashed(ABC, dataTemplate="{{ data.body.hex }}", dataEncodingTemplate="{{ 'hex' }}"),
    hashed(HMAC, secretTemplate="{{ data.body.secret }}"),
    hashed(HMAC, secretTemplate="{{ data.body.secretHex }}", secretEncodingTemplate="{{ 'hex' }}"),
    hashed("kAFQmDzST7DWlj99KOF/cg==", algorithmTemplate="{{ 'MD5' }}", encodingTemplate="base64"),
)


def run_hash(data=None, **config):
    settings = {"dataTemplate": "abc", "destinationPath": "working.hash"} | config
    return run_node("HashNode", settings, data)


def result(data=None, **config):
    return run_hash(data, **config).payload["working"]["hash"]


@pytest.mark.parametrize(
    ("algorithm", "start"),
    [
        ("MD5", "900150983cd24fb0"),
        ("sha1", "a9993e364706816a"),
        ("SHA256", "ba7816bf8f01cfea"),
        ("{{ data.algorithm }}", "ddaf35a193617aba"),
        ("", "ba7816bf8f01cfea"),
    ],
)
def test_it_makes_a_hash(algorithm, start):
    found = result({"algorithm": " sha512 "}, algorithmTemplate=algorithm)
    assert found.startswith(start)


@pytest.mark.skipif("ripemd160" not in hashlib.algorithms_available, reason="as OpenSSL was built")
def test_it_knows_ripemd():
    assert result(algorithmTemplate="RIPEMD") == "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"


def test_a_secret_makes_an_hmac():
    found = result({"secret": "key"}, secretTemplate="{{ data.secret }}")
    assert found == "9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab"
    assert result(secretTemplate="6b6579", secretEncodingTemplate="hex") == found
    assert result(secretTemplate="a2V5", secretEncodingTemplate="base64") == found
    assert result(secretTemplate="6b6579") != found


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("616263", "hex"), ("YWJj", "base64"), ("abc", "ascii"), ("{{ data.text }}", "")],
)
def test_the_data_can_be_encoded(text, encoding):
    found = result({"text": "abc"}, dataTemplate=text, dataEncodingTemplate=encoding)
    assert found == result()


@pytest.mark.parametrize(
    ("encoding", "hash"),
    [
        ("hex", "900150983cd24fb0d6963f7d28e17f72"),
        ("", "900150983cd24fb0d6963f7d28e17f72"),
        ("base64", "kAFQmDzST7DWlj99KOF/cg=="),
        ("latin1", bytes.fromhex("900150983cd24fb0d6963f7d28e17f72").decode("latin-1")),
    ],
)
def test_the_hash_can_be_written_in_other_ways(encoding, hash):
    assert result(algorithmTemplate="MD5", encodingTemplate=encoding) == hash


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"algorithmTemplate": "CRC"}, "There is no algorithm “CRC” here, but md5, sha1"),
        ({"encodingTemplate": "morse"}, "There is no encoding “morse” here, but hex, base64"),
        ({"dataEncodingTemplate": "morse"}, "There is no encoding “morse” here, but utf8"),
        ({"dataTemplate": "xyz", "dataEncodingTemplate": "hex"}, "Data is not of the encoding hex"),
        (
            {"secretTemplate": "!", "secretEncodingTemplate": "base64"},
            "Secret is not of the encoding base64",
        ),
    ],
)
def test_what_cannot_be_hashed_halts(config, message):
    ran = run_hash(**config)
    assert ran.error is not None
    assert ran.error[0] == "ValidationError"
    assert ran.error[1].startswith(message)


def test_an_algorithm_that_this_machine_lacks_halts():
    ran = run_hash(algorithmTemplate="Whirlpool")
    assert ran.error == ("NotAvailable", "Whirlpool is not available here")
