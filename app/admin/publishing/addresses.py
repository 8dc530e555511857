"""Where an experience is reached, as links that work from this browser."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask import current_app, request
from sqlalchemy import select

from app.extensions import db
from app.models import Application, Domain, Slug, Version
from config import Settings

DEFAULT_SLUG = "Default slug"


@dataclass(frozen=True)
class Host:
    """url is None where nothing would open: a wildcard, or no version behind the name.

    registered: the name that requests are counted under; gone: the version it points at, if that
    was deleted; previous: the one it pointed at before, if that is still there.
    """

    id: str
    name: str
    registered: str
    kind: str
    version: str | None
    url: str | None
    gone: str | None = None
    previous: str | None = None

    @property
    def is_domain(self) -> bool:
        return self.kind == "Domain"

    @property
    def folder(self) -> str:
        """In addresses of the console."""
        return "domains" if self.is_domain else "slugs"

    @property
    def is_default(self) -> bool:
        return self.kind == "Default slug"


def hosts_of(application: Application) -> list[Host]:
    """Domains, then slugs, those that somebody chose before the one every application has."""
    return hosts_of_all([application])[application.id]


def hosts_at(application: Application, version: str) -> list[Host]:
    """Those that lead to the version of that name."""
    return [host for host in hosts_of(application) if host.version == version]


def hosts_of_all(applications: Iterable[Application]) -> dict[str, list[Host]]:
    """By application id."""
    found: dict[str, list[Host]] = {one.id: [] for one in applications}
    versions: dict[str, set[str]] = {id: set() for id in found}
    names = select(Version.application_id, Version.name)
    for id, name in db.session.execute(names.where(Version.application_id.in_(found))):
        versions[id].add(name)
    domains = select(Domain).where(Domain.application_id.in_(found)).order_by(Domain.domain_name)
    slugs = select(Slug).where(Slug.application_id.in_(found)).order_by(Slug.slug)
    chosen_first = sorted(db.session.scalars(slugs), key=lambda slug: slug.is_default)
    for row in (*db.session.scalars(domains), *chosen_first):
        found[row.application_id].append(host_of(row, versions[row.application_id]))
    return found


def host_of(row: Domain | Slug, versions: Collection[str]) -> Host:
    """versions: the names there are."""
    registered = row.domain_name if isinstance(row, Domain) else row.slug
    version = row.version if row.version in versions else None
    name = address_of(registered if isinstance(row, Domain) else f"{registered}.{base_host()}")
    previous = row.previous_version
    return Host(
        id=row.id,
        name=name,
        registered=registered,
        kind=_kind(row),
        version=version,
        url=f"{request.scheme}://{name}/" if version and "*" not in name else None,
        gone=None if version else row.version,
        previous=previous if previous in versions and previous != version else None,
    )


def base_host() -> str:
    """FOYER_HOST: slugs are names below it."""
    settings: Settings = current_app.config["FOYER"]
    return settings.host


def address_of(name: str) -> str:
    """With the port that the console is reached at."""
    _, colon, port = request.host.rpartition(":")
    return f"{name}:{port}" if colon and port.isdigit() else name


def _kind(row: Domain | Slug) -> str:
    if isinstance(row, Domain):
        return "Domain"
    return DEFAULT_SLUG if row.is_default else "Slug"
