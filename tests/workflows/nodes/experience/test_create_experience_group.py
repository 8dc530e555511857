import pytest

from app.workflows.errors import Refused
from tests.workflows.nodes.experience.people import GUIDES, run

DATA = {"name": "Guides", "about": "They lead", "id": "8" * 24, "group": {"name": "Cooks"}}


def create(config, refusal=None):
    settings = {"nameTemplate": "{{ data.name }}", "resultPath": "working.group"} | config
    return run("CreateExperienceGroupNode", settings, DATA, refusal)


@pytest.mark.parametrize(
    ("config", "fields"),
    [
        ({}, {}),
        ({"descriptionTemplate": "{{ data.about }}"}, {"description": "They lead"}),
        ({"parentIdTemplate": "{{ data.id }}"}, {"parentId": "8" * 24}),
        ({"parentIdTemplate": "{{ data.none }}"}, {}),
        ({"deviceQueryJsonTemplate": '{"$nor":[]}'}, {"deviceQueryJson": '{"$nor":[]}'}),
        (
            {"groupTagTemplates": [{"keyTemplate": "{{ data.name }}", "valueTemplate": "b"}]},
            {"groupTags": {"Guides": "b"}},
        ),
    ],
)
def test_each_field_is_read(config, fields):
    ran = create(config)
    assert ran.ports.groups.asked == [("create", {"name": "Guides", "groupTags": {}} | fields)]
    assert ran.payload["working"]["group"] == GUIDES


@pytest.mark.parametrize(
    "config",
    [
        {"dataMethod": "jsonTemplate", "groupJsonTemplate": '{"name": "Cooks"}'},
        {"dataMethod": "payloadPath", "groupPayloadPath": "data.group"},
    ],
)
def test_the_group_may_come_whole(config):
    assert create(config).ports.groups.asked == [("create", {"name": "Cooks"})]


def test_what_is_no_object_is_refused():
    ran = create({"dataMethod": "payloadPath", "groupPayloadPath": "data.name"})
    assert ran.payload["working"]["group"]["error"]["type"] == "Validation"


def test_it_needs_a_name():
    assert create({"nameTemplate": ""}).error == (
        "ValidationError",
        "Name is required, and came out blank",
    )


def test_a_refusal_goes_to_the_result_path():
    ran = create({}, Refused("Validation", "parentId names nothing"))
    error = {"type": "Validation", "message": "parentId names nothing"}
    assert ran.payload["working"]["group"] == {"error": error}
