import pytest
from sqlalchemy import func, select

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import Account, Application, Group, Slug, User
from app.schemas import ApplicationPatch, GlobalsPatch, read
from app.services.applications import (
    delete_application,
    invalidate_all_tokens,
    update_application,
    update_globals,
)
from app.services.lookup import develop_of
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

pytestmark = pytest.mark.usefixtures("app")


def slugs(application: Application) -> dict[str, str | None]:
    query = select(Slug).filter_by(application_id=application.id)
    return {slug.slug: slug.version for slug in db.session.scalars(query)}


def test_a_new_application_has_develop_and_a_slug_of_its_id(application: Application) -> None:
    assert develop_of(application.id).endpoint_default_cors
    assert slugs(application) == {application.id: "develop"}


def test_every_application_signs_with_a_secret_of_its_own() -> None:
    assert make_application().token_secret != make_application().token_secret


def test_the_endpoint_slug_can_be_given_and_renamed() -> None:
    application = make_application(endpoint_slug="museum")
    update_application(application, ApplicationPatch(endpoint_slug="gallery"), BY)
    assert slugs(application) == {application.id: "develop", "gallery": "develop"}


def test_a_slug_that_is_taken_leaves_no_application_behind(owner: Account) -> None:
    make_slug(slug="museum")
    before = db.session.scalar(select(func.count()).select_from(Application))
    with pytest.raises(AlreadyExists):
        make_application(owner, endpoint_slug="museum")
    assert db.session.scalar(select(func.count()).select_from(Application)) == before


def test_default_cors_is_that_of_develop() -> None:
    application = make_application(endpoint_default_cors=False)
    assert not develop_of(application.id).endpoint_default_cors
    update_application(application, ApplicationPatch(endpoint_default_cors=True), BY)
    assert develop_of(application.id).endpoint_default_cors


def test_a_patch_leaves_alone_what_it_does_not_name(application: Application) -> None:
    tour = {"name": "experience", "version": 3, "status": "completed"}
    update_application(application, read(ApplicationPatch, {"ftueTracking": [tour]}), BY)
    assert (application.name, application.ftue_tracking) == ("Museum", [tour])


def test_single_globals_are_set_and_taken_away() -> None:
    application = make_application(
        globals=[{"key": "a", "text": "1", "description": "kept"}, {"key": "b", "text": "2"}]
    )
    patch = [{"key": "a", "json": "3"}, {"key": "b", "json": None}, {"key": "c", "json": "4"}]
    update_globals(application, read(GlobalsPatch, patch), BY)
    assert application.globals == [
        {"key": "a", "json": "3", "description": "kept"},
        {"key": "c", "json": "4"},
    ]


def test_single_globals_cannot_grow_past_the_limit() -> None:
    application = make_application(
        globals=[{"key": f"k{number}", "text": "1"} for number in range(100)]
    )
    patch = read(GlobalsPatch, [{"key": "one-more", "json": "1"}])
    with pytest.raises(ValidationError, match="globals would have 101 keys; 100 are allowed"):
        update_globals(application, patch, BY)


def test_all_tokens_are_cut_off_now(application: Application, stopped_clock: Clock) -> None:
    invalidate_all_tokens(application, BY)
    assert application.exp_user_token_cutoff == stopped_clock.time


def test_deleting_an_application_takes_everything_with_it(
    application: Application, group: Group, member: User
) -> None:
    make_endpoint(application, experience_group_ids=[group.id])
    make_view(application)
    make_domain(application)
    make_version(application)
    delete_application(application, BY)
    for table in db.metadata.sorted_tables:
        if table.name != "accounts":
            assert db.session.scalar(select(func.count()).select_from(table)) == 0, table.name


def test_deleting_an_application_leaves_the_others_alone(application: Application) -> None:
    other = make_endpoint(route="/a")
    delete_application(application, BY)
    assert other.route == "/a"
