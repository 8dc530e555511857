"""Every limit, at it and just over it."""

from typing import Any

import pytest
from pydantic import BaseModel

from app import schemas
from app.errors import ValidationError
from app.schemas import read

ID = "0123456789abcdef01234567"
MINIMAL: dict[str, dict[str, Any]] = {
    "Account": {"email": "a@example.com", "password": "12345678"},
    "ApiToken": {"name": "CI"},
    "Application": {"name": "Museum"},
    "Domain": {"domainName": "example.com"},
    "Endpoint": {"method": "get", "route": "/"},
    "Group": {"name": "Staff"},
    "Slug": {"slug": "museum"},
    "User": {"email": "a@example.com", "password": "12345678"},
    "Version": {"version": "v1"},
    "View": {"name": "Home", "viewType": "page"},
}


def texts(least: int, most: int) -> tuple[list[Any], list[Any]]:
    return ["x" * least, "x" * most], ["x" * (most + 1), *(["x" * (least - 1)] if least else [])]


def ids(most: int = 1000) -> tuple[list[Any], list[Any]]:
    many = [f"{number:024x}" for number in range(most + 1)]
    return [[], many[:most], ["A" * 24]], [many, ["x" * 24], ["a" * 23], ["a" * 25], None]


def reply() -> tuple[list[Any], list[Any]]:
    def page(status: Any) -> dict[str, Any]:
        return {"type": "page", "value": ID, "statusCode": status}

    def redirect(status: Any) -> dict[str, Any]:
        return {"type": "redirect", "value": "/login", "statusCode": status}

    good = [None, page(100), page(599), redirect(300), redirect(399)]
    bad = [page(99), page(600), page("200"), page(True), redirect(299), redirect(400)]
    return good, [*bad, {"type": "page"}, {"value": ID}, {**page(200), "more": 1}]


NAME = texts(1, 255)
DESCRIPTION = texts(0, 32767)
PASSWORD = texts(8, 2048)
PEM = texts(50, 32767)
TAGS = (
    [{}, {"k" * 255: "v" * 255}, {"a-Z_0": "é"}],
    [{"k" * 256: "v"}, {"": "v"}, {"a b": "v"}, {"ä": "v"}, {"k": ""}, {"k": "v" * 256}, {"k": 1}],
)
GLOBALS = (
    [
        [{"key": f"k{number}", "json": "1"} for number in range(100)],
        [{"key": "k", "json": '"' + "x" * 32765 + '"', "description": "d" * 1024}],
        [{"key": "k", "json": '{"a": [1, null]}'}],
    ],
    [
        [{"key": f"k{number}", "json": "1"} for number in range(101)],
        [{"key": "k", "json": '"' + "x" * 32766 + '"'}],
        [{"key": "k", "json": "1", "description": "d" * 1025}],
        [{"key": "k", "json": ""}],
        [{"key": "k", "json": "blue"}],
        [{"key": "k", "json": "NaN"}],
        [{"key": "k", "json": 1}],
        [{"key": "k b", "json": "1"}],
        [{"key": "k"}],
        [{"key": "k", "json": "1", "more": 1}],
        [{"key": "k", "json": "1"}, {"key": "k", "json": "2"}],
    ],
)
EMAIL = (
    ["a@example.com", "A.B+c@Example.COM", "a@localhost", "a@corp.local"],
    ["", "a", "a@", "@b.com", "a b@c.com", "a@b@c.com", "a@b.com\n", "a" * 1020 + "@b.com"],
)
MOMENT = (
    ["2025-03-01T12:00:00Z", "2025-03-01T12:00:00.123+01:00"],
    ["", "2025-03-01", "2025-03-01T12:00:00", "noon", 0, "0001-01-01T00:00:00+14:00", None],
)
FLAG = ([True, False], ["true", 1, None])
VERSION_NAME = ([*NAME[0], None], NAME[1])

