import json
from dataclasses import replace

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from dirty_equals import IsInt, IsNow, IsStr

from tests.factories import make_credential
from tests.workflows.fakes import FakeCredentials
from tests.workflows.nodes.logic.keys import ec_key, private_pem, public_pem, rsa_key
from tests.workflows.over_http import Case, Part, over_http
from tests.workflows.run_flow import run_node

NOW = 1740830400
SECRET = "a secret of thirty-two characters and more" * 2
CREATES = {
    "dataTemplate": '{"sub": "{{ data.body.user }}"}',
    "secretTemplate": "{{ data.body.secret }}",
    "destinationPath": "working.token",
}


def said(world):
    """Header and claims of the token, if it was signed with the secret."""
    token = world.answer.json.get("working", {}).get("token", "")
    try:
        return jwt.get_unverified_header(token), jwt.decode(token, SECRET, ["HS256", "HS512"])
    except (jwt.PyJWTError, TypeError):
        return None


def token(header, claims, **config):
    body = {
        "user": "ann",
        "secret": SECRET,
        "claims": {"a": [1]},
        "header": {"kid": "k2"},
        "alg": "HS512",
    }
    seen = (Part({"alg": "HS256"} | header), {"iat": IsInt()} | claims)
    return Case(CREATES | config, body, {"token": IsStr()}, seen=seen, look=said)


def with_credential(world):
    config = {"secret": SECRET, "algorithm": "HS512", "issuer": "us"}
    make_credential(world.application, name="mine", jwt_config=config)
    return {}


ANN = {"sub": "ann"}
BY_NAME = {"credentialNameTemplate": "{{ 'mine' }}"}
IN_A_MINUTE = IsNow(delta=90, unix_number=True)

test_over_http = over_http(
    "JWTCreateNode",
    token({}, ANN, expiresIn=""),
    token({}, {"a": [1]}, dataTemplateType="path", dataTemplate="data.body.claims"),
    token({}, ANN | {"exp": IN_A_MINUTE}, expiresIn="{{ 30 * 2 }}"),
    token({}, ANN | {"iss": "for ann"}, issuerTemplate="for {{ data.body.user }}"),
    token({"alg": "HS512"}, ANN, algorithmTemplate="{{ data.body.alg }}"),
    token({"kid": "ann"}, ANN, headerTemplate='{"kid": "{{ data.body.user }}"}'),
    token({"kid": "k2"}, ANN, headerTemplateType="path", headerTemplate="data.body.header"),
    Case(
        CREATES | {"algorithmTemplate": "none"},
        {"secret": SECRET},
        {"token": Part(error=Part(type="JWTCreate"))},
    ),
    replace(
        token({"alg": "HS512"}, ANN | {"iss": "us"}, secretTemplate="no", **BY_NAME),
        world=with_credential,
    ),
)


OTHER = "another secret of thirty-two characters" * 2
MINE = {"type": "jwt", "secret": OTHER, "algorithm": "HS512", "issuer": "us"}
CREDENTIALS = FakeCredentials(mine=MINE)


def run_create(data=None, **config):
    settings = {
        "dataTemplate": '{"sub": "{{ data.user }}"}',
        "secretTemplate": SECRET,
        "destinationPath": "working.token",
    }
    given = {"user": "ann"} | (data or {})
    return run_node("JWTCreateNode", settings | config, given, credentials=CREDENTIALS)


def create(data=None, **config):
    return run_create(data, **config).payload["working"]["token"]


def claims(token, key=SECRET, algorithm="HS256"):
    options = {"verify_exp": False, "verify_iat": False}
    return jwt.decode(token, key, [algorithm], options=options)


def test_it_makes_a_signed_token_that_says_when():
    token = create(expiresIn="")
    assert claims(token) == {"sub": "ann", "iat": NOW}
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}


