from datetime import datetime

from dirty_equals import IsNow, IsStr

from app.workflows.errors import Refused
from tests.workflows.nodes.experience.cast import claims, people, user, whose_earlier_token
from tests.workflows.nodes.experience.people import ANN, FakeUsers
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

BODY = {"email": "ann@example.com", "ttl": 5000, "x": [1]}
IDS = {"sub": "~ann~", "lives": None, "data": None}


def last_login(world):
    text = user(world).get("lastLogin")
    return datetime.fromisoformat(text) if text else None


def make(config, seen=IDS, look=claims, **options):
    settings = {"emailOrIdTemplate": "{{ data.body.email }}", "resultPath": "working.token"}
    return Case(
        settings | config, BODY, {"token": IsStr()}, seen=seen, look=look, world=people, **options
    )


NOW = IsNow(tz="UTC", delta=60)

test_over_http = over_http(
    "ExperienceUserTokenNode",
    make({}),
    make({"emailOrIdTemplate": "~ben~"}, IDS | {"sub": "~ben~"}),
    make({"ttlTemplate": "{{ data.body.ttl }}"}, IDS | {"lives": 5}),
    make({"extraDataJsonTemplate": "{{ data.body.x }}"}, IDS | {"data": [1]}),
    make({}, "~ann~", whose_earlier_token),
    make({"invalidateExistingTokens": True}, None, whose_earlier_token),
    make({}, None, last_login),
    make({"treatAsLogin": True}, NOW, last_login),
    Case(
        {"emailOrIdTemplate": "cid@example.com", "resultPath": "working.token"},
        working={"token": None},
    ),
    Case(
        {"emailOrIdTemplate": "{{ x }}"},
        error="ValidationError: Email or ID is required, and came out blank",
    ),
    Case(
        {"emailOrIdTemplate": "~ann~", "ttlTemplate": "-1"},
        world=people,
        error="ValidationError: A token cannot live for -1 milliseconds",
    ),
)


def test_too_much_data_halts():
    class Full(FakeUsers):
        def new_token(self, user_id, **_):
            raise Refused("Validation", "put less data into it")

    settings = {"emailOrIdTemplate": ANN["id"]}
    ran = run_node("ExperienceUserTokenNode", settings, users=Full())
    assert ran.error == ("Validation", "put less data into it")