LIMITS: dict[str, dict[str, tuple[list[Any], list[Any]]]] = {
    "Account": {
        "email": EMAIL,
        "firstName": texts(0, 1024),
        "lastName": texts(0, 1024),
    },
    "ApiToken": {
        "name": NAME,
        "description": DESCRIPTION,
        "status": (["active", "inactive"], ["gone", None]),
    },
    "Application": {
        "name": NAME,
        "description": texts(0, 1024),
        "endpointSlug": texts(3, 63),
        "endpointDefaultCors": FLAG,
        "expUserTokenCutoff": MOMENT,
        "globals": GLOBALS,
    },
    "Domain": {
        "domainName": (
            ["a.b", "*.example.com", "a" * 41 + ".com", "intranet", "A.COM", "xn--caf-dma.fr"],
            ["ab", "a" * 42 + ".com", "a b.com", "-a.com", "a-.com", "a..com", "a.com.", ".a.com",
             "*", "a.*.com", "*a.com", "**.a.com", "café.fr", "a_b.com", "10.0.0.1", "a.com:80",
             "[::1]", None],
        ),
        "version": VERSION_NAME,
        "sslKey": PEM,
        "sslCert": PEM,
        "sslBundle": PEM,
    },
    "Endpoint": {
        "method": (
            ["delete", "get", "options", "patch", "post", "put"],
            ["head", "GET", "", None],
        ),
        "route": (
            ["/", "/" + "x" * 1023, "/{a}/{b?}", "/{any*}", "/{*any}"],
            ["", "/" + "x" * 1024, "a", "/{a?}/b", "/a b", None],
        ),
        "enabled": FLAG,
        "access": (["public", "authenticated", "group", "device"], ["nobody", None]),
        "description": DESCRIPTION,
        "deviceIdTemplate": texts(0, 255),
        "endpointTags": TAGS,
        "experienceGroupIds": ids(),
        "staticReply": reply(),
        "unauthorizedReply": reply(),
    },
    "Group": {
        "name": NAME,
        "description": DESCRIPTION,
        "parentId": ([ID, ID.upper(), None], ["x" * 24, ID[1:]]),
        "groupTags": TAGS,
        "experienceUserIds": ids(),
        "experienceEndpointIds": ids(),
        "deviceIds": ids(),
        "deviceTags": (
            [[{}] * 100, [{"key": "k" * 255}], [{"value": "v" * 255}]],
            [[{}] * 101, [{"key": "k" * 256}], [{"value": ""}], [{"value": "v" * 256}], [{"a": 1}]],
        ),
        "deviceQueryJson": (
            ['{"$nor":[]}', '"' + "x" * 8190 + '"', None],
            ['"' + "x" * 8191 + '"', "", "{"],
        ),
    },
    "Slug": {
        "slug": (
            ["abc", "a" * 63, "0-9-a"],
            ["ab", "a" * 64, "Abc", "a_b", "a.b", "-abc", "abc-", "www", "webmail", "cpanel", None],
        ),
        "version": VERSION_NAME,
    },
    "User": {
        "email": EMAIL,
        "password": PASSWORD,
        "firstName": texts(0, 1024),
        "lastName": texts(0, 1024),
        "userTags": TAGS,
        "experienceGroupIds": ids(),
        "tokenCutoff": MOMENT,
    },
    "Version": {
        "description": DESCRIPTION,
        "endpointDefaultCors": FLAG,
        "allowedCorsOrigins": (
            [[], ["http://a", "x" * 270], ["https://a.example"] * 100],
            [["http://"], ["x" * 271], ["https://a.example"] * 101, ["https://a\n.example"], None],
        ),
        "globals": GLOBALS,
        "notFoundReply": reply(),
        "unauthorizedReply": reply(),
        "responseHeaders": (
            [{}, {f"X-{n}": "v" for n in range(10)}, {"X" * 255: "v" * 1024}],
            [{f"X-{n}": "v" for n in range(11)}, {"X" * 256: "v"}, {"": "v"}, {"X": "v" * 1025},
             {"X": ""}, {"X": "a\r\nb"}, {"X\n": "a"}, {"X:": "a"}, {"X Y": "a"}, {"X": "→"}, None,
             {"Content-Length": "1"}, {"transfer-encoding": "a"}, {"Connection": "a"}, {"TE": "a"},
             {"Keep-Alive": "a"}, {"Upgrade": "a"}, {"trailer": "a"}],
        ),
    },
    "View": {
        "name": NAME,
        "description": DESCRIPTION,
        "layoutId": ([ID, None], ["x" * 24, ID + "0"]),
        "body": (["", "x" * 131072, "é" * 65536], ["x" * 131073, "é" * 65537, 1, None]),
        "viewTags": TAGS,
        "headers": (
            [{}, {"content-type": "x" * 255}],
            [{"content-type": ""}, {"content-type": "x" * 256}, {"content-type": "a\r\nb"},
             {"Content-Type": "a"}, {"x-other": "a"}, None],
        ),
    },
}  # fmt: skip
ONLY_IN_POST: dict[str, dict[str, tuple[list[Any], list[Any]]]] = {
    "Account": {"password": PASSWORD},
    "ApiToken": {
        "expirationDate": MOMENT,
        "scope": ([[], ["all.User", "files.*"]], [["x y"], ["a.*"], None]),
    },
    "Version": {"version": NAME, "domainIds": ids(), "slugIds": ids()},
    "View": {"viewType": (["layout", "page", "component"], ["partial", None])},
}
ONLY_IN_PATCH: dict[str, dict[str, tuple[list[Any], list[Any]]]] = {
    "Application": {
        "ftueTracking": (
            [[{"name": "experience", "version": 3, "status": "skipped"}] * 100],
            [
                [{"name": "experience", "version": 3, "status": "skipped"}] * 101,
                [{"name": "experience", "version": "3", "status": "skipped"}],
                [{"name": "a b", "version": 3, "status": "skipped"}],
                [{"name": "experience", "version": 3, "status": "begun"}],
                [{"name": "experience", "version": 3}],
            ],
        )
    },
    "Domain": {name: ([*PEM[0], None], PEM[1]) for name in ("sslKey", "sslCert", "sslBundle")},
    "Version": {"sourceVersionIdOrName": NAME},
}


