"""experienceViews and experienceView. Changes are made in develop only."""

from app.api.calls import Alias, Call, Resource
from app.api.calls.listing import asked, listed
from app.api.calls.paths import EXPERIENCE
from app.api.calls.scopes import CLI, Access
from app.api.linked_answers import linked
from app.models import Version, View
from app.schemas import ViewPatch, ViewPost
from app.schemas.answer import Success
from app.schemas.linked import LinkedAnswer, LinkedQuery
from app.schemas.query import VersionQuery
from app.schemas.view import ViewAnswer, ViewList, ViewsQuery
from app.services.experience.linked import linked_to_view
from app.services.experience.views import create_view, delete_view, update_view
from app.services.listing import list_views

VIEWS = f"{EXPERIENCE}/views"
VIEW = f"{VIEWS}/{{experienceViewId}}"
PUBLISHED = frozenset({"includeCustomNodes"})

view = Resource("experienceView", VIEW, access=Access(cli=CLI), is_versioned=True)
views = Resource("experienceViews", VIEWS, items=view)


@views.get()
def find_all(call: Call, query: ViewsQuery) -> ViewList:
    """Layouts, pages and components of a version, with their bodies."""
    version = call.version(query.version)
    return listed(
        ViewList,
        list_views(call.application, version, asked(query, "view_type")),
        lambda row: shown(row, version),
        query,
        application_id=call.application.id,
        version=version.name,
        view_type=query.view_type,
    )


@views.post()
def create(call: Call, body: ViewPost) -> ViewAnswer:
    """Create a view."""
    return shown(create_view(call.application, body, call.by), call.develop)


@view.get()
def find(call: Call, query: VersionQuery) -> ViewAnswer:
    """One view, as it is in a version."""
    version = call.version(query.version)
    return shown(row_of(call, version), version)


@view.patch()
def update(call: Call, body: ViewPatch) -> ViewAnswer:
    """Change what is given, and leave the rest."""
    return shown(update_view(row_of(call, call.develop), body, call.by), call.develop)


@view.delete()
def delete(call: Call) -> Success:
    """Delete a view in develop, even one that is in use; named versions keep theirs."""
    delete_view(row_of(call, call.develop), call.by)
    return Success()


@view.get("linkedResources", below="/linkedResources", aliases=(Alias(VIEW, PUBLISHED),))
def linked_resources(call: Call, query: LinkedQuery) -> LinkedAnswer:
    """Endpoints and pages that use it, and workflows that answer with it."""
    version = call.version(query.version)
    found = linked_to_view(call.application, row_of(call, version), version)
    return linked(found, version, query)


def row_of(call: Call, version: Version) -> View:
    return call.row(View, "experienceViewId", "View", version_id=version.id)


def shown(row: View, version: Version) -> ViewAnswer:
    return ViewAnswer.of(row, version=version.name)
