from time import perf_counter

import pytest
from sqlalchemy import func, insert, select

from app.errors import AlreadyExists, NotFound, ValidationError
from app.extensions import db
from app.models import Application, Domain, Endpoint, Group, Slug, Version, View, new_id
from app.schemas import EndpointPatch, VersionPatch, ViewPatch
from app.services.author import signed
from app.services.experience.endpoints import delete_endpoint, update_endpoint
from app.services.experience.versions import copy_to_develop, delete_version, update_version
from app.services.experience.views import update_view
from app.services.lookup import develop_of, find_version
from tests.conftest import Clock
from tests.factories import (
    BY,
    make_application,
    make_domain,
    make_endpoint,
    make_slug,
    make_version,
    make_view,
)

PAGE = {"type": "page", "value": "0123456789abcdef01234567"}
SETTINGS = {
    "endpoint_default_cors": False,
    "allowed_cors_origins": ["https://a.example"],
    "globals": [{"key": "colour", "json": '"blue"'}],
    "not_found_reply": PAGE,
    "unauthorized_reply": {"type": "redirect", "value": "/login", "statusCode": 302},
    "response_headers": {"X-Frame-Options": "DENY"},
}


@pytest.fixture
def develop(application: Application) -> Version:
    return develop_of(application.id)


def settings_of(version: Version) -> dict[str, object]:
    return {name: getattr(version, name) for name in SETTINGS}


def routes(version: Version) -> set[str]:
    return set(db.session.scalars(select(Endpoint.route).filter_by(version_id=version.id)))


# Publishing


def test_a_version_is_a_snapshot_under_the_same_ids(application: Application, group: Group) -> None:
    endpoint = make_endpoint(application, route="/a", experience_group_ids=[group.id])
    view = make_view(application, body="before")
    version = make_version(application)
    update_endpoint(endpoint, EndpointPatch(route="/b", experience_group_ids=[]), BY)
    update_view(view, ViewPatch(body="after"), BY)
    frozen = db.session.get_one(Endpoint, (endpoint.id, version.id))
    assert (frozen.route, frozen.groups) == ("/a", [group])
    assert db.session.get_one(View, (view.id, version.id)).body == "before"


def test_a_version_takes_over_the_settings_of_develop(
    application: Application, develop: Version
) -> None:
    update_version(develop, VersionPatch(**SETTINGS), BY)
    assert settings_of(make_version(application)) == SETTINGS


def test_settings_that_are_given_go_before_those_of_develop(
    application: Application, develop: Version
) -> None:
    update_version(develop, VersionPatch(**SETTINGS), BY)
    version = make_version(
        application, description="First", not_found_reply=None, endpoint_default_cors=True
    )
    assert version.description == "First"
    assert settings_of(version) == SETTINGS | {
        "not_found_reply": None,
        "endpoint_default_cors": True,
    }
    assert settings_of(develop) == SETTINGS


def test_hosts_are_pointed_at_a_new_version_at_once(application: Application) -> None:
    slug, domain, other = make_slug(application), make_domain(application), make_slug(application)
    make_version(application, version="v1", slug_ids=[slug.id], domain_ids=[domain.id])
    assert (slug.version, domain.version, other.version) == ("v1", "v1", "develop")


def test_an_unknown_host_leaves_no_version_behind(application: Application) -> None:
    foreign = make_slug()
    for given in ({"slug_ids": [foreign.id]}, {"domain_ids": [new_id()]}):
        with pytest.raises(ValidationError, match="which is no"):
            make_version(application, version="v1", **given)
    with pytest.raises(NotFound):
        find_version(application.id, "v1")


@pytest.mark.parametrize("name", ["v1", "develop"])
def test_a_name_is_taken_once(application: Application, name: str) -> None:
    make_version(application, version="v1")
    make_version(version="v1")
    with pytest.raises(AlreadyExists, match=f"The version `{name}` already exists"):
        make_version(application, version=name)


def test_publishing_a_thousand_endpoints_is_quick(
    application: Application, develop: Version
) -> None:
    rows = [
        {
            "id": new_id(),
            "version_id": develop.id,
            "application_id": application.id,
            "method": "get",
            "route": f"/{number}",
            "endpoint_tags": {},
            **signed(BY),
        }
        for number in range(1000)
    ]
    db.session.execute(insert(Endpoint), rows)
    db.session.commit()
    start = perf_counter()
    version = make_version(application)
    assert perf_counter() - start < 1
    assert len(routes(version)) == 1000


