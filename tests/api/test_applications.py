import pytest

from app.models import Account, Application
from tests.api.conftest import Api
from tests.factories import make_application, make_slug, make_view


def test_one_is_made_with_what_it_needs(root: Api) -> None:
    body = {"name": "Harbour", "description": "Ships", "endpointSlug": "harbour",
            "globals": [{"key": "a", "json": "1", "cloudOnly": True}]}  # fmt: skip
    made = root.post("/applications", body)
    assert made.items() >= body.items()
    assert made["applicationId"] == made["id"]
    assert (made["ownerType"], made["endpointDefaultCors"]) == ("user", True)
    counts = {"experienceVersionCount": 1, "experienceSlugCount": 2, "experienceViewCount": 0}
    assert made["summary"].items() >= counts.items()
    assert not {"tokenSecret", "revision"} & set(made)
    develop = root.get(f"/applications/{made['id']}/experience/versions/develop")
    assert develop["version"] == "develop"


def test_you_see_yours(root: Api, stranger_api: Api, application: Application) -> None:
    assert [one["id"] for one in root.get("/applications")["items"]] == [application.id]
    assert stranger_api.at("").get("/applications")["items"] == []


def test_a_part_of_the_name_finds_it(root: Api, owner: Account) -> None:
    for name in ("Harbour", "Old harbour", "Museum"):
        make_application(owner, name=name)
    found = root.get("/applications", filterField="name", filter="HARB")
    assert [one["name"] for one in found["items"]] == ["Harbour", "Old harbour"]
    assert root.get("/applications", filterField="name", filter="harb*")["count"] == 1
    assert root.get("/applications", filterField="name", filter="")["count"] == 3


def test_the_summary_is_a_choice(root: Api, application: Application) -> None:
    path = f"/applications/{application.id}"
    make_view(application)
    chosen = root.get(path, summaryInclude="experienceViewCount,nope")["summary"]
    assert chosen == {"experienceViewCount": 1}
    assert (
        "experienceViewCount" not in root.get(path, summaryExclude="experienceViewCount")["summary"]
    )


def test_the_newest_slug_is_shown_and_renamed(root: Api, application: Application) -> None:
    path = f"/applications/{application.id}"
    assert root.get(path)["endpointSlug"] == application.id
    make_slug(application, slug="museum")
    assert root.get(path)["endpointSlug"] == "museum"
    assert root.patch(path, {"endpointSlug": "gallery"})["endpointSlug"] == "gallery"


def test_globals_are_changed_one_by_one(root: Api, application: Application) -> None:
    path = f"/applications/{application.id}/globals"
    root.patch(path, [{"key": "a", "json": "1"}, {"key": "b", "json": "2"}])
    changed = root.patch(path, [{"key": "a", "json": None}, {"key": "c", "json": "3"}])
    assert changed["globals"] == [{"key": "b", "json": "2"}, {"key": "c", "json": "3"}]
    refusal = root.refused("PATCH", path, [{"key": "b", "json": "blue"}])
    assert refusal[2].startswith("globals.0.json is not JSON")
    assert root.get(f"/applications/{application.id}")["globals"] == changed["globals"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": ""}, "application.name must not be empty"),
        ({"description": "x" * 1025}, "application.description is longer"),
        ({"endpointSlug": "www"}, "application.endpointSlug `www` is reserved"),
        ({"ftueTracking": [{"name": "experience"}]}, "application.ftueTracking.0.version is"),
        ({"ownerId": "f" * 24}, "application.ownerId is not a field"),
    ],
)
def test_it_says_what_cannot_be(
    root: Api, application: Application, body: dict[str, object], message: str
) -> None:
    path = f"/applications/{application.id}"
    before = root.get(path)
    status, kind, said = root.refused("PATCH", path, body)
    assert (status, kind) == (400, "Validation")
    assert message in said
    assert root.get(path) == before


def test_everything_is_searched(root: Api, application: Application) -> None:
    view = make_view(application, name="The museum", view_type="layout")
    make_view(application, name="Other")
    slug = make_slug(application, slug="museum")
    path = f"/applications/{application.id}/search"
    assert root.get(path, filter="MUSEUM") == [
        {"id": view.id, "name": "The museum", "_type": "experienceView", "version": "develop",
         "viewType": "layout"},
        {"id": slug.id, "name": "museum", "_type": "experienceSlug"},
    ]  # fmt: skip
    assert root.get(path, filter="museum*")[0]["_type"] == "experienceSlug"
    assert root.refused("GET", path)[2] == "filter is required"
