import json

import pytest

from app.workflows.nodes.logic import validate_payload
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

SCHEMA = '{"properties": {"email": {"format": "email"}}, "required": ["{{ data.body.needed }}"]}'
BODY = {"needed": "email", "email": "ann", "schema": {"required": ["name"]}}
EMAIL = {"field": "data.email", "message": "must be email format"}


def checked(output, errors, **config):
    settings = {"schema": SCHEMA, "toValidatePath": "data.body", "errorsPath": "working.errors"}
    return Case(settings | config, BODY, {"errors": errors}, output=output)


test_over_http = over_http(
    "ValidatePayloadNode",
    checked(0, [EMAIL]),
    checked(1, [], schema="{}"),
    checked(
        0,
        [{"field": "data.name", "message": "is required"}],
        schemaType="path",
        schema="data.body.schema",
    ),
    checked(0, [{"field": "data.email", "message": "is required"}], toValidatePath=""),
    Case(
        {"schema": "{% if data.body.none %}[]{% else %}{}{% endif %}", "toValidatePath": "data.x"},
        output=0,
    ),
)


CONFIG = {"schemaType": "json", "toValidatePath": "data.body", "errorsPath": "working.errors"}


def validate(schema, body, **config):
    if not isinstance(schema, str):
        schema = json.dumps(schema)
    return run_node("ValidatePayloadNode", CONFIG | {"schema": schema} | config, {"body": body})


def errors(schema, body):
    found = validate(schema, body).payload["working"]["errors"]
    return [(error["field"], error["message"]) for error in found]


SIGN_UP = {
    "type": "object",
    "properties": {
        "email": {"type": "string", "format": "email"},
        "password": {"type": "string", "minLength": 8},
    },
    "required": ["email", "password"],
}


def test_what_fits_goes_on_through_valid_without_errors():
    ran = validate(SIGN_UP, {"email": "ann@example.com", "password": "long enough"})
    assert ran.output == 1
    assert ran.payload["working"]["errors"] == []


def test_what_does_not_fit_goes_on_through_invalid_and_says_why():
    ran = validate(SIGN_UP, {"email": "ann", "password": "short"})
    assert ran.output == 0
    assert ran.payload["working"]["errors"] == [
        {"field": "data.email", "message": "must be email format"},
        {"field": "data.password", "message": "has less length than allowed"},
    ]


def test_what_is_missing_is_named():
    assert errors(SIGN_UP, {}) == [
        ("data.email", "is required"),
        ("data.password", "is required"),
    ]


def test_where_nothing_is_to_validate_it_is_required():
    ran = run_node("ValidatePayloadNode", CONFIG | {"schema": "{}"})
    assert ran.output == 0
    assert ran.payload["working"]["errors"] == [{"field": "data", "message": "is required"}]


def test_a_blank_path_validates_the_whole_payload():
    schema = {"required": ["flowName", "nothing"], "properties": {"time": {"format": "date-time"}}}
    ran = validate(schema, {}, toValidatePath="")
    assert ran.payload["working"]["errors"] == [{"field": "data.nothing", "message": "is required"}]


def test_the_schema_is_a_template():
    schema = (
        '{"type": "object", "properties": {"kind": { '
        '{% if data.body.kinds %}"enum": {{ data.body.kinds | jsonEncode }},{% endif %}'
        '"type": "string"}}}'
    )
    assert validate(schema, {"kind": "c", "kinds": ["a", "b"]}).output == 0
    assert validate(schema, {"kind": "a", "kinds": ["a", "b"]}).output == 1
    assert validate(schema, {"kind": "c"}).output == 1


def test_the_schema_can_be_at_a_path():
    ran = validate("data.body.schema", {"schema": {"required": ["x"]}}, schemaType="path")
    assert ran.payload["working"]["errors"] == [{"field": "data.x", "message": "is required"}]


