import re

import pytest
from dirty_equals import IsStr, IsUUID

from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

URL = "6ba7b811-9dad-11d1-80b4-00c04fd430c8"


def make(id, **config):
    return Case({"destinationPath": "working.id"} | config, {"n": 7, "url": URL}, {"id": id})


def named(id, **config):
    config = {
        "valueTemplate": "{{ data.body.n }}",
        "namespaceTemplate": "{{ data.body.url }}",
    } | config
    return make(id, **config)


test_over_http = over_http(
    "GenerateIdNode",
    make(IsUUID(4)),
    make(IsStr(regex="[0-9a-f]{24}"), idTypeTemplate="{{ ' ObjectId ' }}"),
    named("5bd20866-3478-53f7-bc79-d2aae304b443", idTypeTemplate="uuidv5"),
    named("f98be397-abfb-3f91-8448-29738a166724", idTypeTemplate="uuidv3"),
    make(IsUUID(1), idTypeTemplate="uuidv1"),
    make(IsStr(regex=r"[\w-]{21}"), idTypeTemplate="nanoid"),
    make(
        IsStr(regex=r"[\w-]{7}"), idTypeTemplate="nanoid", numCharactersTemplate="{{ data.body.n }}"
    ),
)


DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"


def run_generate(kind, data=None, **config):
    settings = {"idTypeTemplate": kind, "destinationPath": "working.id"} | config
    return run_node("GenerateIdNode", settings, data)


def generate(kind, data=None, **config):
    return run_generate(kind, data, **config).payload["working"]["id"]


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("uuidv1", r"[\da-f]{8}-[\da-f]{4}-1[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}"),
        ("uuidv4", r"[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}"),
        ("objectid", r"67c2f6c0[\da-f]{16}"),
        ("nanoid", r"[\w-]{21}"),
        (" NanoID ", r"[\w-]{21}"),
        ("{{ data.kind }}", r"67c2f6c0[\da-f]{16}"),
    ],
)
def test_it_makes_ids_that_no_one_else_has(kind, shape):
    first, second = (generate(kind, {"kind": "objectid"}) for _ in range(2))
    assert re.fullmatch(shape, first)
    assert first != second


@pytest.mark.parametrize(
    ("kind", "id"),
    [
        ("uuidv3", "6fa459ea-ee8a-3ca4-894e-db77e160355e"),
        ("uuidv5", "886313e1-3b8a-5372-9b90-0c9aee199e5d"),
    ],
)
def test_an_id_can_follow_from_a_value_in_a_namespace(kind, id):
    data = {"space": DNS, "name": "python"}
    settings = {"namespaceTemplate": "{{ data.space }}", "valueTemplate": "{{ data.name }}.org"}
    assert generate(kind, data, **settings) == id


def test_a_nanoid_can_be_of_another_length():
    assert len(generate("nanoid", {"n": 256}, numCharactersTemplate="{{ data.n }}")) == 256


@pytest.mark.parametrize(
    ("kind", "config", "message"),
    [
        ("uuidv9", {}, "Kind must be one of uuidv1, uuidv3, uuidv4, uuidv5, objectid, nanoid, not"),
        ("nanoid", {"numCharactersTemplate": "0"}, "Characters must be a whole number from 1"),
        ("nanoid", {"numCharactersTemplate": "257"}, "Characters must be a whole number from 1"),
        ("nanoid", {"numCharactersTemplate": "1.5"}, "Characters must be a whole number from 1"),
        ("nanoid", {"numCharactersTemplate": "x"}, "Characters must be a number, not “x”"),
        ("uuidv3", {"valueTemplate": "x"}, "Namespace must be a UUID, not “”"),
        ("uuidv5", {"namespaceTemplate": DNS}, "Value is required, and came out blank"),
    ],
)
def test_what_cannot_be_made_halts(kind, config, message):
    ran = run_generate(kind, **config)
    assert ran.error is not None
    assert ran.error[0] == "ValidationError"
    assert ran.error[1].startswith(message)
