import pytest

from tests.workflows.nodes.experience.people import ANN, run

DATA = {"email": "Ann@example.com", "new": "an@example.com", "v": "gold", "user": {"lastName": "X"}}


def update(config, wanted="{{ data.email }}"):
    settings = {"emailOrIdTemplate": wanted, "resultPath": "working.user"} | config
    return run("UpdateExperienceUserNode", settings, DATA)


def changes(config):
    [(_, wanted, changed)] = update(config).ports.users.asked
    assert wanted == ANN["email"]
    return changed


TAGS = [
    {"keyTemplate": "tier", "valueTemplate": "{{ data.v }}"},
    {"keyTemplate": "old"},
    {"keyTemplate": "older", "valueTemplate": "{{ data.none }}"},
    {"keyTemplate": "", "valueTemplate": "x"},
]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, {}),
        ({"emailTemplate": "{{ data.new }}"}, {"email": "an@example.com"}),
        ({"passwordTemplate": "{{ data.v }}"}, {"password": "gold"}),
        ({"firstNameTemplate": "{{ data.v }}"}, {"firstName": "gold"}),
        ({"lastNameTemplate": "{{ data.v }}", "firstNameTemplate": " "}, {"lastName": "gold"}),
        ({"groupIdTemplates": ["{{ data.v }}", ""]}, {"experienceGroupIds": ["gold"]}),
        ({"groupIdTemplates": []}, {"experienceGroupIds": []}),
        ({"groupIdTemplates": ""}, {}),
        ({"userTags": TAGS}, {"userTagChanges": {"tier": "gold", "old": None, "older": None}}),
        (
            {"dataMethod": "jsonTemplate", "userJsonTemplate": '{"userTags": {"a": "b"}}'},
            {"userTags": {"a": "b"}},
        ),
        ({"dataMethod": "payloadPath", "userPayloadPath": "data.user"}, {"lastName": "X"}),
    ],
)
def test_it_changes_what_is_given_and_nothing_else(config, expected):
    assert changes(config) == expected


def test_it_gives_the_user():
    assert update({}).payload["working"]["user"] == ANN


def test_it_ends_earlier_tokens_only_when_told():
    asked = update({"invalidateExistingTokens": True}).ports.users.asked
    assert ("revoke_tokens", ANN["id"]) in asked
    assert ("revoke_tokens", ANN["id"]) not in update({}).ports.users.asked


def test_an_unknown_user_stands_at_the_result_path():
    ran = update({"invalidateExistingTokens": True}, "ben@example.com")
    error = {"type": "NotFound", "message": "User was not found"}
    assert ran.payload["working"]["user"] == {"error": error}


def test_changes_that_are_no_object_are_refused():
    ran = update({"dataMethod": "payloadPath", "userPayloadPath": "data.v"})
    assert ran.payload["working"]["user"]["error"]["type"] == "Validation"


def test_it_needs_a_user():
    assert update({}, "").error == (
        "ValidationError",
        "Email or ID is required, and came out blank",
    )
