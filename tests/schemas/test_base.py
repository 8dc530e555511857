import pytest

from app.errors import ValidationError
from app.schemas import EndpointPatch, EndpointPost, GroupPost, VersionPatch, ViewPatch, read
from app.schemas.reply import ReplyObject

ID = "0123456789abcdef01234567"


def test_the_wire_speaks_camel_case_and_python_snake_case() -> None:
    assert EndpointPost(method="get", route="/", endpoint_tags={"a": "b"}) == read(
        EndpointPost, {"method": "get", "route": "/", "endpointTags": {"a": "b"}}
    )


def test_the_wire_does_not_know_the_python_names() -> None:
    with pytest.raises(ValidationError, match="endpoint_tags is not a field"):
        read(EndpointPatch, {"endpoint_tags": {}})


def test_a_patch_tells_absent_from_null() -> None:
    assert read(ViewPatch, {}).changes() == {}
    assert read(ViewPatch, {"layoutId": None}).changes() == {"layout_id": None}


def test_null_is_refused_where_it_means_nothing() -> None:
    with pytest.raises(ValidationError, match="body cannot be null; leave it out"):
        read(ViewPatch, {"body": None})


def test_a_post_answers_with_every_column() -> None:
    post = EndpointPost(method="get", route="/")
    assert post.columns("experience_group_ids") == {
        "method": "get",
        "route": "/",
        "enabled": True,
        "access": "public",
        "device_id_template": None,
        "description": None,
        "endpoint_tags": {},
        "static_reply": None,
        "unauthorized_reply": None,
    }


def test_nested_objects_are_stored_as_they_came_over_the_wire() -> None:
    reply = {"type": "page", "value": ID}
    assert read(EndpointPatch, {"staticReply": reply}).changes() == {"static_reply": reply}
    tags = [{"key": "floor"}, {"value": "2"}]
    assert read(GroupPost, {"name": "a", "deviceTags": tags}).columns()["device_tags"] == tags


def test_a_repeated_id_counts_once() -> None:
    ids = [ID, "f" * 24, ID.upper()]
    assert GroupPost(name="a", device_ids=ids).device_ids == [ID, "f" * 24]


def test_ids_become_lower_case() -> None:
    assert ReplyObject(kind="page", value=ID.upper()).value == ID


def test_a_wildcard_is_stored_with_its_star_behind() -> None:
    assert EndpointPost(method="get", route="/{*any}").route == "/{any*}"


def test_a_schema_cannot_be_changed_behind_its_checks() -> None:
    with pytest.raises(Exception, match="frozen"):
        EndpointPost(method="get", route="/").route = "nonsense"  # type: ignore[misc]


def test_what_a_thing_is_cannot_be_patched() -> None:
    for schema, body in ((ViewPatch, {"viewType": "page"}), (VersionPatch, {"version": "v2"})):
        with pytest.raises(ValidationError, match="is not a field of this resource"):
            read(schema, body)