def cases() -> list[Any]:
    found = []
    for resource in MINIMAL:
        for act, more in (("Post", ONLY_IN_POST), ("Patch", ONLY_IN_PATCH)):
            schema = getattr(schemas, resource + act)
            for field, (good, bad) in (LIMITS[resource] | more.get(resource, {})).items():
                for fits, values in ((True, good), (False, bad)):
                    for at, value in enumerate(values):
                        name = f"{schema.__name__}-{field}-{'good' if fits else 'bad'}{at}"
                        found.append(pytest.param(schema, field, value, fits, id=name))
    return found


@pytest.mark.parametrize(("schema", "field", "value", "fits"), cases())
def test_a_limit_holds(schema: type[BaseModel], field: str, value: Any, fits: bool) -> None:
    resource = schema.__name__.removesuffix("Post").removesuffix("Patch")
    body = {**(MINIMAL[resource] if schema.__name__.endswith("Post") else {}), field: value}
    if fits:
        read(schema, body)
        return
    with pytest.raises(ValidationError) as refused:
        read(schema, body)
    assert str(refused.value.field).split(".")[0] == field
    assert refused.value.message.startswith(field)


@pytest.mark.parametrize("resource", MINIMAL)
def test_every_field_of_every_schema_is_in_the_tables(resource: str) -> None:
    for act, more in (("Post", ONLY_IN_POST), ("Patch", ONLY_IN_PATCH)):
        fields = getattr(schemas, resource + act).model_fields.values()
        tables = LIMITS[resource] | more.get(resource, {})
        assert {field.alias for field in fields} == set(tables)


@pytest.mark.parametrize("resource", MINIMAL)
def test_a_post_asks_for_what_a_patch_may_leave_out(resource: str) -> None:
    post, patch = getattr(schemas, f"{resource}Post"), getattr(schemas, f"{resource}Patch")
    read(patch, {})
    for name in MINIMAL[resource]:
        with pytest.raises(ValidationError, match=f"{name} is required"):
            read(post, {key: value for key, value in MINIMAL[resource].items() if key != name})
