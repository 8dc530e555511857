"""Experience flows in versions of the experience: what is the same is kept once."""

from sqlalchemy import delete, exists, insert, select

from app.extensions import db
from app.models import Flow, FlowVersion, Version, flow_version_links, new_id
from app.models.flow import CONTENT
from app.services.author import Author, change, signed
from app.services.flows import develop_flows, remove_from_develop

_links = flow_version_links.c


def freeze_flows(version: Version, by: Author) -> None:
    """Develop's, as they are now, into a new version."""
    known = _snapshots(version.application_id)
    links = []
    for flow in develop_flows(version.application_id):
        snapshot_id = known.get((flow.id, flow.digest)) or _new_snapshot(flow, by).id
        links.append({"version_id": version.id, "flow_id": flow.id, "flow_version_id": snapshot_id})
    db.session.flush()
    if links:
        db.session.execute(insert(flow_version_links), links)


def thaw_flows(source: Version, by: Author) -> None:
    """Develop becomes as that version is; what it does not hold goes from develop."""
    frozen = {
        snapshot.flow_id: snapshot
        for snapshot in db.session.scalars(
            select(FlowVersion)
            .join(flow_version_links, _links.flow_version_id == FlowVersion.id)
            .where(_links.version_id == source.id)
        )
    }
    flows = select(Flow).filter_by(application_id=source.application_id, flow_class="experience")
    for flow in db.session.scalars(flows).all():
        snapshot = frozen.get(flow.id)
        if snapshot is None and not flow.deleted_in_develop:
            remove_from_develop(flow, by)
        elif snapshot and (flow.deleted_in_develop or flow.digest != snapshot.digest):
            content = {name: getattr(snapshot, name) for name in (*CONTENT, "digest")}
            change(flow, content | {"deleted_in_develop": False}, by)


def forget_orphans(application_id: str) -> None:
    """Once versions have gone: the snapshots and flows that only they held."""
    db.session.flush()
    db.session.execute(
        delete(FlowVersion).where(
            FlowVersion.application_id == application_id,
            FlowVersion.flow_class == "experience",
            ~exists().where(_links.flow_version_id == FlowVersion.id),
        )
    )
    db.session.execute(
        delete(Flow).where(
            Flow.application_id == application_id,
            Flow.deleted_in_develop.is_(True),
            ~exists().where(_links.flow_id == Flow.id),
        )
    )


def _snapshots(application_id: str) -> dict[tuple[str, str | None], str]:
    """Ids, by flow and digest."""
    rows = db.session.execute(
        select(FlowVersion.flow_id, FlowVersion.digest, FlowVersion.id).filter_by(
            application_id=application_id, flow_class="experience"
        )
    )
    return {(flow_id, digest): id for flow_id, digest, id in rows}


def _new_snapshot(flow: Flow, by: Author) -> FlowVersion:
    snapshot = FlowVersion(
        id=new_id(),
        flow_id=flow.id,
        application_id=flow.application_id,
        flow_class=flow.flow_class,
        digest=flow.digest,
        **flow.content(),
        **signed(by),
    )
    db.session.add(snapshot)
    return snapshot
