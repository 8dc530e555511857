from dataclasses import replace

import jwt
import pytest

from tests.factories import make_credential
from tests.workflows.fakes import FakeCredentials
from tests.workflows.nodes.logic.keys import ec_key, private_pem, public_pem, rsa_key
from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import run_node

NOW = 1740830400
SECRET = "a secret of thirty-two characters and more"


def verify(output, claims=None, error=None, **config):
    settings = {
        "tokenTemplate": "{{ data.body.token }}",
        "secretTemplate": "{{ data.body.secret }}",
        "errorPath": "working.failed",
    }
    body = {"token": jwt.encode({"iss": "me"} | (claims or {}), SECRET), "secret": SECRET}
    working = {"failed": Part(message=error)} if error else {}
    return Case(settings | config, body, working, output=output)


def with_credential(world):
    config = {"secret": SECRET, "algorithm": "HS256"}
    make_credential(world.application, name="mine", jwt_config=config)
    return {}


test_over_http = over_http(
    "JWTVerifyNode",
    verify(1),
    verify(0, error="invalid signature", secretTemplate="another one"),
    verify(0, {"exp": 1}, "jwt expired"),
    verify(0, error="jwt issuer invalid. expected: you", issuerTemplate="{{ 'you' }}"),
    verify(1, issuerTemplate="me"),
    verify(0, error="jwt must be provided", tokenTemplate=" "),
    replace(
        verify(1, secretTemplate="x", credentialNameTemplate="{{ 'mine' }}"), world=with_credential
    ),
)


LONG = SECRET * 2
MINE = {"type": "jwt", "secret": LONG, "algorithm": "HS512", "issuer": "us"}
CREDENTIALS = FakeCredentials(mine=MINE)


def token_of(claims, key=SECRET, algorithm="HS256"):
    return jwt.encode(claims, key, algorithm)


def run_verify(token, secret=SECRET, **config):
    settings = {
        "tokenTemplate": "{{ data.token }}",
        "secretTemplate": "{{ data.secret }}",
        "errorPath": "working.failed",
    }
    data = {"token": token, "secret": secret}
    return run_node("JWTVerifyNode", settings | config, data, credentials=CREDENTIALS)


def failure(token, secret=SECRET, **config):
    ran = run_verify(token, secret, **config)
    assert ran.output == 0
    return ran.payload["working"]["failed"]


def test_a_token_that_was_signed_with_the_secret_is_valid():
    ran = run_verify(
        token_of({"sub": "ann", "exp": NOW + 1, "nbf": NOW, "aud": "x", "iat": NOW + 9})
    )
    assert ran.output == 1
    assert "working" not in ran.payload


@pytest.mark.parametrize(("key", "algorithm"), [(rsa_key, "RS384"), (ec_key, "ES256")])
def test_a_token_can_be_verified_by_a_public_key(key, algorithm):
    token = token_of({}, private_pem(key()), algorithm)
    assert run_verify(token, public_pem(key())).output == 1
    assert run_verify(token, private_pem(key())).output == 1


@pytest.mark.parametrize(
    ("claims", "name", "message"),
    [
        ({"exp": NOW}, "TokenExpiredError", "jwt expired"),
        ({"nbf": NOW + 1}, "NotBeforeError", "jwt not active"),
        ({"exp": "tomorrow"}, "JsonWebTokenError", "invalid exp value"),
    ],
)
def test_a_token_is_valid_at_its_time_only(claims, name, message):
    token = jwt.api_jws.encode(__import__("json").dumps(claims).encode(), SECRET, "HS256")
    assert failure(token) == {"name": name, "message": message}


@pytest.mark.parametrize("token", ["", " "])
def test_a_blank_token_is_invalid(token):
    assert failure("", tokenTemplate=token)["message"] == "jwt must be provided"


@pytest.mark.parametrize(
    ("token", "secret", "message"),
    [
        (token_of({}), SECRET + "!", "invalid signature"),
        (token_of({}), public_pem(rsa_key()), "invalid algorithm"),
        (token_of({}, private_pem(ec_key()), "ES256"), public_pem(rsa_key()), "invalid algorithm"),
        (jwt.encode({}, None, "none"), SECRET, "invalid algorithm"),
        ("a.b.c", SECRET, "jwt malformed"),
        (jwt.api_jws.encode(b"[]", SECRET, "HS256"), SECRET, "jwt malformed"),
        (jwt.api_jws.encode(b"no json", SECRET, "HS256"), SECRET, "jwt malformed"),
        ("x" * 100_001, SECRET, "jwt is too long"),
        (token_of({}), "-----BEGIN nothing", "The key cannot be read: it must be PEM text with"),
    ],
)
def test_what_cannot_be_trusted_is_invalid(token, secret, message):
    assert failure(token, secret)["message"].startswith(message)


@pytest.mark.parametrize(
    ("issuer", "algorithm", "message"),
    [
        ("us", "HS256", "invalid algorithm"),
        ("them", "HS512", "jwt issuer invalid. expected: us"),
    ],
)
def test_a_credential_says_which_algorithm_and_issuer(issuer, algorithm, message):
    name = {"credentialNameTemplate": "{{ 'mine' }}"}
    good = token_of({"iss": "us"}, LONG, "HS512")
    assert run_verify(good, "no secret", **name).output == 1
    bad = token_of({"iss": issuer}, LONG, algorithm)
    assert failure(bad, "no secret", **name)["message"] == message


def test_without_an_error_path_it_goes_on_through_invalid_all_the_same():
    assert run_verify("", errorPath="").output == 0


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ({"secretTemplate": ""}, "ValidationError"),
        ({"credentialNameTemplate": "nobody"}, "NotFound"),
    ],
)
def test_what_the_author_got_wrong_halts(config, name):
    ran = run_verify(token_of({}), **config)
    assert ran.error is not None
    assert ran.error[0] == name
