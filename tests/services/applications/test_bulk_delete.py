import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Application, Domain, Endpoint, Group, Slug, User, Version, View
from app.services.applications.bulk_delete import DeleteOptions, delete_experience
from app.services.listing import ListQuery, list_endpoints, list_views
from tests.factories import (
    BY,
    make_domain,
    make_endpoint,
    make_group,
    make_slug,
    make_user,
    make_version,
    make_view,
)

KINDS = {
    "users": User,
    "groups": Group,
    "domains": Domain,
    "slugs": Slug,
    "views": View,
    "endpoints": Endpoint,
    "versions": Version,
}


@pytest.fixture
def full(application: Application) -> Application:
    """Some of everything, a version that holds a copy, and somebody else's."""
    parent = make_group(application)
    group = make_group(application, parent_id=parent.id)
    make_user(application, experience_group_ids=[group.id], user_tags={"a": "b"})
    make_endpoint(application, experience_group_ids=[group.id])
    make_view(application)
    make_version(application, version="v1")
    make_domain(application)
    make_slug(application)
    make_endpoint(), make_user(), make_slug()
    return application


def counts(application: Application) -> dict[str, int]:
    return {
        name: db.session.scalars(
            select(func.count()).select_from(model).filter_by(application_id=application.id)
        ).one()
        for name, model in KINDS.items()
    }


def test_all_goes_but_versions_and_the_slug_of_the_id(full: Application) -> None:
    delete_experience(full, DeleteOptions(), BY)
    assert counts(full) == {
        "users": 0, "groups": 0, "domains": 0, "slugs": 1, "views": 1, "endpoints": 1, "versions": 2
    }  # fmt: skip
    assert list_views(full, "develop", ListQuery()).items == []
    [frozen] = list_endpoints(full, "v1", ListQuery()).items
    assert frozen.groups == []


def test_versions_go_with_their_content_when_asked(full: Application) -> None:
    delete_experience(full, DeleteOptions(remove_versions=True), BY)
    left = counts(full)
    assert (left["versions"], left["views"], left["endpoints"]) == (1, 0, 0)


@pytest.mark.parametrize("kind", ["users", "groups", "domains", "slugs", "views", "endpoints"])
def test_each_kind_can_be_kept(full: Application, kind: str) -> None:
    before = counts(full)
    delete_experience(full, DeleteOptions(**{f"keep_{kind}": True}), BY)
    after = counts(full)
    assert after[kind] == before[kind]
    assert sum(after.values()) < sum(before.values())


def test_other_applications_are_left_alone(full: Application) -> None:
    def others(model: type) -> int:
        rows = select(func.count()).select_from(model)
        return db.session.scalars(rows.where(model.application_id != full.id)).one()  # type: ignore[attr-defined]

    before = [others(model) for model in KINDS.values()]
    delete_experience(full, DeleteOptions(remove_versions=True, remove_workflows=True), BY)
    assert [others(model) for model in KINDS.values()] == before
    assert sum(before) > 3