# Changing


def test_develop_takes_settings(develop: Version) -> None:
    update_version(develop, VersionPatch(**SETTINGS, description="Mine"), BY)
    assert settings_of(develop) == SETTINGS
    assert develop.description == "Mine"


def test_only_the_description_of_a_named_version_can_change(application: Application) -> None:
    version = make_version(application)
    assert update_version(version, VersionPatch(description="First"), BY).description == "First"
    for patch in (
        *(VersionPatch(**{name: value}) for name, value in SETTINGS.items()),
        VersionPatch(source_version_id_or_name="develop"),
    ):
        with pytest.raises(ValidationError, match="is frozen and only its description can change"):
            update_version(version, patch, BY)


@pytest.mark.parametrize("by_name", [True, False])
def test_develop_takes_the_content_of_a_version(
    application: Application, group: Group, develop: Version, by_name: bool
) -> None:
    endpoint = make_endpoint(application, route="/old", experience_group_ids=[group.id])
    view = make_view(application, body="old")
    version = make_version(application)
    delete_endpoint(endpoint, BY)
    update_view(view, ViewPatch(body="new"), BY)
    make_endpoint(application, route="/new")
    make_view(application, name="New")

    source = version.name if by_name else version.id
    update_version(develop, VersionPatch(source_version_id_or_name=source), BY)

    assert routes(develop) == {"/old"}
    assert db.session.get_one(Endpoint, (endpoint.id, develop.id)).groups == [group]
    assert view.body == "old"
    count = select(func.count()).select_from(View).filter_by(version_id=develop.id)
    assert db.session.scalar(count) == 1


def test_copying_brings_the_settings_too_and_given_ones_go_before(
    application: Application, develop: Version
) -> None:
    version = make_version(application, **SETTINGS)
    patch = VersionPatch(source_version_id_or_name=version.id, response_headers={})
    update_version(develop, patch, BY)
    assert settings_of(develop) == SETTINGS | {"response_headers": {}}


def test_the_source_must_be_another_version_of_the_application(develop: Version) -> None:
    foreign = make_version(make_application(), version="theirs")
    for source in ("none", "theirs", foreign.id, "develop"):
        with pytest.raises(ValidationError) as refused:
            update_version(develop, VersionPatch(source_version_id_or_name=source), BY)
        assert refused.value.field == "sourceVersionIdOrName"


def test_develop_can_be_saved_before_it_is_overwritten(
    application: Application, develop: Version, stopped_clock: Clock
) -> None:
    version = make_version(application)
    make_endpoint(application, route="/unsaved")
    backup = copy_to_develop(version, BY, backup=True)
    assert backup is not None
    assert backup.name == "develop-backup-2025-03-01 12:00:00"
    assert routes(backup) == {"/unsaved"}
    assert routes(develop) == set()


def test_no_backup_is_made_unasked(application: Application) -> None:
    assert copy_to_develop(make_version(application), BY) is None


# Deleting


def test_a_version_takes_its_content_with_it(application: Application) -> None:
    make_endpoint(application, route="/a")
    make_view(application)
    version = make_version(application)
    id = version.id
    delete_version(version, BY)
    for model in (Endpoint, View):
        assert db.session.scalars(select(model).filter_by(version_id=id)).all() == []
    assert routes(develop_of(application.id)) == {"/a"}


def test_hosts_outlive_their_version(application: Application) -> None:
    version = make_version(application, version="v1")
    slug, domain = make_slug(application, version="v1"), make_domain(application, version="v1")
    delete_version(version, BY)
    assert db.session.get_one(Slug, slug.id).version == "v1"
    assert db.session.get_one(Domain, domain.id).version == "v1"


def test_develop_cannot_be_deleted(develop: Version) -> None:
    with pytest.raises(ValidationError, match="`develop` cannot be deleted"):
        delete_version(develop, BY)


# Finding


def test_a_version_is_found_by_name_or_id(application: Application) -> None:
    version = make_version(application, version="v/1 ä")
    assert find_version(application.id, "v/1 ä") == version
    assert find_version(application.id, version.id) == version
    with pytest.raises(NotFound, match="Version was not found"):
        find_version(make_application().id, version.id)
