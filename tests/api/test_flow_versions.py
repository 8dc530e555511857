import pytest

from app.models import Application, Flow
from tests.api.conftest import Api
from tests.factories import make_flow, make_version


@pytest.fixture
def cloud(application: Application) -> Flow:
    return make_flow(application, flow_class="cloud")


@pytest.fixture
def versions(root: Api, application: Application, cloud: Flow) -> Api:
    return root.at(f"/applications/{application.id}/flows/{cloud.id}/versions")


def test_a_version_comes_back_by_id_or_name(versions: Api, cloud: Flow) -> None:
    made = versions.post("", {"version": "one/two 3", "notes": "First", "enabled": False})
    assert (made["_type"], made["flowVersionId"], made["flowId"]) == (
        "flowVersion",
        made["id"],
        cloud.id,
    )
    assert (made["version"], made["notes"], made["enabled"]) == ("one/two 3", "First", False)
    assert versions.get(f"/{made['id']}") == made
    assert versions.get("/one%2Ftwo%203") == made
    assert versions.get("/one/two 3/errors")["flowVersion"] == "one/two 3"


@pytest.mark.parametrize("name", ["develop", "default"])
def test_some_names_mean_others(versions: Api, name: str) -> None:
    said = versions.refused("POST", "", {"version": name})[2]
    assert said == f"flowVersion.version cannot be `{name}`, which means another one"


def test_a_name_is_taken_unless_it_may_be_replaced(versions: Api) -> None:
    made = versions.post("", {"version": "v1"})
    assert versions.refused("POST", "", {"version": "v1"})[1] == "AlreadyExists"
    again = versions.post("", {"version": "v1", "notes": "New"}, allowReplacement="true")
    assert (again["id"], again["notes"]) == (made["id"], "New")


def test_only_notes_and_enabled_change(versions: Api) -> None:
    versions.post("", {"version": "v1"})
    assert versions.patch("/v1", {"enabled": False})["enabled"] is False
    assert versions.refused("PATCH", "/v1", {"nodes": []})[0] == 400
    assert versions.delete("/v1") == {"success": True}
    assert versions.refused("GET", "/v1")[2] == "Workflow version was not found"


def test_some_are_deleted_by_a_query(versions: Api) -> None:
    for name in ("a1", "a2", "b1"):
        versions.post("", {"version": name})
    response = versions.call("POST", "/delete", {"query": {"version": {"$startsWith": "a"}}})
    assert response.json == {"removed": 2, "failed": 0, "success": True}
    assert [one["version"] for one in versions.get()["items"]] == ["b1"]


def test_those_of_the_experience_are_shown_and_stay(root: Api, application: Application) -> None:
    flow = make_flow(application)
    make_version(application, version="v1")
    versions = root.at(f"/applications/{application.id}/flows/{flow.id}/versions")
    [frozen] = versions.get()["items"]
    assert frozen["versions"] == ["v1"]
    assert versions.get("/v1") == versions.get(f"/{frozen['id']}")
    assert versions.refused("DELETE", "/v1")[0] == 400
    assert versions.refused("POST", "", {"version": "v2"})[0] == 400
