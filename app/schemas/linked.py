"""What an endpoint or a view is linked to."""

from app.schemas.answer import Bundle
from app.schemas.endpoint import EndpointList
from app.schemas.flow import WholeFlowList
from app.schemas.flow_version import WholeFlowVersionList
from app.schemas.query import Flag, VersionQuery
from app.schemas.view import ViewList


class LinkedQuery(VersionQuery):
    include_custom_nodes: Flag = False


class LinkedAnswer(Bundle):
    experience_endpoints: EndpointList | None = None
    experience_views: ViewList | None = None
    flows: WholeFlowList | None = None
    flow_versions: WholeFlowVersionList | None = None
