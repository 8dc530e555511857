import pytest

from app.workflows.errors import Refused
from tests.workflows.nodes.experience.people import GUIDES, run

DATA = {"id": GUIDES["id"], "v": "gold", "group": {"name": "Cooks"}}


def update(config, refusal=None):
    settings = {"groupIdTemplate": "{{ data.id }}", "resultPath": "working.group"} | config
    return run("UpdateExperienceGroupNode", settings, DATA, refusal)


TAGS = [{"keyTemplate": "{{ data.v }}", "valueTemplate": "b"}, {"keyTemplate": "old"}]


@pytest.mark.parametrize(
    ("config", "changes"),
    [
        ({}, {}),
        ({"nameTemplate": "{{ data.v }}"}, {"name": "gold"}),
        ({"descriptionTemplate": "{{ data.v }}", "nameTemplate": " "}, {"description": "gold"}),
        ({"parentIdTemplate": "{{ data.v }}"}, {"parentId": "gold"}),
        ({"groupTags": TAGS}, {"groupTagChanges": {"gold": "b", "old": None}}),
        ({"deviceQueryJsonTemplate": "{}"}, {"deviceQueryJson": "{}"}),
        ({"deviceQueryJsonTemplate": ""}, {}),
        ({"membersToAdd": ["{{ data.v }}", ""]}, {"membersToAdd": ["gold"]}),
        ({"membersToRemove": ["{{ data.v }}"]}, {"membersToRemove": ["gold"]}),
        ({"membersReplacement": ["{{ data.v }}"]}, {"members": ["gold"]}),
        ({"membersReplacement": ["{{ data.none }}"]}, {"members": []}),
        ({"membersReplacement": []}, {}),
        (
            {"dataMethod": "jsonTemplate", "groupJsonTemplate": '{"name": "{{ data.v }}"}'},
            {"name": "gold"},
        ),
        ({"dataMethod": "payloadPath", "groupPayloadPath": "data.group"}, {"name": "Cooks"}),
    ],
)
def test_it_changes_what_is_given_and_nothing_else(config, changes):
    ran = update(config)
    assert ran.ports.groups.asked == [("update", GUIDES["id"], changes)]
    assert ran.payload["working"]["group"] == GUIDES


def test_it_may_keep_the_result_to_itself():
    ran = update({"resultPath": ""})
    assert ran.output == 0
    assert "working" not in ran.payload


def test_what_is_no_object_is_refused():
    ran = update({"dataMethod": "payloadPath", "groupPayloadPath": "data.v"})
    assert ran.payload["working"]["group"]["error"]["type"] == "Validation"


def test_a_refusal_goes_to_the_result_path():
    ran = update({}, Refused("NotFound", "Group was not found"))
    error = {"type": "NotFound", "message": "Group was not found"}
    assert ran.payload["working"]["group"] == {"error": error}


def test_it_needs_a_group():
    assert update({"groupIdTemplate": ""}).error == (
        "ValidationError",
        "Group ID is required, and came out blank",
    )
