import pytest

from app.models import Application
from app.services.applications.search import MOST, named, search
from app.services.experience.views import delete_view
from app.services.flows import delete_flow
from app.services.lookup import find_version
from tests.factories import (
    BY,
    make_domain,
    make_endpoint,
    make_flow,
    make_group,
    make_slug,
    make_user,
    make_version,
    make_view,
)


@pytest.fixture
def museum(application: Application) -> Application:
    make_endpoint(application, route="/museum/{id}")
    make_view(application, name="Museum home", view_type="layout")
    make_user(application, email="guard@museum.example")
    make_group(application, name="Museum staff")
    make_version(application, version="museum-1")
    make_domain(application, domain_name="www.museum.example")
    make_slug(application, slug="museum")
    make_flow(application, name="Museum opens")
    delete_flow(make_flow(application, name="Museum closes"), BY)
    make_slug(slug="other-museum")
    return application


def test_it_finds_a_part_of_a_name_in_every_kind_of_resource(museum: Application) -> None:
    found = [(one.kind, one.name, one.version) for one in search(museum, "MUSEUM")]
    assert found == [
        ("experienceEndpoint", "/museum/{id}", "develop"),
        ("experienceView", "Museum home", "develop"),
        ("experienceUser", "guard@museum.example", None),
        ("experienceGroup", "Museum staff", None),
        ("experienceVersion", "museum-1", None),
        ("experienceDomain", "www.museum.example", None),
        ("experienceSlug", "museum", None),
        ("flow", "Museum opens", None),
    ]


def test_a_view_tells_its_type(museum: Application) -> None:
    [view] = search(museum, "museum home")
    assert view.view_type == "layout"


def test_a_star_says_where_the_rest_may_be(museum: Application) -> None:
    assert [one.name for one in search(museum, "museum*")] == [
        "Museum home",
        "Museum staff",
        "museum-1",
        "museum",
        "Museum opens",
    ]
    assert search(museum, "nowhere") == []


def test_there_is_an_end_to_what_it_finds(application: Application) -> None:
    for number in range(MOST + 1):
        make_group(application, name=f"Group {number}")
    assert len(search(application, "group")) == MOST


def test_a_version_is_searched_for_what_it_has(museum: Application) -> None:
    frozen = make_version(museum, version="v2")
    make_endpoint(museum, route="/new-museum")
    make_flow(museum, name="New in the museum")
    found = [(one.kind, one.name, one.version) for one in search(museum, "museum", frozen)]
    assert ("experienceEndpoint", "/museum/{id}", "v2") in found
    assert ("flow", "Museum opens", None) in found
    assert not [name for _, name, _ in found if "new" in name.lower()]


def test_what_is_known_by_id_is_found_where_it_still_is(museum: Application) -> None:
    gone, kept = make_view(museum, name="Gone"), make_view(museum, name="Kept")
    develop = find_version(museum.id, "develop")
    delete_view(gone, BY)
    ids = [kept.id, gone.id, make_view().id]
    assert [one.name for one in named(develop, "experienceView", ids)] == ["Kept"]
