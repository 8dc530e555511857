"""The REST API out of a flow, with the rights of its own application."""

from dirty_equals import IsStr

from app.schemas import ApiTokenPost
from app.services.accounts.api_tokens import create_api_token
from tests import factories
from tests.workflows.over_http import Case, Part, World, over_http


def ann(world: World) -> dict[str, str]:
    user = factories.make_user(world.application, email="ann@example.com", first_name="Ann")
    factories.make_user(world.application, email="ben@example.com")
    return {"ann": user.id}


def other(world: World) -> dict[str, str]:
    """Another application, and a token that may read it."""
    stranger = factories.make_application(name="Elsewhere")
    post = ApiTokenPost(name="Reader", scope=["all.Application.read"])
    _, token = create_api_token(stranger, post, factories.BY)
    return {"other": stranger.id, "token": token}


def param(name, value, type="string"):
    return {"name": name, "value": value, "type": type}


def call(name, *params, **config):
    resource, action = name.split(".")
    settings = {"resource": resource, "action": action, "responsePath": "working.r"}
    return settings | ({"params": list(params)} if params else {}) | config


test_over_http = over_http(
    "LosantApiNode",
    Case(
        call(
            "experienceUsers.get",
            param("filterField", "email"),
            param("filter", "{{ data.body.who }}*"),
            param("page", ""),
        ),
        {"who": "ann"},
        {"r": {"result": Part({"count": 1, "totalCount": 1})}},
        world=ann,
    ),
    Case(
        call(
            "experienceUser.patch",
            param("experienceUserId", "data.body.id", "path"),
            param("experienceUser", '{"firstName": "{{ data.body.name }}"}', "json"),
        ),
        {"id": "~ann~", "name": "Anna"},
        {"r": {"result": Part({"id": "~ann~", "firstName": "Anna"})}},
        world=ann,
    ),
    Case(
        call("experienceUser.get", param("experienceUserId", "0" * 24)),
        working={
            "r": {"error": {"type": "NotFound", "statusCode": 404, "message": "User was not found"}}
        },
    ),
    Case(
        call("experienceUser.get", param("experienceUserId", "0" * 24), responsePath=""),
        error="NotFound: User was not found",
    ),
    Case(
        call("teapots.brew"),
        working={"r": {"error": Part({"type": "NotFound", "message": IsStr(regex=".*teapots.*")})}},
    ),
    Case(
        call("application.get", applicationIdTemplate="~other~", apiTokenTemplate="~token~"),
        working={"r": {"result": Part({"name": "Elsewhere"})}},
        world=other,
    ),
    Case(
        call("application.get", applicationIdTemplate="~other~"),
        working={"r": {"error": Part({"type": "NotFound", "statusCode": 404})}},
        world=other,
    ),
    Case(
        call(
            "experienceUser.delete", param("experienceUserId", "~ann~"), apiTokenTemplate="~token~"
        ),
        working={"r": {"error": Part({"statusCode": 403})}},
        world=lambda world: ann(world) | other(world),
    ),
    Case(
        call("experienceUsers.post", param("experienceUser", '{"email": "x"}', "json")),
        working={"r": {"error": Part({"type": "Validation", "statusCode": 400})}},
    ),
)
