"""Where workflows are in the console, and how one is found."""

from sqlalchemy import select

from app.admin.place import VERSION, Bench
from app.errors import NotFound
from app.extensions import db
from app.models import Endpoint, Flow, FlowVersion, flow_version_links
from app.services.flows.linked import AnyFlow

WORKFLOWS = f"{VERSION}/workflows"
WORKFLOW = f"{WORKFLOWS}/<flow_id>"


def find_flow(bench: Bench, id: str) -> AnyFlow:
    """As the version has it. Raises NotFound."""
    version = bench.version
    query = (
        select(Flow).filter_by(
            id=id,
            application_id=version.application_id,
            flow_class="experience",
            deleted_in_develop=False,
        )
        if version.is_develop
        else select(FlowVersion)
        .join(flow_version_links, flow_version_links.c.flow_version_id == FlowVersion.id)
        .where(flow_version_links.c.version_id == version.id, flow_version_links.c.flow_id == id)
    )
    found: AnyFlow | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("Workflow")
    return found


def find_develop_flow(bench: Bench, id: str) -> Flow:
    """For whoever changes it. Raises NotFound."""
    found = find_flow(bench, id)
    if not isinstance(found, Flow):
        raise NotFound("Workflow")
    return found


def endpoints_by_id(bench: Bench) -> dict[str, Endpoint]:
    """By route."""
    query = select(Endpoint).filter_by(version_id=bench.version.id)
    rows = db.session.scalars(query.order_by(Endpoint.route, Endpoint.method))
    return {endpoint.id: endpoint for endpoint in rows}


def endpoint_choices(bench: Bench) -> list[tuple[str, str]]:
    return [
        (id, f"{endpoint.method.upper()} {endpoint.route}")
        for id, endpoint in endpoints_by_id(bench).items()
    ]
