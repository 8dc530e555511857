import pytest
from dirty_equals import IsStr

from app.workflows.errors import Refused
from tests.workflows.nodes.experience.cast import ANN, claims, people, whose_earlier_token
from tests.workflows.nodes.experience.people import PASSWORD, TOKEN, run
from tests.workflows.over_http import Case, over_http

READS = {
    "emailTemplate": "{{ data.body.email }}",
    "passwordTemplate": "{{ data.body.password }}",
    "tokenTemplate": "{{ data.body.token }}",
}
PATHS = {"userResultPath": "working.user", "tokenResultPath": "working.token"}
GOOD = {"email": "ann@EXAMPLE.com", "password": "~password~"}
LASTING = {"sub": "~ann~", "lives": None, "data": None}
ANNS = "~token~"
FAILED, OK = 0, 1


def sign_in(body, output, working=None, mode=None, config=None, **options):
    meta = {"authMode": mode} if mode else {}
    settings = READS | (config or {})
    return Case(settings, body, working or {}, output=output, meta=meta, world=people, **options)


def welcome(body, mode=None, token=ANNS):
    """With a token, by which Ann is known."""
    return sign_in(body, OK, {"user": ANN, "token": token}, mode, PATHS)


def new_token(config, seen, body=GOOD, look=claims, mode=None):
    """Of Ann, with those claims."""
    config = {"tokenResultPath": "working.token"} | config
    return sign_in(body, OK, {"token": IsStr()}, mode, config, seen=seen, look=look)


test_over_http = over_http(
    "ExperienceUserAuthNode",
    welcome(GOOD, token=IsStr()),
    sign_in(GOOD, OK),
    *(
        sign_in(body, FAILED, config=PATHS | {"invalidateExistingTokens": True})
        for body in (
            GOOD | {"password": "wrong"},
            GOOD | {"email": "ben@example.com", "password": "x"},
            GOOD | {"email": ""},
            GOOD | {"password": ""},
            {"token": "~token~"},
        )
    ),
    new_token({}, LASTING),
    new_token(
        {"ttlTemplate": "{{ data.body.ttl }}"}, LASTING | {"lives": 60}, GOOD | {"ttl": 60000}
    ),
    new_token(
        {"extraDataJsonTemplate": '{"from": "{{ data.body.f }}"}'},
        LASTING | {"data": {"from": "web"}},
        GOOD | {"f": "web"},
    ),
    new_token({}, "~ann~", look=whose_earlier_token),
    new_token({"invalidateExistingTokens": True}, None, look=whose_earlier_token),
    new_token(
        {"invalidateExistingTokens": True}, LASTING, {"token": "~token~"}, mode="token"
    ),  # for the old one is good no more
    *(
        welcome({"token": token}, "token")
        for token in ("~token~", "Bearer ~token~", "  bearer ~token~ ")
    ),
    *(sign_in(GOOD | {"token": token}, FAILED, mode="token") for token in ("", "Bearer ", "x")),
    welcome({"token": "~token~", "email": "ann@example.com"}, "tokenEmail"),
    sign_in({"token": "~token~", "email": "ben@example.com"}, FAILED, mode="tokenEmail"),
    sign_in({"token": "~token~"}, FAILED, mode="tokenEmail"),
    *(
        sign_in(body, output, mode="tokenEmailPassword")
        for body, output in (
            ({"token": "~token~"}, OK),
            (GOOD | {"token": "forged"}, OK),
            ({"token": "forged"}, FAILED),
            (GOOD | {"token": "~token~"}, OK),
            ({"token": "~token~", "email": "ben@example.com"}, FAILED),
            ({"token": "~token~", "password": "wrong"}, FAILED),
        )
    ),
    Case(
        READS,
        meta={"authMode": "magic"},
        error="ValidationError: There is no authentication mode “magic”",
    ),
)


def authenticate(config, mode=None, refusal=None, **data):
    settings = {
        "emailTemplate": "{{ data.email }}",
        "passwordTemplate": "{{ data.password }}",
        "tokenTemplate": "{{ data.token }}",
    }
    meta = {"authMode": mode} if mode else {}
    return run("ExperienceUserAuthNode", settings | config, data, refusal, meta=meta)


def asked(config, mode=None, **data):
    ran = authenticate(config, mode, **data)
    return [name for name, *_ in ran.ports.users.asked]


ANN_SIGNS_IN = {"email": "Ann@example.com", "password": PASSWORD}


def test_a_login_is_noted_unless_a_token_proved_it():
    assert asked({}, **ANN_SIGNS_IN) == ["check_password", "note_login"]
    assert asked({}, "token", token=TOKEN) == ["check_token"]
    assert "note_login" in asked(PATHS, "tokenEmailPassword", token="forged", **ANN_SIGNS_IN)


def test_earlier_tokens_end_before_the_new_one_is_made():
    names = asked(PATHS | {"invalidateExistingTokens": True}, **ANN_SIGNS_IN)
    assert names.index("revoke_tokens") < names.index("new_token")


@pytest.mark.parametrize(
    ("paths", "working"),
    [(PATHS, {"user": {"error": {"type": "AccountLocked", "message": "Wait"}}}), ({}, None)],
)
def test_too_many_wrong_passwords_fail_and_say_so(paths, working):
    ran = authenticate(paths, refusal=Refused("AccountLocked", "Wait"), **ANN_SIGNS_IN)
    assert ran.output == FAILED
    assert ran.payload.get("working") == working
