"""The description of the original that is published is cut short, and its paths are not quite the
real ones. Whoever reads it will call what it says, so each of its calls is answered, with the
values that it gives as examples. What is after the bar is the answer that belongs to it.
"""

from typing import Any

import pytest

from app.extensions import db
from app.models import Account
from tests.api.conftest import Api
from tests.factories import (
    make_application,
    make_domain,
    make_endpoint,
    make_group,
    make_slug,
    make_user,
    make_view,
)

APPLICATION_ID = "575ec8687ae143cd83dc4a97"
THING_ID = "575ed78e7ae143cd83dc4aab"
LIST = "sortDirection=asc&page=0&perPage=10"
STATS = (
    "statGrouping=statusCode&duration=86400000&end=0&resolution=3600000&versionFilter=myVersion"
    "&domainFilter=example.com&statusCodeFilter=200&endpointIdFilter=575ec8687ae143cd83dc4a98"
)
COUNTS = "includeDirectDeviceCount=true&includeTotalDeviceCount=true"

CALLS = """
GET    /domains                                                             | experienceDomains
POST   /domains                                                             | experienceDomain
GET    /domains/{id}                                                        | experienceDomain
PATCH  /domains/{id}                                                        | experienceDomain
DELETE /domains/{id}                                                        | success
GET    /endpoints?{stats}                                                   | nothing yet
GET    /endpoints                                                           | experienceEndpoints
POST   /endpoints                                                           | experienceEndpoint
GET    /endpoints/{id}?version=develop&includeCustomNodes=true              | nothing yet
GET    /endpoints/{id}?version=develop                                      | experienceEndpoint
PATCH  /endpoints/{id}                                                      | experienceEndpoint
DELETE /endpoints/{id}?includeWorkflows=true                                | success
GET    /groups?sortField=name&{list}&filterField=name&filter=my*group       | experienceGroups
POST   /groups                                                              | experienceGroup
GET    /groups/{id}?{counts}                                                | experienceGroup
PATCH  /groups/{id}                                                         | experienceGroup
DELETE /groups/{id}                                                         | success
GET    /slugs                                                               | experienceSlugs
POST   /slugs                                                               | experienceSlug
GET    /slugs/{id}                                                          | experienceSlug
PATCH  /slugs/{id}                                                          | experienceSlug
DELETE /slugs/{id}                                                          | success
GET    /users?sortField=email&{list}&filterField=email&filter=my*user       | experienceUsers
GET    /users?experienceGroupId={application}&includeAncestorGroups=true    | experienceUsers
POST   /users                                                               | experienceUser
GET    /users/{id}                                                          | experienceUser
PATCH  /users/{id}                                                          | experienceUser
DELETE /users/{id}                                                          | success
GET    /views/{id}?version=develop&includeCustomNodes=true                  | nothing yet
GET    /views/{id}                                                          | experienceView
PATCH  ?                                                                    | bootstrap
"""
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/domains"): {"domainName": "example.com"},
    ("POST", "/endpoints"): {"method": "get", "route": "/my/path"},
    ("POST", "/groups"): {"name": "My Group"},
    ("POST", "/slugs"): {"slug": "my-slug"},
    ("POST", "/users"): {"email": "me@example.com", "password": "aUniquePassword"},
}


@pytest.fixture
def published(owner: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """An application with one of each, under the ids of the examples."""
    monkeypatch.setattr("app.services.applications.new_id", lambda: APPLICATION_ID)
    application = make_application(owner)
    makers = (make_domain, make_endpoint, make_group, make_slug, make_user, make_view)
    for row in [make(application) for make in makers]:
        table = type(row).__table__
        db.session.execute(table.update().where(table.c.id == row.id).values(id=THING_ID))
    db.session.commit()


@pytest.mark.parametrize("line", CALLS.strip().splitlines())
@pytest.mark.usefixtures("published")
def test_a_published_call_is_answered(root: Api, line: str) -> None:
    call, _, wanted = line.partition("|")
    method, path = call.split()
    filled = path.format(
        id=THING_ID, application=APPLICATION_ID, stats=STATS, list=LIST, counts=COUNTS
    )
    body = BODIES.get((method, path), {}) if method in ("POST", "PATCH") else None
    response = root.call(method, f"/applications/{APPLICATION_ID}/experience{filled}", body)
    assert response.status_code == (201 if method == "POST" else 200), response.text
    assert kind(response.json) == wanted.strip()


def kind(answer: dict[str, Any]) -> str:
    if "_type" in answer:
        return str(answer["_type"])
    if answer == {"success": True}:
        return "success"
    if "resourceSuffix" in answer:
        return "bootstrap"
    assert answer == {}
    return "nothing yet"


@pytest.mark.parametrize("line", CALLS.strip().splitlines())
def test_it_is_known_even_where_there_is_nothing(root: Api, line: str) -> None:
    """404 for the application, which the description has; never for the path."""
    method, path = line.partition("|")[0].split()
    filled = path.format(
        id=THING_ID, application=APPLICATION_ID, stats=STATS, list=LIST, counts=COUNTS
    )
    body = BODIES.get((method, path), {})
    refusal = root.refused(method, f"/applications/{APPLICATION_ID}/experience{filled}", body)
    assert refusal == (404, "NotFound", "Application was not found")


def test_logging_in_where_it_says(nobody_api: Api, owner: Account) -> None:
    credentials = {"email": owner.email, "password": "correct horse"}
    for path in ("/auth", "/auth/user"):
        response = nobody_api.call("POST", path, credentials)
        assert (response.status_code, response.json["userId"]) == (200, owner.id)
