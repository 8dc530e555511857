import pytest
from sqlalchemy import select

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import Application, Slug, new_id
from app.schemas import SlugPatch
from app.services.experience.slugs import delete_slug, set_endpoint_slug, update_slug
from tests.conftest import Clock
from tests.factories import BY, make_application, make_slug, make_version


@pytest.fixture
def default(application: Application) -> Slug:
    return db.session.scalars(select(Slug).filter_by(slug=application.id)).one()


def test_a_slug_is_taken_once_on_the_whole_server(application: Application) -> None:
    make_slug(slug="museum")
    with pytest.raises(AlreadyExists, match="The slug `museum` is taken"):
        make_slug(application, slug="museum")
    slug = make_slug(application)
    with pytest.raises(AlreadyExists):
        update_slug(slug, SlugPatch(slug="museum"), BY)
    name = slug.slug
    assert update_slug(slug, SlugPatch(slug=name), BY).slug == name


def test_a_slug_cannot_look_like_an_application_id(application: Application) -> None:
    slug = make_slug(application)
    with pytest.raises(ValidationError, match="looks like an application id"):
        make_slug(application, slug=new_id())
    with pytest.raises(ValidationError, match="looks like an application id"):
        update_slug(slug, SlugPatch(slug=make_application().id), BY)


def test_a_slug_points_at_a_version_or_at_nothing(application: Application) -> None:
    make_version(application, version="v1")
    slug = make_slug(application)
    assert slug.version == "develop"
    assert update_slug(slug, SlugPatch(version="v1"), BY).version == "v1"
    assert update_slug(slug, SlugPatch(version=None), BY).version is None
    for version in ("v2", make_version(version="theirs").name):
        with pytest.raises(ValidationError, match="is no version of this application"):
            update_slug(slug, SlugPatch(version=version), BY)
        with pytest.raises(ValidationError):
            make_slug(application, version=version)


def test_the_default_slug_stays_under_its_name(application: Application, default: Slug) -> None:
    with pytest.raises(ValidationError, match="cannot be deleted"):
        delete_slug(default, BY)
    with pytest.raises(ValidationError, match="cannot be renamed"):
        update_slug(default, SlugPatch(slug="museum"), BY)
    make_version(application, version="v1")
    patch = SlugPatch(slug=application.id, version="v1")
    assert update_slug(default, patch, BY).version == "v1"


def test_a_slug_of_ones_own_can_be_deleted(application: Application, default: Slug) -> None:
    delete_slug(make_slug(application), BY)
    assert db.session.scalars(select(Slug).filter_by(application_id=application.id)).all() == [
        default
    ]


def test_the_endpoint_slug_is_the_newest_of_ones_own(
    application: Application, stopped_clock: Clock
) -> None:
    first = set_endpoint_slug(application, "museum", BY)
    assert (first.slug, first.version) == ("museum", "develop")
    stopped_clock.advance(seconds=1)
    newest = make_slug(application, slug="gallery")
    assert set_endpoint_slug(application, "exhibition", BY) == newest
    assert (first.slug, newest.slug) == ("museum", "exhibition")


def test_a_host_remembers_where_it_pointed_before(application: Application) -> None:
    slug = make_slug(application)
    assert slug.previous_version is None
    make_version(application, version="v1", slug_ids=[slug.id])
    assert (slug.version, slug.previous_version) == ("v1", "develop")
    update_slug(slug, SlugPatch(version="v1"), BY)
    assert slug.previous_version == "develop"
    update_slug(slug, SlugPatch(version=None), BY)
    assert slug.previous_version == "v1"
    update_slug(slug, SlugPatch(version="develop"), BY)
    assert slug.previous_version == "v1"
