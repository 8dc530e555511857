import pytest

from app.models import Application
from tests.api.conftest import Api
from tests.factories import make_user, make_version


def test_an_example_is_made(api: Api, root: Api, application: Application) -> None:
    begun = api.patch("/bootstrap", {"slug": "museum"})
    assert set(begun) == {"resourceSuffix", "email", "password"}
    routes = {(one["method"], one["route"]) for one in api.get("/endpoints")["items"]}
    assert routes == {("get", "/"), ("get", "/login"), ("post", "/login"), ("get", "/logout")}
    [user] = api.get("/users")["items"]
    assert user["email"] == begun["email"]
    assert root.get(f"/applications/{application.id}")["endpointSlug"] == "museum"


def test_without_users_there_is_none_to_show(api: Api) -> None:
    begun = api.patch("/bootstrap", {"createUsers": False, "createGroups": False})
    assert "password" not in begun or not begun["password"]
    assert api.get("/users")["totalCount"] == api.get("/groups")["totalCount"] == 0


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"slug": "a"}, "options.slug is too short"),
        ({"createUsers": "yes"}, "options.createUsers must be true or false"),
        ({"nope": 1}, "options.nope is not a field"),
    ],
)
def test_it_says_what_cannot_be(api: Api, body: dict[str, object], message: str) -> None:
    assert api.refused("PATCH", "/bootstrap", body)[2].startswith(message)
    assert api.get("/endpoints")["count"] == 0


def test_what_is_kept_stays_and_the_rest_goes(api: Api, application: Application) -> None:
    api.patch("/bootstrap", {})
    make_version(application, version="v1")
    make_user(application)
    api.delete("", keepUsers="true", keepViews="1", keepGroups="false", keepSlugs="")
    assert api.get("/users")["totalCount"] == 2
    assert api.get("/views")["totalCount"] > 0
    assert api.get("/groups")["totalCount"] == api.get("/endpoints")["count"] == 0
    assert api.get("/versions")["totalCount"] == 2
    api.delete("", removeVersions="true")
    assert [one["version"] for one in api.get("/versions")["items"]] == ["develop"]
    assert [one["slug"] for one in api.get("/slugs")["items"]] == [application.id]
