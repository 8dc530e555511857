"""Where an experience is reached, as links that work from this browser."""

from dataclasses import dataclass

from flask import current_app, request
from sqlalchemy import select

from app.extensions import db
from app.models import Application, Domain, Slug, Version
from config import Settings


@dataclass(frozen=True)
class Host:
    """url is None where nothing would open: a wildcard, or no version behind the name."""

    name: str
    kind: str
    version: str | None
    url: str | None


def hosts_of(application: Application) -> list[Host]:
    """Domains, then slugs, those that somebody chose before the one every application has."""
    domains = db.session.scalars(
        select(Domain).filter_by(application_id=application.id).order_by(Domain.domain_name)
    )
    slugs = db.session.scalars(
        select(Slug).filter_by(application_id=application.id).order_by(Slug.slug)
    )
    versions = set(
        db.session.scalars(select(Version.name).filter_by(application_id=application.id))
    )
    settings: Settings = current_app.config["FOYER"]
    found = [_host(one.domain_name, "Domain", one.version, versions) for one in domains]
    for slug in sorted(slugs, key=lambda slug: slug.is_default):
        kind = "Default slug" if slug.is_default else "Slug"
        found.append(_host(f"{slug.slug}.{settings.host}", kind, slug.version, versions))
    return found


def _host(name: str, kind: str, version: str | None, versions: set[str]) -> Host:
    _, colon, port = request.host.rpartition(":")
    opens = version in versions and not name.startswith("*")
    address = f"{name}:{port}" if colon and port.isdigit() else name
    url = f"{request.scheme}://{address}/" if opens else None
    return Host(address, kind, version if version in versions else None, url)
