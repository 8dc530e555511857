"""applications and application."""

from collections.abc import Callable

from app.api.calls import Call, Resource
from app.api.calls.listing import asked, listed
from app.api.calls.paths import APPLICATION
from app.api.calls.scopes import CLI, OF_OWNERS
from app.models import Application
from app.schemas import ApplicationPatch, ApplicationPost, GlobalsPatch
from app.schemas.answer import Success
from app.schemas.application import (
    ApplicationAnswer,
    ApplicationList,
    ApplicationsQuery,
    SearchAnswer,
    SearchQuery,
    SummaryQuery,
)
from app.services.applications import (
    create_application,
    delete_application,
    update_application,
    update_globals,
)
from app.services.applications.search import search as search_in
from app.services.applications.summary import summaries
from app.services.listing import list_applications

application = Resource("application", APPLICATION)
applications = Resource("applications", "/applications", items=application, access=OF_OWNERS)


@applications.get(cli=("User",))
def find_all(call: Call, query: ApplicationsQuery) -> ApplicationList:
    """Your applications. A filter without `*` also fits a part of a name."""
    page = list_applications(call.owner, asked(query, "org_id"))
    return listed(ApplicationList, page, shows(page.items, query), query)


@applications.post()
def create(call: Call, query: SummaryQuery, body: ApplicationPost) -> ApplicationAnswer:
    """Create an application, with a version develop and a slug equal to its id."""
    return shown(create_application(call.account, body, call.by), query)


@application.get(cli=CLI)
def find(call: Call, query: SummaryQuery) -> ApplicationAnswer:
    """One application, with counts of what is in it."""
    return shown(call.application, query)


@application.patch(cli=CLI)
def update(call: Call, query: SummaryQuery, body: ApplicationPatch) -> ApplicationAnswer:
    """Change what is given, and leave the rest."""
    return shown(update_application(call.application, body, call.by), query)


@application.delete()
def delete(call: Call) -> Success:
    """Delete an application and all that belongs to it."""
    delete_application(call.application, call.by)
    return Success()


@application.patch("globals", below="/globals", scope="patch", body_name="globals", cli=CLI)
def change_globals(call: Call, body: GlobalsPatch) -> ApplicationAnswer:
    """Set single globals, or take them away with a null; the others stay."""
    return shown(update_globals(call.application, body, call.by))


@application.get("search", below="/search")
def search(call: Call, query: SearchQuery) -> SearchAnswer:
    """Everything of an application whose name fits. Without `*` a part of it is enough."""
    return SearchAnswer.model_validate(search_in(call.application, query.filter))


def shown(row: Application, query: SummaryQuery | None = None) -> ApplicationAnswer:
    return shows([row], query or SummaryQuery())(row)


def shows(
    rows: list[Application], query: SummaryQuery
) -> Callable[[Application], ApplicationAnswer]:
    found = summaries(rows, query.summary_include, query.summary_exclude)

    def show(row: Application) -> ApplicationAnswer:
        summary = found[row.id]
        return ApplicationAnswer.of(
            row,
            endpoint_slug=summary.endpoint_slug,
            endpoint_default_cors=summary.endpoint_default_cors,
            summary=summary.counts,
        )

    return show
