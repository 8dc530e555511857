from tests.workflows.nodes.experience.cast import people, users
from tests.workflows.over_http import Case, Part, over_http

BODY = {
    "email": "cid@example.com",
    "password": " correct horse ",
    "first": "Cid",
    "last": "Doe",
    "user": {"email": "dan@example.com", "password": "12345678"},
}
TAKEN = 'Email address "ann@example.com" already exists'


def may_sign_in(world):
    known = users(world).check_password(BODY["email"], BODY["password"])
    return known is not None


def create(config, user, **options):
    settings = {
        "emailTemplate": " {{ data.body.email }}",
        "passwordTemplate": "{{ data.body.password }}",
        "resultPath": "working.user",
    }
    return Case(settings | config, BODY, {"user": user}, world=people, **options)


def error(kind, message):
    return {"error": {"type": kind, "message": message}}


test_over_http = over_http(
    "CreateExperienceUserNode",
    create({}, Part({"email": "cid@example.com", "userTags": {}, "experienceGroups": []})),
    create({}, Part({}), seen=True, look=may_sign_in),
    create({"firstNameTemplate": "{{ data.body.first }}"}, Part({"firstName": "Cid"})),
    create({"lastNameTemplate": "{{ data.body.last }}"}, Part({"lastName": "Doe"})),
    create(
        {"groupIdTemplates": ["~staff~", "{{ data.none }}", ""]},
        Part({"experienceGroups": [{"id": "~staff~", "name": "Staff"}]}),
    ),
    create({"groupIdTemplates": ""}, Part({"experienceGroups": []})),
    create(
        {
            "userTags": [
                {"keyTemplate": "{{ data.body.first }}", "valueTemplate": "{{ data.body.last }}"},
                {"keyTemplate": "blank", "valueTemplate": "{{ data.none }}"},
                {"keyTemplate": "", "valueTemplate": "x"},
            ]
        },
        Part({"userTags": {"Cid": "Doe"}}),
    ),
    create(
        {
            "dataMethod": "jsonTemplate",
            "userJsonTemplate": '{"email": "eve@example.com", "password": "12345678"}',
        },
        Part({"email": "eve@example.com"}),
    ),
    create(
        {"dataMethod": "payloadPath", "userPayloadPath": "data.body.user"},
        Part({"email": "dan@example.com"}),
    ),
    create(
        {"dataMethod": "jsonTemplate", "userJsonTemplate": "[1]"},
        error("Validation", "The JSON template must be an object"),
    ),
    create({"emailTemplate": "ann@example.com"}, error("AlreadyExists", TAKEN)),
    create(
        {"emailTemplate": "ann@example.com", "resultPath": ""},
        None,
        error=f"AlreadyExists: {TAKEN}",
    ),
)