def test_a_credential_brings_secret_algorithm_and_issuer():
    token = create(credentialNameTemplate="{{ 'mine' }}", algorithmTemplate="HS256")
    assert claims(token, OTHER, "HS512") == {"sub": "ann", "iat": NOW, "iss": "us"}
    own = create(credentialNameTemplate="mine", issuerTemplate="me")
    assert claims(own, OTHER, "HS512")["iss"] == "me"


def test_it_expires_and_names_its_issuer_unless_the_claims_do():
    more = {"expiresIn": 60, "issuerTemplate": "https://{{ data.user }}.example"}
    expected = {"iat": NOW, "exp": NOW + 60, "iss": "https://ann.example"}
    assert claims(create(**more)) == {"sub": "ann"} | expected
    own = '{"exp": 5, "iss": "me", "iat": 1}'
    assert claims(create(dataTemplate=own, **more)) == {"exp": 5, "iss": "me", "iat": 1}
    assert claims(create(expiresIn="{{ 30 * 2 }}"))["exp"] == NOW + 60


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("HS512", None),
        ("RS256", rsa_key),
        ("rs384", rsa_key),
        ("ES256", ec_key),
        ("ES512", lambda: ec_key(ec.SECP521R1)),
        ("", rsa_key),
    ],
)
def test_the_algorithm_can_be_chosen_as_the_key_allows(algorithm, key):
    secret = private_pem(key()) if key else SECRET
    token = create(
        {"key": secret, "algorithm": algorithm},
        secretTemplate="{{ data.key }}",
        algorithmTemplate="{{ data.algorithm }}",
    )
    expected = algorithm.upper() or "RS256"
    assert jwt.get_unverified_header(token)["alg"] == expected
    assert claims(token, public_pem(key()) if key else SECRET, expected)["sub"] == "ann"


def test_a_short_secret_will_do():
    assert create(secretTemplate="short").count(".") == 2


def test_the_header_can_have_more_fields_but_not_another_algorithm():
    header = {"kid": "k1", "alg": "none", "b64": False}
    token = create(headerTemplate=json.dumps(header))
    assert jwt.get_unverified_header(token) == {"kid": "k1", "alg": "HS256", "typ": "JWT"}
    at_path = create({"h": {"kid": "k2"}}, headerTemplateType="path", headerTemplate="data.h")
    assert jwt.get_unverified_header(at_path)["kid"] == "k2"


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"algorithmTemplate": "none"}, "Algorithm must be one of HS256, HS384"),
        ({"algorithmTemplate": "RS256"}, "This key is for HS256, HS384, HS512, not for RS256"),
        (
            {"secretTemplate": "{{ data.private }}", "algorithmTemplate": "HS256"},
            "This key is for RS",
        ),
        ({"secretTemplate": "{{ data.public }}"}, "To sign takes a private key"),
        ({"secretTemplate": "-----BEGIN nothing"}, "The key cannot be read"),
        ({"dataTemplate": "[]"}, "Claims and header must be objects"),
        ({"dataTemplate": ""}, "Claims and header must be objects"),
        ({"dataTemplate": json.dumps({"a": "x" * 70_000})}, "Claims have 65,536 characters at m"),
        ({"headerTemplate": '{"kid": 7}'}, "Key ID"),
    ],
)
def test_what_cannot_be_signed_is_noted_at_the_destination(config, message):
    data = {"private": private_pem(rsa_key()), "public": public_pem(rsa_key())}
    error = create(data, **config)["error"]
    assert error["type"] == "JWTCreate"
    assert error["message"].startswith(message)


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ({"secretTemplate": ""}, "ValidationError"),
        ({"expiresIn": "soon"}, "ValidationError"),
        ({"dataTemplate": "{"}, "InvalidJsonTemplate"),
        ({"credentialNameTemplate": "nobody"}, "NotFound"),
        ({"algorithmTemplate": "none", "destinationPath": ""}, "JWTCreate"),
    ],
)
def test_what_the_author_got_wrong_halts(config, name):
    ran = run_create(**config)
    assert ran.error is not None
    assert ran.error[0] == name
