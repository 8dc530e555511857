from tests.workflows.nodes.experience.cast import people, users, whose_earlier_token
from tests.workflows.over_http import Case, Part, over_http

BODY = {
    "email": "ann@example.com",
    "new": "an@example.com",
    "v": "silver",
    "user": {"lastName": "X"},
}
BEFORE = Part(
    email="Ann@example.com",
    firstName="Ann",
    lastName="Abel",
    userTags={"tier": "gold", "old": "yes"},
    experienceGroups=[{"id": "~guides~", "name": "Guides", "parentId": "~staff~"}],
)
TAGS = [
    {"keyTemplate": "tier", "valueTemplate": "{{ data.body.v }}"},
    {"keyTemplate": "old", "valueTemplate": "{{ data.none }}"},
    {"keyTemplate": "", "valueTemplate": "x"},
]


def update(config, user, **options):
    settings = {"emailOrIdTemplate": "{{ data.body.email }}", "resultPath": "working.user"}
    return Case(settings | config, BODY, {"user": user}, world=people, **options)


def after(**changed):
    return Part(BEFORE | changed)


def may_sign_in(world):
    return users(world).check_password("ann@example.com", "a new password") is not None


def refused(kind, message):
    return {"error": {"type": kind, "message": message}}


test_over_http = over_http(
    "UpdateExperienceUserNode",
    update({}, BEFORE),
    update({"emailTemplate": "{{ data.body.new }}"}, after(email="an@example.com")),
    update({"passwordTemplate": "a new password"}, BEFORE, seen=True, look=may_sign_in),
    update({"firstNameTemplate": "{{ data.body.v }}"}, after(firstName="silver")),
    update(
        {"lastNameTemplate": "{{ data.body.v }}", "firstNameTemplate": " "},
        after(lastName="silver"),
    ),
    update(
        {"groupIdTemplates": ["~staff~", ""]},
        after(experienceGroups=[{"id": "~staff~", "name": "Staff"}]),
    ),
    update({"groupIdTemplates": []}, after(experienceGroups=[])),
    update({"groupIdTemplates": ""}, BEFORE),
    update({"userTags": TAGS}, after(userTags={"tier": "silver"})),
    update(
        {"dataMethod": "jsonTemplate", "userJsonTemplate": '{"userTags": {"a": "b"}}'},
        after(userTags={"a": "b"}),
    ),
    update({"dataMethod": "payloadPath", "userPayloadPath": "data.body.user"}, after(lastName="X")),
    update({}, BEFORE, seen="~ann~", look=whose_earlier_token),
    update({"invalidateExistingTokens": True}, BEFORE, seen=None, look=whose_earlier_token),
    update(
        {"emailOrIdTemplate": "cid@example.com", "invalidateExistingTokens": True},
        refused("NotFound", "User was not found"),
    ),
    update(
        {"dataMethod": "payloadPath", "userPayloadPath": "data.body.v"},
        refused("Validation", "What is at the payload path must be an object"),
    ),
    update(
        {"emailOrIdTemplate": ""},
        None,
        error="ValidationError: Email or ID is required, and came out blank",
    ),
)
