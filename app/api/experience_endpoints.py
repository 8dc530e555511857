"""experienceEndpoints and experienceEndpoint. Changes are made in develop only."""

from app.api.calls import Alias, Call, Resource
from app.api.calls.listing import asked, listed
from app.api.calls.paths import EXPERIENCE
from app.api.linked_answers import linked
from app.models import Endpoint, Version
from app.schemas import EndpointPatch, EndpointPost
from app.schemas.answer import Success
from app.schemas.endpoint import (
    EndpointAnswer,
    EndpointDeletion,
    EndpointList,
    EndpointsQuery,
    EndpointStatsQuery,
    StatsAnswer,
)
from app.schemas.linked import LinkedAnswer, LinkedQuery
from app.schemas.query import VersionQuery
from app.services.experience.endpoints import create_endpoint, delete_endpoint, update_endpoint
from app.services.experience.linked import linked_to_endpoint
from app.services.listing import list_endpoints
from app.services.stats import StatsQuery, endpoint_stats, not_found_count

ENDPOINTS = f"{EXPERIENCE}/endpoints"
ENDPOINT = f"{ENDPOINTS}/{{experienceEndpointId}}"
STATS = frozenset(
    {
        *("statGrouping", "duration", "end", "resolution", "versionFilter", "domainFilter"),
        *("statusCodeFilter", "endpointIdFilter"),
    }
)

endpoint = Resource("experienceEndpoint", ENDPOINT, is_versioned=True)
endpoints = Resource("experienceEndpoints", ENDPOINTS, items=endpoint)


@endpoints.get()
def find_all(call: Call, query: EndpointsQuery) -> EndpointList:
    """All endpoints of a version, in the order in which the router tries them. Not paged."""
    version = call.version(query.version)
    duration = query.request_count_duration
    return listed(
        EndpointList,
        list_endpoints(
            call.application,
            version,
            asked(query, "experience_group_id", "request_count_duration"),
        ),
        lambda row: shown(row, version),
        query,
        application_id=call.application.id,
        version=version.name,
        experience_group_id=query.experience_group_id,
        not_found_request_count=duration
        and not_found_count(call.application, version.name, duration),
    )


@endpoints.post()
def create(call: Call, body: EndpointPost) -> EndpointAnswer:
    """Create an endpoint."""
    row = create_endpoint(call.application, body, call.by)
    return shown(row, call.develop)


@endpoints.get("stats", below="/stats", aliases=(Alias(ENDPOINTS, STATS),))
def stats(call: Call, query: EndpointStatsQuery) -> StatsAnswer:
    """How often endpoints were asked, over time. Stretches without requests are left out."""
    asked_for = query.model_dump(exclude={"with_actions", "with_links", "with_embedded"})
    return StatsAnswer.model_validate(endpoint_stats(call.application, StatsQuery(**asked_for)))


@endpoint.get()
def find(call: Call, query: VersionQuery) -> EndpointAnswer:
    """One endpoint, as it is in a version."""
    version = call.version(query.version)
    return shown(row_of(call, version), version)


@endpoint.patch()
def update(call: Call, body: EndpointPatch) -> EndpointAnswer:
    """Change what is given, and leave the rest."""
    develop = call.develop
    return shown(update_endpoint(row_of(call, develop), body, call.by), develop)


@endpoint.delete()
def delete(call: Call, query: EndpointDeletion) -> Success:
    """Delete an endpoint in develop; named versions keep theirs."""
    delete_endpoint(row_of(call, call.develop), call.by, query.include_workflows)
    return Success()


@endpoint.get(
    "linkedResources",
    below="/linkedResources",
    aliases=(Alias(ENDPOINT, frozenset({"includeCustomNodes"})),),
)
def linked_resources(call: Call, query: LinkedQuery) -> LinkedAnswer:
    """Pages it may answer with, and workflows that it starts."""
    version = call.version(query.version)
    found = linked_to_endpoint(call.application, row_of(call, version), version)
    return linked(found, version, query)


def row_of(call: Call, version: Version) -> Endpoint:
    return call.row(Endpoint, "experienceEndpointId", "Endpoint", version_id=version.id)


def shown(row: Endpoint, version: Version) -> EndpointAnswer:
    return EndpointAnswer.of(row, version=version.name)
