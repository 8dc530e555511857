import pytest

from tests.workflows.nodes.experience.people import ANN, PASSWORD, TOKEN, run

PATHS = {"userResultPath": "working.user", "tokenResultPath": "working.token"}
EMPTY = {"email": "", "password": "", "token": ""}


def authenticate(mode=None, config=None, **data):
    settings = {
        "emailTemplate": "{{ data.email }}",
        "passwordTemplate": "{{ data.password }}",
        "tokenTemplate": "{{ data.token }}",
    }
    meta = {"authMode": mode} if mode else {}
    ran = run("ExperienceUserAuthNode", settings | (config or {}), EMPTY | data, meta=meta)
    return ran, [name for name, *_ in ran.ports.users.asked]


GOOD = {"email": "Ann@example.com", "password": PASSWORD}


def test_the_right_password_goes_through_ok():
    ran, asked = authenticate(config=PATHS, **GOOD)
    assert ran.output == 1
    assert ran.payload["working"] == {"user": ANN, "token": "a new token"}
    assert asked == ["check_password", "note_login", "find", "new_token"]


@pytest.mark.parametrize(
    "data",
    [
        GOOD | {"password": "wrong"},
        GOOD | {"email": "ben@example.com"},
        GOOD | {"email": ""},
        GOOD | {"password": ""},
        {"token": TOKEN},
    ],
)
def test_anything_else_goes_through_failed_and_writes_nothing(data):
    ran, asked = authenticate(config=PATHS | {"invalidateExistingTokens": True}, **data)
    assert ran.output == 0
    assert "working" not in ran.payload
    assert set(asked) <= {"check_password"}


def test_without_paths_nothing_is_written_and_no_token_made():
    ran, asked = authenticate(**GOOD)
    assert ran.output == 1
    assert "working" not in ran.payload
    assert asked == ["check_password", "note_login"]


def test_a_token_lives_as_long_as_told_and_carries_data():
    config = {"ttlTemplate": "{{ data.ttl }}", "extraDataJsonTemplate": '{"from": "{{ data.f }}"}'}
    ran, _ = authenticate(config=PATHS | config, ttl=60000, f="web", **GOOD)
    assert ran.ports.users.asked[-1] == ("new_token", ANN["id"], 60000, {"from": "web"})


def test_a_token_lives_for_ever_unless_told():
    ran, _ = authenticate(config=PATHS, **GOOD)
    assert ran.ports.users.asked[-1] == ("new_token", ANN["id"], None, None)


def test_earlier_tokens_end_before_the_new_one_is_made():
    _, asked = authenticate(config=PATHS | {"invalidateExistingTokens": True}, **GOOD)
    assert asked.index("revoke_tokens") < asked.index("new_token")


@pytest.mark.parametrize("token", [TOKEN, f"Bearer {TOKEN}", f"  bearer {TOKEN} "])
def test_a_token_tells_who_it_is_and_is_used_again(token):
    ran, asked = authenticate("token", PATHS, token=token)
    assert ran.output == 1
    assert ran.payload["working"] == {"user": ANN, "token": TOKEN}
    assert asked == ["check_token", "find"]


def test_a_token_is_made_anew_when_earlier_ones_end():
    ran, _ = authenticate("token", PATHS | {"invalidateExistingTokens": True}, token=TOKEN)
    assert ran.payload["working"]["token"] == "a new token"


@pytest.mark.parametrize("token", ["", "Bearer ", "forged"])
def test_a_bad_token_fails(token):
    assert authenticate("token", token=token, **GOOD)[0].output == 0


@pytest.mark.parametrize(
    ("email", "output"), [("ann@EXAMPLE.com", 1), ("ben@example.com", 0), ("", 0)]
)
def test_token_and_email_must_fit(email, output):
    assert authenticate("tokenEmail", token=TOKEN, email=email)[0].output == output


@pytest.mark.parametrize(
    ("data", "output"),
    [
        ({"token": TOKEN}, 1),
        ({"token": "forged", **GOOD}, 1),
        ({"token": "forged"}, 0),
        ({"token": TOKEN, **GOOD}, 1),
        ({"token": TOKEN, "email": "ben@example.com"}, 0),
        ({"token": TOKEN, "password": "wrong"}, 0),
    ],
)
def test_token_or_password_and_what_is_given_beside_the_token_must_fit(data, output):
    assert authenticate("tokenEmailPassword", **data)[0].output == output


def test_a_password_after_a_bad_token_makes_a_new_token():
    ran, asked = authenticate("tokenEmailPassword", PATHS, token="forged", **GOOD)
    assert ran.payload["working"]["token"] == "a new token"
    assert "note_login" in asked


def test_an_unknown_mode_halts():
    ran, _ = authenticate("magic")
    assert ran.error == ("ValidationError", "There is no authentication mode “magic”")
