"""Versions: snapshots of develop, and the way back into it."""

from typing import Any

from sqlalchemy import delete, insert, literal, select

from app.errors import AlreadyExists, NotFound, ValidationError
from app.extensions import db
from app.models import Application, Domain, Slug, Version, endpoint_groups
from app.schemas import VersionPatch, VersionPost
from app.schemas.version import VersionSettings
from app.services.author import Author, change, signed
from app.services.clock import now
from app.services.flows.snapshots import forget_orphans, freeze_flows, thaw_flows
from app.services.lookup import develop_of, find_version, rows_of
from app.services.revision import raise_revision
from app.services.transaction import transaction

_tables = db.metadata.tables
CONTENT = (_tables["endpoints"], endpoint_groups, _tables["views"])  # parents before children


def create_version(application: Application, post: VersionPost, by: Author) -> Version:
    """Publish: freeze develop under a name, and point hosts at it."""
    with transaction(application):
        given = post.changes("version", "domain_ids", "slug_ids")
        version = _snapshot(develop_of(application.id), post.version, given, by)
        domains = rows_of(Domain, application.id, post.domain_ids, "domainIds")
        slugs = rows_of(Slug, application.id, post.slug_ids, "slugIds")
        for host in domains + slugs:
            change(host, {"version": version.name}, by)
    return version


def update_version(version: Version, patch: VersionPatch, by: Author) -> Version:
    """Settings, or the content of another version, for develop; a description for any."""
    with transaction(version):
        if not version.is_develop:
            _refuse_all_but_description(version, patch)
        if patch.source_version_id_or_name is not None:
            _overwrite(version, _source(version, patch.source_version_id_or_name), by)
        change(version, patch.changes("source_version_id_or_name"), by)
    return version


def copy_to_develop(version: Version, by: Author, backup: bool = False) -> Version | None:
    """The version that develop was saved as before, if that was asked for."""
    with transaction(version):
        develop = develop_of(version.application_id)
        saved = _snapshot(develop, _backup_name(), {}, by) if backup else None
        _overwrite(develop, version, by)
    return saved


def delete_version(version: Version, by: Author) -> None:
    """With its content. Hosts that point at it stay, and serve nothing until re-pointed."""
    with transaction(version):
        if version.is_develop:
            raise ValidationError("version `develop` cannot be deleted", "version")
        db.session.delete(version)
        forget_orphans(version.application_id)


def _snapshot(develop: Version, name: str, given: dict[str, Any], by: Author) -> Version:
    taken = select(Version.id).filter_by(application_id=develop.application_id, name=name)
    if db.session.scalar(taken) is not None:
        raise AlreadyExists(f"The version `{name}` already exists", "version")
    version = Version(
        application_id=develop.application_id,
        name=name,
        **(_settings(develop) | given),
        **signed(by),
    )
    db.session.add(version)
    db.session.flush()
    _copy_content(develop, version)
    freeze_flows(version, by)
    return version


def _overwrite(develop: Version, source: Version, by: Author) -> None:
    if source.is_develop:
        raise ValidationError("develop cannot be copied into itself", "sourceVersionIdOrName")
    for table in CONTENT:
        db.session.execute(delete(table).where(table.c.version_id == develop.id))
    _copy_content(source, develop)
    thaw_flows(source, by)
    change(develop, _settings(source), by)


def _copy_content(source: Version, target: Version) -> None:
    for table in CONTENT:
        columns = [column for column in table.c if column.name != "version_id"]
        rows = select(*columns, literal(target.id)).where(table.c.version_id == source.id)
        names = [*(column.name for column in columns), "version_id"]
        db.session.execute(insert(table).from_select(names, rows))
    raise_revision(target.application_id)


def _settings(version: Version) -> dict[str, Any]:
    return {name: getattr(version, name) for name in VersionSettings.model_fields}


def _source(version: Version, id_or_name: str) -> Version:
    try:
        return find_version(version.application_id, id_or_name)
    except NotFound:
        raise ValidationError(
            f"sourceVersionIdOrName names `{id_or_name}`, which is no version of this application",
            "sourceVersionIdOrName",
        ) from None


def _refuse_all_but_description(version: Version, patch: VersionPatch) -> None:
    if patch.model_fields_set - {"description"}:
        raise ValidationError(
            f"version `{version.name}` is frozen and only its description can change. "
            "Make the change in develop, then create a new version"
        )


def _backup_name() -> str:
    return f"develop-backup-{now():%Y-%m-%d %H:%M:%S}"
