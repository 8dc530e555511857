from dirty_equals import IsStr

from tests.workflows.nodes.experience.cast import people
from tests.workflows.over_http import Case, Part, over_http

BODY = {"name": "Cooks", "about": "They cook", "group": {"name": "Waiters"}}


def create(config, group, **options):
    settings = {"nameTemplate": "{{ data.body.name }}", "resultPath": "working.group"} | config
    return Case(settings, BODY, {"group": group}, world=people, **options)


def refused(message):
    return {"error": {"type": "Validation", "message": message}}


test_over_http = over_http(
    "CreateExperienceGroupNode",
    create({}, Part({"name": "Cooks", "groupTags": {}})),
    create({"descriptionTemplate": "{{ data.body.about }}"}, Part({"description": "They cook"})),
    create({"parentIdTemplate": " {{ '~staff~' }} "}, Part({"parentId": "~staff~"})),
    create({"parentIdTemplate": "{{ data.none }}"}, Part({"name": "Cooks"})),
    create({"deviceQueryJsonTemplate": '{"$nor":[]}'}, Part({"deviceQueryJson": '{"$nor":[]}'})),
    create(
        {
            "groupTagTemplates": [
                {"keyTemplate": "{{ data.body.name }}", "valueTemplate": "b"},
                {"keyTemplate": "blank", "valueTemplate": "{{ data.none }}"},
            ]
        },
        Part({"groupTags": {"Cooks": "b"}}),
    ),
    create(
        {"dataMethod": "jsonTemplate", "groupJsonTemplate": '{"name": "Maids"}'},
        Part({"name": "Maids"}),
    ),
    create(
        {"dataMethod": "payloadPath", "groupPayloadPath": "data.body.group"},
        Part({"name": "Waiters"}),
    ),
    create(
        {"dataMethod": "payloadPath", "groupPayloadPath": "data.body.name"},
        refused("What is at the payload path must be an object"),
    ),
    create(
        {"parentIdTemplate": "{{ '0' * 24 }}", "resultPath": ""},
        None,
        error=IsStr(regex="Validation: .*"),
    ),
    create(
        {"nameTemplate": ""}, None, error="ValidationError: Name is required, and came out blank"
    ),
)
