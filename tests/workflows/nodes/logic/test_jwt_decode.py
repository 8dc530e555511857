import jwt
import pytest

from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import run_node

SIGNED = jwt.encode(
    {"sub": "ann", "n": 1.0}, "a secret of thirty-two characters and more", headers={"kid": "k"}
)
READS = {"tokenTemplate": " {{ data.body.token }}", "destinationPath": "working.it"}

test_over_http = over_http(
    "JWTDecodeNode",
    Case(READS, {"token": SIGNED}, {"it": {"sub": "ann", "n": 1}}),
    Case(
        READS | {"complete": True},
        {"token": SIGNED},
        {
            "it": {
                "header": {"alg": "HS256", "typ": "JWT", "kid": "k"},
                "payload": {"sub": "ann", "n": 1},
                "signature": SIGNED.split(".")[2],
            }
        },
    ),
    Case(READS, {"token": "a.b"}, {"it": Part(error=Part(type="JWTDecode"))}),
)


SECRET = "a secret of thirty-two characters and more"
TOKEN = jwt.encode({"sub": "ann", "n": 1.0}, SECRET, "HS256", headers={"kid": "k"})


def decode(token, **config):
    settings = {"tokenTemplate": "{{ data.token }}", "destinationPath": "working.it"} | config
    return run_node("JWTDecodeNode", settings, {"token": token})


def test_it_reads_the_claims_of_any_token():
    assert decode(TOKEN).payload["working"]["it"] == {"sub": "ann", "n": 1}
    assert decode(TOKEN[:-3] + "abc").payload["working"]["it"] == {"sub": "ann", "n": 1}


@pytest.mark.parametrize(
    "token", ["", "a.b", "a.b.c", TOKEN[5:], "x" * 100_001, f"e30.{'=' * 5}.x"]
)
def test_what_is_no_token_is_noted_at_the_destination(token):
    error = decode(token).payload["working"]["it"]["error"]
    assert error["type"] == "JWTDecode"
    assert error["message"].startswith("This is no token: ")


def test_without_a_destination_it_halts():
    assert decode("x", destinationPath="").error[0] == "JWTDecode"
