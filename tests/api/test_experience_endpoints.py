from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from app.extensions import db
from app.models import Application, RequestCount
from tests.api.conftest import Api
from tests.conftest import Clock
from tests.factories import make_endpoint, make_group, make_version, make_view


def test_one_is_made_with_all_its_fields(api: Api, application: Application) -> None:
    group = make_group(application, name="Guides")
    page = make_view(application)
    body = {
        "method": "get",
        "route": "/{*rest}",
        "access": "group",
        "experienceGroupIds": [group.id, group.id],
        "description": "Everything else",
        "enabled": False,
        "endpointTags": {"team": "night"},
        "staticReply": {"type": "page", "value": page.id, "statusCode": 404},
        "unauthorizedReply": None,
    }
    made = api.post("/endpoints", body)
    assert made["route"] == "/{rest*}"
    assert made["experienceGroups"] == [{"id": group.id, "name": "Guides"}]
    assert made["staticReply"] == body["staticReply"]
    assert made["version"] == "develop"
    assert made["createdByType"] == made["lastUpdatedByType"] == "user"
    absent = {"unauthorizedReply", "deviceIdTemplate", "requestCount", "experienceGroupIds"}
    assert not absent & set(made)
    assert api.get(f"/endpoints/{made['id']}") == made


def test_unset_fields_are_left_out(api: Api) -> None:
    made = api.post("/endpoints", {"method": "get", "route": "/"})
    assert set(made) == {
        *("_type", "_links", "id", "experienceEndpointId", "applicationId", "version"),
        *("creationDate", "createdById", "createdByType"),
        *("lastUpdated", "lastUpdatedById", "lastUpdatedByType"),
        *("method", "route", "enabled", "access", "endpointTags", "experienceGroups"),
    }
    assert (made["enabled"], made["access"], made["endpointTags"]) == (True, "public", {})


def test_a_patch_changes_what_it_names(api: Api) -> None:
    body = {
        "method": "get",
        "route": "/a",
        "description": "A",
        "endpointTags": {"a": "1", "b": "2"},
    }
    made = api.post("/endpoints", body)
    changed = api.patch(f"/endpoints/{made['id']}", {"endpointTags": {"c": "3"}})
    assert changed["endpointTags"] == {"c": "3"}
    assert (changed["description"], changed["route"]) == ("A", "/a")


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        ({"route": "/new"}, "Validation", "experienceEndpoint.method is required"),
        ({"method": "head", "route": "/new"}, "Validation", "experienceEndpoint.method must be"),
        ({"method": "get", "route": "new"}, "Validation", "experienceEndpoint.route `new` cannot"),
        ({"method": "get", "route": "/{b}"}, "AlreadyExists", "`get /{b}` conflicts with"),
        ({"method": "get", "route": "/new", "access": "device"}, "Validation", "deviceIdTemplate"),
        (
            {"method": "get", "route": "/new", "experienceGroupIds": ["f" * 24]},
            *("Validation", "experienceGroupIds names ffffffffffffffffffffffff"),
        ),
        (
            {"method": "get", "route": "/new",
             "staticReply": {"type": "redirect", "value": "/", "statusCode": 200}},
            *("Validation", "experienceEndpoint.staticReply.statusCode of a redirect must lie"),
        ),
    ],
)  # fmt: skip
def test_it_says_what_cannot_be(api: Api, body: dict[str, object], kind: str, message: str) -> None:
    kept = api.post("/endpoints", {"method": "get", "route": "/{a}"})
    status, found, said = api.refused("POST", "/endpoints", body)
    assert (status, found) == (400, kind)
    assert message in said
    patch = {"description": "Never", **body}
    if "required" not in message and "conflicts" not in message:
        assert api.refused("PATCH", f"/endpoints/{kept['id']}", patch)[0] == 400
    assert api.get("/endpoints")["items"] == [kept]


def test_they_stand_in_the_order_of_the_router(api: Api, application: Application) -> None:
    for route in ("/a/{any*}", "/a/{b}", "/a/b"):
        make_endpoint(application, route=route)
    answer = api.get("/endpoints")
    assert [one["route"] for one in answer["items"]] == ["/a/b", "/a/{b}", "/a/{any*}"]
    assert (answer["sortField"], answer["version"]) == ("order", "develop")
    assert not {"page", "perPage", "filter", "notFoundRequestCount"} & set(answer)


def test_many_cost_as_many_queries_as_few(api: Api, application: Application) -> None:
    group = make_group(application)

    def queries() -> int:
        asked: list[str] = []

        def note(*args: object) -> None:
            asked.append(str(args[2]))

        event.listen(db.engine, "before_cursor_execute", note)
        api.get("/endpoints", requestCountDuration=1000)
        event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    make_endpoint(application, experience_group_ids=[group.id])
    few = queries()
    for _ in range(20):
        make_endpoint(application, experience_group_ids=[group.id])
    assert queries() == few


def test_a_version_keeps_its_own(api: Api, application: Application) -> None:
    made = api.post("/endpoints", {"method": "get", "route": "/a"})
    version = make_version(application, version="v1")
    api.patch(f"/endpoints/{made['id']}", {"route": "/b"})
    path = f"/endpoints/{made['id']}"
    assert api.get(path, version="v1")["route"] == "/a"
    assert api.get(path, version=version.id)["version"] == "v1"
    assert api.get("/endpoints", version="v1")["items"][0]["route"] == "/a"
    assert api.get(path)["route"] == "/b"
    refusal = api.refused("GET", path, version="v2")
    assert refusal == (404, "NotFound", "Version was not found")
    api.delete(path, includeWorkflows="true")
    assert api.get(path, version="v1")["route"] == "/a"


def test_requests_are_counted(api: Api, application: Application, stopped_clock: Clock) -> None:
    endpoint = make_endpoint(application)
    for minute, where, count in ((0, endpoint.id, 3), (1, endpoint.id, 4), (1, "NotFound", 5)):
        db.session.add(
            RequestCount(
                application_id=application.id,
                time=datetime(2025, 3, 1, 11, 50 + minute, tzinfo=UTC),
                endpoint_id=where,
                version="develop",
                host="museum",
                status=200 if where == endpoint.id else 404,
                count=count,
            )
        )
    db.session.commit()
    listed = api.get("/endpoints", requestCountDuration=3_600_000, sortField="requestCount")
    assert listed["items"][0]["requestCount"] == 7
    assert listed["notFoundRequestCount"] == 5
    by_minute = api.get("/endpoints/stats", statGrouping="endpointId", resolution=60_000)
    assert by_minute == {
        "NotFound": [{"time": "2025-03-01T11:51:00.000Z", "count": 5}],
        endpoint.id: [
            {"time": "2025-03-01T11:50:00.000Z", "count": 3},
            {"time": "2025-03-01T11:51:00.000Z", "count": 4},
        ],
    }
    assert set(api.get("/endpoints/stats")) == {"200", "404"}
    assert set(api.get("/endpoints/stats", statusCodeFilter=404)) == {"404"}
    assert api.refused("GET", "/endpoints/stats", resolution="0")[2].startswith("resolution ")