@pytest.mark.parametrize(
    ("schema", "body", "message"),
    [
        ({"type": "string"}, 1, "is the wrong type"),
        ({"type": ["string", "null"]}, 1, "is the wrong type"),
        ({"type": "integer", "minimum": 3}, "1", "is the wrong type"),
        ({"enum": ["a", 1]}, True, "must be an enum value"),
        ({"enum": [{"a": 1}]}, {"a": 2}, "must be an enum value"),
        ({"minimum": 3}, 2, "is less than minimum"),
        ({"minimum": 3, "exclusiveMinimum": True}, 3, "is less than minimum"),
        ({"maximum": 3}, 4, "is more than maximum"),
        ({"multipleOf": 0.1}, 0.35, "has a remainder"),
        ({"maxLength": 1}, "ab", "has longer length than allowed"),
        ({"pattern": "^a+$"}, "b", "pattern mismatch"),
        ({"minItems": 1}, [], "has less items than allowed"),
        ({"maxItems": 1}, [1, 2], "has more items than allowed"),
        ({"uniqueItems": True}, [{"a": 1}, {"a": 1}], "must be unique"),
        ({"items": [{}], "additionalItems": False}, [1, 2], "has additional items"),
        ({"minProperties": 1}, {}, "has less properties than allowed"),
        ({"maxProperties": 0}, {"a": 1}, "has more properties than allowed"),
        ({"additionalProperties": False}, {"a": 1, "b": 1}, "has additional properties"),
        ({"dependencies": {"a": ["b"]}}, {"a": 1}, "dependencies not set"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, 1, "no schemas match"),
        ({"oneOf": [{}, {}]}, 1, "no (or more than one) schemas match"),
        ({"not": {}}, 1, "negative schema matches"),
    ],
)
def test_each_keyword_has_its_sentence(schema, body, message):
    assert errors(schema, body) == [("data", message)]


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        ({"multipleOf": 0.1}, 0.3),
        ({"uniqueItems": True}, [1, "1", True, [1]]),
        ({"enum": [{"a": [1]}]}, {"a": [1]}),
        (
            {"patternProperties": {"^x-": {"type": "number"}}, "additionalProperties": False},
            {"x-a": 1},
        ),
        ({"format": "nothing known"}, "x"),
        ({"pattern": r"^(?<name>[\w-]+)$"}, "a-b"),
        ({"definitions": {"n": {"type": "number"}}, "items": {"$ref": "#/definitions/n"}}, [1, 2]),
    ],
)
def test_these_fit(schema, body):
    assert errors(schema, body) == []


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date-time", "2025-03-01T12:00:00.000Z", "2025-03-01"),
        ("date-time", "2025-03-01 12:00:00+01:00", "2025-03-01T12:00:00"),
        ("date", "2025-03-01", "2025-13-01"),
        ("alpha", "abc", "a1"),
        ("alphanumeric", "a1", "a-1"),
        ("utc-millisec", "1740830400000", "now"),
        ("ip-address", "10.0.0.1", "ten"),
        ("host-name", "localhost", "a..b"),
        ("time", "12:00:00", "12:00"),
        ("email", "a@b", "a b@c"),
        ("ipv4", "127.0.0.1", "127.0.0.256"),
        ("ipv6", "::1", "1"),
        ("uri", "https://example.com/?a=b", "example"),
        ("hostname", "a.example-b.com", "-a.com"),
        ("phone", "+41 44 123 45 67", "044 123"),
    ],
)
def test_it_knows_formats(name, good, bad):
    assert errors({"format": name}, good) == []
    assert errors({"format": name}, bad) == [("data", f"must be {name} format")]


def test_fields_are_named_by_their_way():
    schema = {
        "properties": {
            "rows": {"items": {"$ref": "#/definitions/row"}},
        },
        "definitions": {"row": {"required": ["id"]}},
        "patternProperties": {"^n": {"type": "number"}},
        "additionalProperties": {"type": "array"},
    }
    body = {"rows": [{"id": 1}, {}], "n1": "x", "other": 1}
    assert sorted(errors(schema, body)) == [
        ("data.n1", "is the wrong type"),
        ("data.other", "is the wrong type"),
        ("data.rows.1.id", "is required"),
    ]


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("[]", "A schema is a JSON object"),
        ("", "A schema is a JSON object"),
        ('{"type": "text"}', "This is no JSON Schema: type no schemas match"),
        ('{"pattern": "("}', "A pattern of the schema is none: missing )"),
        ('{"$ref": "https://example.com/schema"}', "The schema refers to “https://example.com/sc"),
        ('{"$ref": "#/nowhere"}', "The schema refers to “"),
        ('{"$ref": 7}', "The schema refers to “7”"),
        ('{"$ref": "#"}', "The schema or the value is nested too deeply"),
        ('{"not":' * 300 + "{}" + "}" * 300, "The schema or the value is nested too deeply"),
    ],
)
def test_a_schema_that_is_none_halts(schema, message):
    ran = validate(schema, "x")
    assert ran.error is not None
    assert ran.error[0] == "InvalidSchema"
    assert ran.error[1].startswith(message)


def test_a_template_that_gives_no_json_halts():
    ran = validate("{", "x")
    assert ran.error is not None
    assert ran.error[0] == "InvalidJsonTemplate"


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        ({"pattern": "^(a|a)*$"}, "a" * 60 + "b"),
        (
            {
                "definitions": {
                    str(n): {"allOf": [{"$ref": f"#/definitions/{n + 1}"}] * 4} for n in range(20)
                }
                | {"20": {}},
                "$ref": "#/definitions/0",
            },
            1,
        ),
    ],
    ids=["pattern", "references"],
)
def test_a_schema_that_takes_for_ever_halts(monkeypatch, schema, body):
    monkeypatch.setattr(validate_payload, "SECONDS", 0.05)
    assert validate(schema, body).error == ("InvalidSchema", "It took too long to validate this")


def test_what_takes_a_while_is_done_on_a_thread(monkeypatch):
    monkeypatch.setattr(validate_payload, "SECONDS_AT_ONCE", -1)
    ran = validate({"type": "string"}, 1)
    assert ran.run.host.adopted == 1
    assert ran.output == 0


def test_there_is_an_end_to_its_errors():
    assert len(errors({"items": {"type": "string"}}, list(range(200)))) == 100
