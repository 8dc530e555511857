"""Slugs: the first label of an experience's host name, unique on the whole server."""

import re

from sqlalchemy import select

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import DEVELOP, Application, Slug
from app.schemas import SlugPatch, SlugPost
from app.services.author import Author, change, dated
from app.services.lookup import check_version_name
from app.services.transaction import transaction

_APPLICATION_ID = re.compile(r"[0-9a-f]{24}")


def create_slug(application: Application, post: SlugPost, by: Author) -> Slug:
    with transaction(application):
        _check_free(post.slug)
        check_version_name(application.id, post.version)
        slug = Slug(application_id=application.id, **post.columns(), **dated())
        db.session.add(slug)
    return slug


def update_slug(slug: Slug, patch: SlugPatch, by: Author) -> Slug:
    with transaction(slug):
        if patch.slug not in (None, slug.slug):
            _refuse_default(slug, "renamed")
            _check_free(patch.slug)
        if patch.version != slug.version:
            check_version_name(slug.application_id, patch.version)
        change(slug, patch.changes(), by)
    return slug


def delete_slug(slug: Slug, by: Author) -> None:
    with transaction(slug):
        _refuse_default(slug, "deleted")
        db.session.delete(slug)


def set_endpoint_slug(application: Application, name: str, by: Author) -> Slug:
    """Rename the newest slug that the author chose; make one where there is none."""
    with transaction(application):
        newest = db.session.scalar(
            select(Slug)
            .where(Slug.application_id == application.id, Slug.slug != application.id)
            .order_by(Slug.creation_date.desc(), Slug.id)
            .limit(1)
        )
        if newest is None:
            return create_slug(application, SlugPost(slug=name, version=DEVELOP), by)
        return update_slug(newest, SlugPatch(slug=name), by)


def _check_free(name: str | None) -> None:
    if name and _APPLICATION_ID.fullmatch(name):
        raise ValidationError(
            "slug looks like an application id, and those are reserved; choose a name", "slug"
        )
    if db.session.scalar(select(Slug.id).filter_by(slug=name)) is not None:
        raise AlreadyExists(f"The slug `{name}` is taken; try another", "slug")


def _refuse_default(slug: Slug, act: str) -> None:
    if slug.is_default:
        raise ValidationError(
            f"slug `{slug.slug}` belongs to the application for good and cannot be {act}", "slug"
        )
