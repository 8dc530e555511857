from typing import Any

import pydantic
import pytest

from app.errors import ValidationError
from app.schemas import (
    DomainPost,
    EndpointPost,
    GlobalsPatch,
    SlugPost,
    UserPost,
    VersionPatch,
    VersionPost,
    ViewPost,
    field_errors,
    read,
)


@pytest.mark.parametrize(
    ("schema", "body", "message"),
    [
        (EndpointPost, None, "body must be an object"),
        (EndpointPost, [], "body must be an object"),
        (EndpointPost, {"method": "get"}, "route is required"),
        (
            EndpointPost,
            {"method": "head", "route": "/"},
            "method must be 'delete', 'get', 'options', 'patch', 'post' or 'put'",
        ),
        (
            EndpointPost,
            {"method": "get", "route": "/{a?}/b"},
            "route `/{a?}/b` cannot be read: `{a?}` can only come last. Move it, or make it `{a}`",
        ),
        (
            EndpointPost,
            {"method": "get", "route": "/", "endpointTags": {"a b": "c"}},
            "endpointTags.a b must be 1 to 255 letters, digits, hyphens or underscores",
        ),
        (
            EndpointPost,
            {"method": "get", "route": "/", "experienceGroupIds": ["x"]},
            "experienceGroupIds.0 must be an id of 24 hex characters",
        ),
        (
            EndpointPost,
            {"method": "get", "route": "/", "colour": "red"},
            "colour is not a field of this resource; check its spelling or leave it out",
        ),
        (
            ViewPost,
            {"name": "", "viewType": "page"},
            "name must not be empty",
        ),
        (
            ViewPost,
            {"name": "x" * 256, "viewType": "page"},
            "name is longer than 255 characters",
        ),
        (
            ViewPost,
            {"name": "x", "viewType": "page", "body": "é" * 65537},
            "body is larger than 131072 bytes (it has 131074); move a part into a component",
        ),
        (
            VersionPost,
            {"version": "v", "globals": [{"key": "a", "json": "blue"}]},
            "globals.0.json is not JSON (line 1, column 1); text needs quotes of its own: \"blue\"",
        ),
        (
            VersionPost,
            {"version": "v", "responseHeaders": {"a b": "c"}},
            "responseHeaders.a b is not a header name; use letters, digits and hyphens",
        ),
        (GlobalsPatch, [{"json": "1"}], "0.key is required"),
        (SlugPost, {"slug": "www"}, "slug `www` is reserved; try `my-www`"),
        (
            DomainPost,
            {"domainName": "a_b.com"},
            "domainName `a_b.com` is not a host name: "
            "`a_b` may hold letters, digits and inner hyphens",
        ),
        (
            UserPost,
            {"email": "a@b.com", "password": "12345678", "tokenCutoff": "2025-03-01T12:00:00"},
            "tokenCutoff needs a time zone; end it in Z for UTC",
        ),
        (
            UserPost,
            {"email": "a@example.com", "password": "1234567\ud800"},
            "password holds half of a character; send whole Unicode text",
        ),
        (
            UserPost,
            {"email": "a@example.com", "password": 5},
            "password must be text",
        ),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field_and_the_way_out(
    schema: type[pydantic.BaseModel], body: Any, message: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        read(schema, body)
    assert refused.value.message == message


def test_the_first_three_failures_are_told_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        read(EndpointPost, {"a": 1, "b": 2, "c": 3})
    assert refused.value.message == (
        "method is required; route is required; "
        "a is not a field of this resource; check its spelling or leave it out"
    )
    assert refused.value.field == "method"


def test_what_was_sent_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(ValidationError) as refused:
        read(UserPost, {"email": "a@example.com", "password": "secret"})
    assert "secret" not in refused.value.message


def test_a_form_gets_its_sentences_by_field() -> None:
    with pytest.raises(pydantic.ValidationError) as failed:
        EndpointPost.model_validate(
            {"method": "get", "static_reply": {"kind": "page", "value": "home"}}
        )
    assert field_errors(failed.value) == {
        "route": ["This is required."],
        "static_reply": ["`value` must be an id of 24 hex characters."],
    }


def test_a_form_shows_names_as_they_were_typed_and_not_all_of_a_long_one() -> None:
    with pytest.raises(pydantic.ValidationError) as failed:
        UserPost.model_validate(
            {"email": "", "password": "short", "user_tags": {"desk": "", "x" * 300: "1"}}
        )
    found = field_errors(failed.value)
    assert found["password"] == ["This is too short; it needs 8 or more characters."]
    assert found["email"][0].endswith("must have an @-sign.")
    assert found["user_tags"] == [
        "`desk` must not be empty.",
        f"`{'x' * 60}` must be 1 to 255 letters, digits, hyphens or underscores.",
    ]


def test_an_item_of_a_list_is_a_row_to_a_form() -> None:
    with pytest.raises(pydantic.ValidationError) as failed:
        VersionPatch.model_validate(
            {"globals": [{"key": "a", "json": "1"}, {"key": "", "json": ""}]}
        )
    assert field_errors(failed.value)["globals"][0] == (
        "Row 2: key must be 1 to 255 letters, digits, hyphens or underscores."
    )
