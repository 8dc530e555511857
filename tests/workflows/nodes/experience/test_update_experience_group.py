from tests.workflows.nodes.experience.cast import people, staff
from tests.workflows.over_http import Case, Part, over_http

BODY = {"id": "~staff~", "v": "gold", "email": "ben@example.com", "group": {"name": "Cooks"}}
BEFORE = Part(name="Staff", groupTags={"kind": "inner", "size": "big"}, experienceUserIds=[])
ANN_IN = Part(name="Guides", experienceUserIds=["~ann~"])
TAGS = [{"keyTemplate": "{{ data.body.v }}", "valueTemplate": "b"}, {"keyTemplate": "size"}]
GUIDES = {"groupIdTemplate": "~guides~"}


def update(config, group, **options):
    settings = {"groupIdTemplate": "{{ data.body.id }}", "resultPath": "working.group"} | config
    return Case(settings, BODY, {"group": group}, world=people, **options)


def after(**changed):
    return Part(BEFORE | changed)


def refused(kind, message):
    return {"error": {"type": kind, "message": message}}


test_over_http = over_http(
    "UpdateExperienceGroupNode",
    update({}, BEFORE),
    update({"nameTemplate": "{{ data.body.v }}"}, after(name="gold")),
    update(
        {"descriptionTemplate": "{{ data.body.v }}", "nameTemplate": " "}, after(description="gold")
    ),
    update(GUIDES | {"parentIdTemplate": "~zebras~"}, Part(parentId="~zebras~")),
    update({"groupTags": TAGS}, after(groupTags={"kind": "inner", "gold": "b"})),
    update({"deviceQueryJsonTemplate": "{}"}, after(deviceQueryJson="{}")),
    update({"membersToAdd": ["{{ data.body.email }}", ""]}, after(experienceUserIds=["~ben~"])),
    update(GUIDES | {"membersToRemove": ["~ann~"]}, Part(experienceUserIds=[])),
    update(GUIDES | {"membersReplacement": ["~ben~"]}, Part(experienceUserIds=["~ben~"])),
    update(GUIDES | {"membersReplacement": ["{{ data.none }}"]}, Part(experienceUserIds=[])),
    update(GUIDES | {"membersReplacement": []}, ANN_IN),
    update(
        {"dataMethod": "jsonTemplate", "groupJsonTemplate": '{"name": "{{ data.body.v }}"}'},
        after(name="gold"),
    ),
    update(
        {"dataMethod": "payloadPath", "groupPayloadPath": "data.body.group"}, after(name="Cooks")
    ),
    update(
        {"dataMethod": "payloadPath", "groupPayloadPath": "data.body.v"},
        refused("Validation", "What is at the payload path must be an object"),
    ),
    update({"groupIdTemplate": "0" * 24}, refused("NotFound", "Group was not found")),
    Case(
        {"groupIdTemplate": "~staff~", "descriptionTemplate": "new"},
        world=people,
        seen=after(description="new"),
        look=staff,
    ),
    update(
        {"groupIdTemplate": ""},
        None,
        error="ValidationError: Group ID is required, and came out blank",
    ),
)
