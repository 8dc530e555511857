"""What an endpoint or a view is linked to: collections, each whole and on one page."""

from collections.abc import Callable
from typing import Any, TypeVar

from app.api.calls.listing import listed
from app.api.flow_answers import custom_nodes, shows_flows, shows_versions
from app.models import Version
from app.schemas.answer import Answer, Collection
from app.schemas.endpoint import EndpointAnswer, EndpointList
from app.schemas.flow import WholeFlowList
from app.schemas.flow_version import WholeFlowVersionList
from app.schemas.linked import LinkedAnswer, LinkedQuery
from app.schemas.view import ViewAnswer, ViewList
from app.services.experience.linked import Linked
from app.services.listing import Page

C = TypeVar("C", bound=Collection[Any])


def linked(found: Linked, version: Version, query: LinkedQuery) -> LinkedAnswer:
    """found: rows by the wire's name of their collection."""
    endpoints, views = found.get("experienceEndpoints", []), found.get("experienceViews", [])
    flows, frozen = found.get("flows", []), found.get("flowVersions", [])
    name, wanted = version.name, query.include_custom_nodes
    return LinkedAnswer(
        experience_endpoints=_whole(
            EndpointList,
            endpoints,
            version,
            lambda row: EndpointAnswer.of(row, version=name),
            "route",
        ),
        experience_views=_whole(
            ViewList, views, version, lambda row: ViewAnswer.of(row, version=name)
        ),
        flows=_whole(
            WholeFlowList,
            flows,
            version,
            shows_flows(flows),
            custom_nodes=custom_nodes(flows, wanted),
        ),
        flow_versions=_whole(
            WholeFlowVersionList,
            frozen,
            version,
            shows_versions(frozen),
            custom_nodes=custom_nodes(frozen, wanted),
        ),
    )


def _whole(
    schema: type[C],
    rows: list[Any],
    version: Version,
    show: Callable[[Any], Answer],
    sort_field: str = "name",
    **more: Any,
) -> C | None:
    if not rows:
        return None
    return listed(
        schema,
        Page(rows, len(rows), sort_field),
        show,
        application_id=version.application_id,
        version=version.name,
        **more,
    )
