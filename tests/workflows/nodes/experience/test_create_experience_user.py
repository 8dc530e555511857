import pytest

from app.workflows.errors import Refused
from tests.workflows.nodes.experience.people import run

DATA = {
    "email": "cid@example.com",
    "password": " correct horse ",
    "first": "Cid",
    "last": "Doe",
    "group": "9" * 24,
    "user": {"email": "dan@example.com", "password": "12345678"},
}
FIELDS = {
    "emailTemplate": "{{ data.email }}",
    "passwordTemplate": "{{ data.password }}",
    "resultPath": "working.user",
}


def create(config, refusal=None):
    return run("CreateExperienceUserNode", FIELDS | config, DATA, refusal)


def sent(config):
    [(_, fields)] = create(config).ports.users.asked
    return fields


PLAIN = {
    "email": "cid@example.com",
    "password": " correct horse ",
    "experienceGroupIds": [],
    "userTags": {},
}


def test_it_creates_a_user_and_gives_it():
    ran = create({})
    assert ran.ports.users.asked == [("create", PLAIN)]
    assert ran.payload["working"]["user"] == {"id": "b" * 24, "email": "cid@example.com"}


@pytest.mark.parametrize(
    ("config", "fields"),
    [
        ({"firstNameTemplate": "{{ data.first }}"}, {"firstName": "Cid"}),
        ({"lastNameTemplate": "{{ data.last }}"}, {"lastName": "Doe"}),
        (
            {"groupIdTemplates": ["{{ data.group }}", "{{ data.none }}", ""]},
            {"experienceGroupIds": ["9" * 24]},
        ),
        ({"groupIdTemplates": ""}, {}),
        (
            {
                "userTags": [
                    {"keyTemplate": "{{ data.first }}", "valueTemplate": "{{ data.last }}"},
                    {"keyTemplate": "blank", "valueTemplate": "{{ data.none }}"},
                    {"keyTemplate": "", "valueTemplate": "x"},
                ]
            },
            {"userTags": {"Cid": "Doe"}},
        ),
    ],
)
def test_each_field_is_read(config, fields):
    assert sent(config) == PLAIN | fields


def test_the_user_may_come_as_json():
    template = '{"email": "{{ data.email }}", "userTags": {"a": "b"}}'
    fields = sent({"dataMethod": "jsonTemplate", "userJsonTemplate": template})
    assert fields == {"email": "cid@example.com", "userTags": {"a": "b"}}


def test_the_user_may_stand_on_the_payload():
    assert sent({"dataMethod": "payloadPath", "userPayloadPath": "data.user"}) == DATA["user"]


@pytest.mark.parametrize("method", ["jsonTemplate", "payloadPath"])
def test_what_is_no_object_is_refused(method):
    ran = create({"dataMethod": method, "userJsonTemplate": "[1]", "userPayloadPath": "data.email"})
    assert ran.payload["working"]["user"]["error"]["type"] == "Validation"
    assert ran.ports.users.asked == []


TAKEN = Refused("AlreadyExists", 'Email address "cid@example.com" already exists')


def test_a_refusal_goes_to_the_result_path_and_the_path_goes_on():
    ran = create({}, TAKEN)
    error = {"type": TAKEN.kind, "message": TAKEN.message}
    assert ran.payload["working"]["user"] == {"error": error}
    assert ran.output == 0


def test_without_a_result_path_a_refusal_halts():
    assert create({"resultPath": ""}, TAKEN).error == (TAKEN.kind, TAKEN.message)
