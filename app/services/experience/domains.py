"""Domains: whole host names of an experience, unique on the whole server."""

from sqlalchemy import select

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import Application, Domain
from app.schemas import DomainPatch, DomainPost
from app.services.author import Author, change, dated
from app.services.lookup import check_version_name
from app.services.transaction import transaction


def create_domain(application: Application, post: DomainPost, by: Author, host: str) -> Domain:
    """host: the console's own, which no domain may equal or lie below."""
    with transaction(application):
        _check_free(post.domain_name, host)
        check_version_name(application.id, post.version)
        domain = Domain(application_id=application.id, **post.columns(), **dated())
        db.session.add(domain)
    return domain


def update_domain(domain: Domain, patch: DomainPatch, by: Author, host: str) -> Domain:
    with transaction(domain):
        if patch.domain_name not in (None, domain.domain_name):
            _check_free(patch.domain_name, host)
        if patch.version != domain.version:
            check_version_name(domain.application_id, patch.version)
        change(domain, patch.changes(), by)
    return domain


def delete_domain(domain: Domain, by: Author) -> None:
    with transaction(domain):
        db.session.delete(domain)


def _check_free(name: str, host: str) -> None:
    if f".{name.removeprefix('*.')}".endswith(f".{host}"):
        raise ValidationError(
            f"domainName `{name}` lies within `{host}`, where the console lives; use a slug there",
            "domainName",
        )
    if db.session.scalar(select(Domain.id).filter_by(domain_name=name)) is not None:
        raise AlreadyExists(f"The domain `{name}` is already registered", "domainName")
