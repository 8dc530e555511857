import pytest

from app.workflows.errors import Refused
from tests.workflows.nodes.experience.people import ANN, FakeUsers, run
from tests.workflows.run_flow import run_node


def make(config=None, email="ann@example.com", **data):
    settings = {"emailOrIdTemplate": "{{ data.email }}", "resultPath": "working.token"}
    settings |= config or {}
    return run("ExperienceUserTokenNode", settings, {"email": email} | data)


def test_it_makes_a_token():
    ran = make()
    assert ran.payload["working"]["token"] == "a new token"
    assert ran.ports.users.asked[-1] == ("new_token", ANN["id"], None, None)


def test_it_lives_as_long_as_told_and_carries_data():
    ran = make({"ttlTemplate": "{{ data.n }}", "extraDataJsonTemplate": "{{ data.x }}"}, n=5, x=[1])
    assert ran.ports.users.asked[-1] == ("new_token", ANN["id"], 5, [1])


@pytest.mark.parametrize(
    ("field", "method"),
    [("invalidateExistingTokens", "revoke_tokens"), ("treatAsLogin", "note_login")],
)
def test_it_ends_earlier_tokens_and_notes_a_login_only_when_told(field, method):
    assert (method, ANN["id"]) in make({field: True}).ports.users.asked
    assert (method, ANN["id"]) not in make().ports.users.asked


def test_nobody_has_no_token():
    ran = make(email="ben@example.com")
    assert ran.payload["working"]["token"] is None


def test_it_needs_a_user():
    assert make(email="").error == (
        "ValidationError",
        "Email or ID is required, and came out blank",
    )


def test_a_time_before_now_halts():
    assert make({"ttlTemplate": "-1"}).error == (
        "ValidationError",
        "A token cannot live for -1 milliseconds",
    )


def test_too_much_data_halts():
    class Full(FakeUsers):
        def new_token(self, user_id, **_):
            raise Refused("Validation", "put less data into it")

    settings = {"emailOrIdTemplate": ANN["id"]}
    ran = run_node("ExperienceUserTokenNode", settings, users=Full())
    assert ran.error == ("Validation", "put less data into it")
