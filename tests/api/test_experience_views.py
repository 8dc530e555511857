import pytest

from app.models import Application
from tests.api.conftest import Api
from tests.factories import make_version, make_view


def test_one_is_made_with_all_its_fields(api: Api) -> None:
    layout = api.post("/views", {"name": "Frame", "viewType": "layout", "body": "{{ page }}"})
    body = {
        "name": "a/../ö\n",
        "viewType": "page",
        "body": "<p>é\r\n\t</p> ",
        "description": "Start",
        "layoutId": layout["id"],
        "viewTags": {"team": "night"},
        "headers": {"content-type": "text/plain"},
    }
    made = api.post("/views", body)
    assert made.items() >= body.items()
    assert made["layoutName"] == "Frame"
    assert api.get(f"/views/{made['id']}") == made
    assert api.patch(f"/views/{made['id']}", {"layoutId": None}).keys() == made.keys() - {
        *("layoutId", "layoutName")
    }
    assert not {"layoutId", "layoutName", "description", "headers"} & set(layout)


def test_a_new_body_clears_nothing_else(api: Api) -> None:
    """As the command line uploads it."""
    body = {"name": "Home", "viewType": "page", "description": "Start",
            "headers": {"content-type": "text/plain"}}  # fmt: skip
    made = api.post("/views", body)
    changed = api.patch(f"/views/{made['id']}", {"body": ""})
    assert changed.items() >= {**body, "body": ""}.items()


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        ({"viewType": "page"}, "Validation", "experienceView.name is required"),
        ({"name": "B", "viewType": "part"}, "Validation", "experienceView.viewType must be"),
        ({"name": "A", "viewType": "page"}, "AlreadyExists", "A page named `A` already exists"),
        ({"name": "B", "viewType": "page", "body": "{% if %}"}, "Validation", "body is not a"),
        ({"name": "B", "viewType": "page", "layoutId": "f" * 24}, "Validation", "is no layout"),
        ({"name": "B", "viewType": "page", "body": "x" * 131073}, "Validation", "longer than"),
        ({"name": "B", "viewType": "page", "body": "é" * 70000}, "Validation", "131072 bytes"),
    ],
)
def test_it_says_what_cannot_be(api: Api, body: dict[str, object], kind: str, message: str) -> None:
    kept = api.post("/views", {"name": "A", "viewType": "page"})
    status, found, said = api.refused("POST", "/views", body)
    assert (status, found) == (400, kind)
    assert message in said
    assert api.get("/views")["items"] == [kept]


def test_the_kind_of_a_view_stays(api: Api) -> None:
    made = api.post("/views", {"name": "A", "viewType": "page"})
    refusal = api.refused("PATCH", f"/views/{made['id']}", {"viewType": "layout"})
    assert refusal[2].startswith("experienceView.viewType is not a field")


def test_a_list_is_filtered_paged_and_echoed(api: Api, application: Application) -> None:
    for kind in ("page", "layout"):
        for name in ("b", "a", "C"):
            make_view(application, name=name, view_type=kind)
    answer = api.get("/views", viewType="page", perPage=2, filterField="name", filter="*")
    assert [view["name"] for view in answer["items"]] == ["a", "b"]
    assert answer.items() >= {
        "count": 2, "totalCount": 3, "page": 0, "perPage": 2, "viewType": "page", "filter": "*",
        "filterField": "name", "sortField": "name", "sortDirection": "asc", "version": "develop",
        "applicationId": application.id,
    }.items()  # fmt: skip
    beyond = api.get("/views", page=7, perPage=1000)
    assert (beyond["items"], beyond["count"], beyond["totalCount"]) == ([], 0, 6)


def test_a_version_keeps_its_own(api: Api, application: Application) -> None:
    view = make_view(application, body="old")
    make_version(application, version="v1")
    api.patch(f"/views/{view.id}", {"body": "new"})
    assert api.get(f"/views/{view.id}", version="v1")["body"] == "old"
    assert api.get("/views", version="v1")["version"] == "v1"
    api.delete(f"/views/{view.id}")
    assert api.get("/views")["count"] == 0
    assert api.get("/views", version="v1")["count"] == 1


def test_what_is_linked_is_told(api: Api, application: Application) -> None:
    part = make_view(application, name="clock", view_type="component")
    page = make_view(application, name="Home", body='{{ component("clock") }}')
    make_view(application, name="Other", body='{{ component("clocks") }}')
    linked = api.get(f"/views/{part.id}/linkedResources")
    assert set(linked) == {"experienceViews"}
    collection = linked["experienceViews"]
    assert collection["_type"] == "experienceViews"
    assert (collection["count"], collection["totalCount"]) == (1, 1)
    [found] = collection["items"]
    assert (found["id"], found["_type"]) == (page.id, "experienceView")
    assert api.get(f"/views/{page.id}/linkedResources", includeCustomNodes="true") == {}
    assert api.get(f"/views/{part.id}", includeCustomNodes="") == linked
