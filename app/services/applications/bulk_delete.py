"""A whole experience taken away at once, but for what is to be kept."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from app.extensions import db
from app.models import DEVELOP, Application, Domain, Endpoint, Group, Slug, User, Version, View
from app.services.author import Author
from app.services.flows import delete_experience_flows
from app.services.flows.snapshots import forget_orphans
from app.services.lookup import develop_of
from app.services.revision import raise_revision
from app.services.transaction import transaction


@dataclass(frozen=True)
class DeleteOptions:
    """Named versions and workflows go only when that is asked for; the rest unless it is kept."""

    keep_users: bool = False
    keep_groups: bool = False
    keep_slugs: bool = False
    keep_domains: bool = False
    keep_views: bool = False
    keep_endpoints: bool = False
    remove_versions: bool = False
    remove_workflows: bool = False


def delete_experience(application: Application, options: DeleteOptions, by: Author) -> None:
    """develop, its settings and the slug of the application's id stay in any case."""
    with transaction(application):
        in_develop = {"version_id": develop_of(application.id).id}
        if not options.keep_endpoints:
            _delete(Endpoint, application, **in_develop)
        if not options.keep_views:
            _delete(View, application, **in_develop)
        if not options.keep_users:
            _delete(User, application)
        if not options.keep_groups:
            _delete(Group, application)
        if not options.keep_domains:
            _delete(Domain, application)
        if not options.keep_slugs:
            _delete(Slug, application, Slug.slug != application.id)
        if options.remove_versions:
            _delete(Version, application, Version.name != DEVELOP)
            forget_orphans(application.id)
        if options.remove_workflows:
            delete_experience_flows(application, by)
        raise_revision(application.id)


def _delete(model: Any, application: Application, *conditions: Any, **where: str) -> None:
    rows = delete(model).where(model.application_id == application.id, *conditions)
    db.session.execute(rows.filter_by(**where))
