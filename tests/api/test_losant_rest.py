"""The official Python client drives a running server: every call of an experience, and errors."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from losant_rest import Client, LosantError

from tests.api.live import Live
from tests.browser.server import EMAIL, PASSWORD

_numbers = itertools.count(1)

SORTS = {
    "experience_endpoints": [
        *("order", "method", "route", "id", "creationDate", "requestCount", "lastUpdated")
    ],
    "experience_groups": ["name", "id", "creationDate", "lastUpdated"],
    "experience_users": [
        *("firstName", "lastName", "email", "id", "creationDate", "lastLogin", "lastUpdated")
    ],
    "experience_versions": ["version", "id", "creationDate", "lastUpdated"],
    "experience_views": ["name", "id", "creationDate", "lastUpdated"],
    "application_api_tokens": [
        *("name", "status", "id", "creationDate", "lastUpdated", "expirationDate")
    ],
}
FILTERS = {  # field, a filter that fits one thing, its value there
    "experience_endpoints": [("route", "/SH*", "/ships"), ("method", "po*", "post")],
    "experience_groups": [("name", "cr*", "Crew")],
    "experience_users": [
        *(("email", "mara@*", "mara@ships.example"), ("firstName", "m?ra", None)),
        *(("firstName", "*ARA", "Mara"), ("lastName", "Lind", "Lind")),
    ],
    "experience_versions": [("version", "v*", "v1")],
    "experience_views": [("name", "h*e", "Home")],
    "application_api_tokens": [("name", "ci", "CI"), ("status", "active", "active")],
}


@pytest.fixture
def client(live: Live) -> Client:
    return live.client()


@pytest.fixture
def application_id(client: Client) -> str:
    created = client.applications.post(application={"name": f"Harbour {next(_numbers)}"})
    return str(created["applicationId"])


@pytest.fixture
def filled(client: Client, application_id: str) -> str:
    """An application with one or two of everything."""
    api: dict[str, Any] = {"applicationId": application_id}
    group = client.experience_groups.post(experienceGroup={"name": "Crew"}, **api)["id"]
    client.experience_groups.post(experienceGroup={"name": "Guests", "parentId": group}, **api)
    for method in ("get", "post"):
        endpoint = {"method": method, "route": "/ships" if method == "get" else "/boats"}
        client.experience_endpoints.post(experienceEndpoint=endpoint, **api)
    user = {"password": PASSWORD, "userTags": {"deck": "3"}}
    mara = {"email": "mara@ships.example", "firstName": "Mara", "lastName": "Lind"}
    client.experience_users.post(
        experienceUser=user | mara | {"experienceGroupIds": [group]}, **api
    )
    client.experience_users.post(experienceUser=user | {"email": "olu@ships.example"}, **api)
    for kind in ("layout", "page"):
        view = {
            "viewType": kind,
            "name": "Home" if kind == "page" else "Frame",
            "body": "{{ page }}",
        }
        client.experience_views.post(experienceView=view, **api)
    client.experience_versions.post(experienceVersion={"version": "v1"}, **api)
    client.application_api_tokens.post(apiToken={"name": "CI"}, **api)
    old = client.application_api_tokens.post(apiToken={"name": "Old"}, **api)
    client.application_api_token.patch(apiTokenId=old["id"], apiToken={"status": "inactive"}, **api)
    return application_id


def refusal(call: Callable[..., Any], **arguments: Any) -> tuple[int, str, str]:
    with pytest.raises(LosantError) as refused:
        call(**arguments)
    assert set(refused.value.data) == {"type", "message"}
    return refused.value.status, refused.value.data["type"], refused.value.data["message"]


@pytest.mark.parametrize(
    ("resource", "field"), [(name, field) for name, fields in SORTS.items() for field in fields]
)
def test_it_sorts(client: Client, filled: str, resource: str, field: str) -> None:
    find = getattr(client, resource).get
    up = find(applicationId=filled, sortField=field, sortDirection="asc")
    down = find(applicationId=filled, sortField=field, sortDirection="desc")
    assert (up["sortField"], up["sortDirection"], down["sortDirection"]) == (field, "asc", "desc")
    assert sorted(one["id"] for one in up["items"]) == sorted(one["id"] for one in down["items"])
    values = [str(one[field]).lower() for one in up["items"] if field in one]
    assert values == sorted(values)


@pytest.mark.parametrize(
    ("resource", "field", "filter", "value"),
    [(name, *one) for name, filters in FILTERS.items() for one in filters],
)
def test_it_filters(
    client: Client, filled: str, resource: str, field: str, filter: str, value: str | None
) -> None:
    find = getattr(client, resource).get
    found = find(applicationId=filled, filterField=field, filter=filter)
    assert (found["filterField"], found["filter"]) == (field, filter)
    assert [one[field] for one in found["items"]] == ([value] if value else [])
    assert found["count"] == found["totalCount"] == len(found["items"])
    everything = find(applicationId=filled, filterField="", filter="")
    assert "filter" not in everything
    assert everything["count"] == 2


@pytest.mark.parametrize("resource", [name for name in SORTS if "endpoints" not in name])
def test_it_pages(client: Client, filled: str, resource: str) -> None:
    find = getattr(client, resource).get
    pages = [find(applicationId=filled, page=str(page), perPage="1") for page in range(3)]
    assert [page["count"] for page in pages] == [1, 1, 0]
    assert {page["totalCount"] for page in pages} == {2}
    assert [(page["page"], page["perPage"]) for page in pages] == [(0, 1), (1, 1), (2, 1)]
    assert pages[0]["items"] != pages[1]["items"]
    assert find(applicationId=filled, perPage="1000")["perPage"] == 1000


@pytest.mark.parametrize(
    ("singular", "plural", "argument", "post", "patch"),
    [
        ("domain", "domains", "experienceDomain", {"domainName": "{}.ships.example"},
         {"version": None}),
        ("endpoint", "endpoints", "experienceEndpoint", {"method": "get", "route": "/{}"},
         {"description": "Ships", "enabled": False}),
        ("group", "groups", "experienceGroup", {"name": "Crew {}"}, {"groupTags": {"deck": "3"}}),
        ("slug", "slugs", "experienceSlug", {"slug": "harbour-{}"}, {"slug": "port-{}"}),
        ("user", "users", "experienceUser", {"email": "{}@ships.example", "password": PASSWORD},
         {"firstName": "Mara"}),
        ("view", "views", "experienceView", {"name": "V {}", "viewType": "page"}, {"body": "é\n"}),
    ],
)  # fmt: skip
def test_it_keeps_a_resource(
    client: Client,
    application_id: str,
    singular: str,
    plural: str,
    argument: str,
    post: dict[str, Any],
    patch: dict[str, Any],
) -> None:
    number = str(next(_numbers))

    def filled_in(body: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value.format(number) if isinstance(value, str) else value
            for name, value in body.items()
        }

    many, one = getattr(client, f"experience_{plural}"), getattr(client, f"experience_{singular}")
    made = many.post(applicationId=application_id, **{argument: filled_in(post)})
    which = {"applicationId": application_id, f"{argument}Id": made["id"]}
    expected = {name: value for name, value in filled_in(post).items() if name != "password"}
    assert made.items() >= {**expected, f"{argument}Id": made["id"]}.items()
    assert made["_type"] == argument
    assert made["_links"]["self"]["href"].endswith(f"/{plural}/{made['id']}")
    assert one.get(**which) == made
    assert made in many.get(applicationId=application_id)["items"]

    changed = one.patch(**which, **{argument: filled_in(patch)})
    expected |= filled_in(patch)
    assert {name: changed.get(name) for name in expected} == expected
    assert changed["creationDate"] == made["creationDate"]
    status, kind, message = refusal(one.patch, **which, **{argument: {"nope": 1}})
    assert (status, kind) == (400, "Validation")
    assert message.startswith(f"{argument}.nope ")
    assert one.get(**which) == changed

    assert one.delete(**which) == {"success": True}
    assert refusal(one.get, **which)[:2] == (404, "NotFound")
    assert refusal(one.delete, **which)[:2] == (404, "NotFound")


def test_it_publishes_versions(client: Client, filled: str) -> None:
    api = {"applicationId": filled}
    [slug] = client.experience_slugs.get(**api)["items"]
    domain = client.experience_domains.post(
        experienceDomain={"domainName": f"v{next(_numbers)}.ships.example"}, **api
    )
    made = client.experience_versions.post(
        experienceVersion={
            "version": "spring 1/2",
            "domainIds": [domain["id"]],
            "slugIds": [slug["id"]],
            "description": "Ships",
        },
        **api,
    )
    assert made["attachedSlugs"] == [{"id": slug["id"], "slug": filled}]
    assert made["attachedDomains"] == [{"id": domain["id"], "domainName": domain["domainName"]}]

    which = {"experienceVersionIdOrName": "spring 1/2", **api}  # as it is, slash and all
    assert client.experience_version.get(**which) == made
    by_id = {"experienceVersionIdOrName": made["id"], **api}
    assert client.experience_version.get(**by_id) == made
    assert (
        client.experience_version.patch(experienceVersion={"description": "More"}, **which)[
            "description"
        ]
        == "More"
    )
    frozen = {"endpointDefaultCors": False}
    assert refusal(client.experience_version.patch, experienceVersion=frozen, **which)[0] == 400

    [home] = client.experience_views.get(viewType="page", **api)["items"]
    in_develop = {"experienceViewId": home["id"], **api}
    client.experience_view.patch(experienceView={"body": "changed"}, **in_develop)
    old = client.experience_view.get(version="spring 1/2", **in_develop)
    assert (old["body"], old["version"]) == ("{{ page }}", "spring 1/2")
    assert old["_links"]["self"]["href"].endswith("?version=spring+1%2F2")
    assert client.experience_view.get(**in_develop)["body"] == "changed"

    develop = {"experienceVersionIdOrName": "develop", **api}
    client.experience_version.patch(
        experienceVersion={"sourceVersionIdOrName": "spring 1/2"}, **develop
    )
    assert client.experience_view.get(**in_develop)["body"] == "{{ page }}"
    assert client.experience_version.delete(**which) == {"success": True}
    assert refusal(client.experience_version.get, **which)[:2] == (404, "NotFound")
    assert refusal(client.experience_version.delete, **develop)[:2] == (400, "Validation")


def test_it_finds_users_by_group_and_by_query(client: Client, filled: str) -> None:
    find = client.experience_users.get
    crew, guests = client.experience_groups.get(applicationId=filled)["items"]

    def emails(**query: Any) -> list[str]:
        return [user["email"] for user in find(applicationId=filled, **query)["items"]]

    mara, olu = "mara@ships.example", "olu@ships.example"
    assert emails(experienceGroupId=crew["id"]) == [mara]
    assert emails(experienceGroupId=guests["id"]) == []
    assert emails(experienceGroupId=guests["id"], includeAncestorGroups="true") == [mara]
    assert emails(experienceGroupId="any") == [mara]
    assert emails(experienceGroupId="none") == [olu]
    assert emails(query={"$or": [{"email": {"$startsWith": "olu"}}, {"firstName": "Mara"}]}) == [
        *(mara, olu)
    ]
    assert emails(query={"userTags": {"deck": {"$nin": ["3"]}}}) == []
    wrong = refusal(find, applicationId=filled, query={"nope": 1})
    assert wrong[:2] == (400, "Validation")
    assert wrong[2].startswith("query.nope ")
    [found] = client.experience_groups.get(applicationId=filled, query={"ancestorId": crew["id"]})[
        "items"
    ]
    assert (found["id"], found["ancestorIds"]) == (guests["id"], [crew["id"]])


def test_it_tells_what_is_linked_and_counted(client: Client, filled: str) -> None:
    api = {"applicationId": filled}
    home = client.experience_views.get(viewType="page", **api)["items"][0]
    frame = client.experience_views.get(viewType="layout", **api)["items"][0]
    client.experience_view.patch(
        experienceViewId=home["id"], experienceView={"layoutId": frame["id"]}, **api
    )
    endpoint = client.experience_endpoints.post(
        experienceEndpoint={
            "method": "get",
            "route": "/home",
            "staticReply": {"type": "page", "value": home["id"]},
        },
        **api,
    )
    linked = client.experience_endpoint.linked_resources(experienceEndpointId=endpoint["id"], **api)
    assert [view["name"] for view in linked["experienceViews"]["items"]] == ["Home"]
    assert linked["experienceViews"]["items"][0]["layoutName"] == "Frame"
    linked = client.experience_view.linked_resources(experienceViewId=home["id"], **api)
    assert [one["route"] for one in linked["experienceEndpoints"]["items"]] == ["/home"]
    linked = client.experience_view.linked_resources(experienceViewId=frame["id"], **api)
    assert [view["name"] for view in linked["experienceViews"]["items"]] == ["Home"]
    for grouping in ("statusCode", "endpointId", "version", "domain"):
        assert client.experience_endpoints.stats(statGrouping=grouping, **api) == {}
    counted = client.experience_endpoints.get(requestCountDuration="60000", **api)
    assert counted["notFoundRequestCount"] == 0
    assert {one["requestCount"] for one in counted["items"]} == {0}


def test_it_begins_and_ends_an_experience(client: Client, application_id: str) -> None:
    api = {"applicationId": application_id}
    begun = client.experience.bootstrap(options={"slug": f"start-{next(_numbers)}"}, **api)
    assert begun["resourceSuffix"] == ""
    assert begun["email"].startswith("test.user.")
    application = client.application.get(**api)
    assert application["endpointSlug"].startswith("start-")
    assert {"name": "experience", "version": 3, "status": "completed"} in application[
        "ftueTracking"
    ]
    assert client.experience_endpoints.get(**api)["count"] == 4
    assert client.experience_users.get(**api)["count"] == 1
    client.experience.delete(keepUsers="true", **api)
    assert client.experience_endpoints.get(**api)["count"] == 0
    assert client.experience_users.get(**api)["count"] == 1
    assert client.experience.delete(**api) == {"success": True}
    assert client.experience_users.get(**api)["count"] == 0


def test_it_keeps_applications(client: Client, application_id: str) -> None:
    api = {"applicationId": application_id}
    application = client.application.get(**api)
    for field in ("name", "id", "creationDate", "ownerId", "lastUpdated"):
        found = client.applications.get(sortField=field, sortDirection="desc", perPage="1000")
        assert application["id"] in [one["id"] for one in found["items"]]
    part = application["name"].lower()[2:]
    [found] = client.applications.get(filterField="name", filter=part)["items"]
    assert found["endpointSlug"] == application_id
    assert found["summary"]["experienceVersionCount"] == 1
    assert client.application.get(summaryInclude="experienceUserCount", **api)["summary"] == {
        "experienceUserCount": 0
    }
    tour = [{"name": "experience", "version": 3, "status": "skipped"}]
    changed = client.application.patch(application={"ftueTracking": tour}, **api)
    assert changed["ftueTracking"] == tour
    entries = [{"key": "colour", "json": '"blue"'}]
    assert client.application.globals(globals=entries, **api)["globals"] == entries
    found = client.application.search(filter="devel", **api)
    assert [(one["_type"], one["name"]) for one in found] == [("experienceVersion", "develop")]
    assert client.application.delete(**api) == {"success": True}
    assert refusal(client.application.get, **api) == (
        *(404, "NotFound", "Application was not found"),
    )


def test_it_keeps_tokens(client: Client, live: Live, application_id: str) -> None:
    api = {"applicationId": application_id}
    mine = client.user_api_tokens.post(apiToken={"name": "Mine", "scope": ["me.get"]})
    theirs = client.application_api_tokens.post(apiToken={"name": "Theirs"}, **api)
    assert (mine["ownerType"], theirs["ownerType"]) == ("user", "application")
    assert (mine["scope"], theirs["scope"]) == (["me.get"], ["all.Application"])
    assert "token" not in client.user_api_token.get(apiTokenId=mine["id"])
    assert mine["id"] in [one["id"] for one in client.user_api_tokens.get(perPage="1000")["items"]]

    program = Client(auth_token=theirs["token"], url=live.url)
    made = program.experience_groups.post(experienceGroup={"name": "Crew"}, **api)
    view = program.experience_views.post(experienceView={"name": "V", "viewType": "page"}, **api)
    assert (view["createdById"], view["createdByType"]) == (theirs["id"], "apiToken")
    assert made["name"] == "Crew"
    assert refusal(program.me.get)[:2] == (403, "Forbidden")
    other = client.applications.post(application={"name": "Other"})["id"]
    assert refusal(program.application.get, applicationId=other)[:2] == (404, "NotFound")

    reader = Client(auth_token=mine["token"], url=live.url)
    assert reader.me.get()["email"] == EMAIL
    assert refusal(reader.applications.get) == (403, "Forbidden", "Access is forbidden")
    client.user_api_token.patch(apiTokenId=mine["id"], apiToken={"status": "inactive"})
    assert refusal(reader.me.get) == (401, "Unauthorized", "Invalid access token")
    assert client.user_api_token.delete(apiTokenId=mine["id"]) == {"success": True}
    assert client.application_api_token.delete(apiTokenId=theirs["id"], **api) == {"success": True}
    assert refusal(program.application.get, **api)[:2] == (401, "Unauthorized")


def test_it_logs_in(client: Client, live: Live) -> None:
    again = Client(url=live.url)
    wrong = {"email": EMAIL, "password": "wrong password"}
    assert refusal(again.auth.authenticate_user, credentials=wrong)[:2] == (401, "Unauthorized")
    assert refusal(again.me.get) == (403, "Forbidden", "Access is forbidden")
    again.auth_token = client.me.refresh_token()["token"]
    assert again.me.get()["userId"] == client.me.get()["userId"]
    assert again.auth.sso_domain(email=EMAIL) == ""
    command_line = {
        "email": EMAIL,
        "password": PASSWORD,
        "twoFactorCode": "",
        "requestedScopes": ["all.User.cli"],
        "tokenTTL": 0,
    }
    again.auth_token = again.auth.authenticate_user(credentials=command_line)["token"]
    [demo] = again.applications.get(filterField="name", filter="*", perPage="1")["items"]
    assert again.experience_views.get(applicationId=demo["id"])["_type"] == "experienceViews"
    assert refusal(again.experience_users.get, applicationId=demo["id"])[:2] == (403, "Forbidden")
