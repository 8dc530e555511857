"""experienceDomains and experienceDomain: whole host names that lead to a version."""

from flask import current_app

from app.api.calls import Call, Resource
from app.api.calls.listing import listed
from app.api.calls.paths import EXPERIENCE
from app.api.calls.scopes import CLI
from app.models import Domain
from app.schemas import DomainPatch, DomainPost
from app.schemas.answer import Success
from app.schemas.domain import DomainAnswer, DomainList
from app.services.experience.domains import create_domain, delete_domain, update_domain
from app.services.listing import list_domains
from config import Settings

DOMAINS = f"{EXPERIENCE}/domains"

domain = Resource("experienceDomain", f"{DOMAINS}/{{experienceDomainId}}")
domains = Resource("experienceDomains", DOMAINS, items=domain)


@domains.get(cli=CLI)
def find_all(call: Call) -> DomainList:
    """The domains of an application. Not paged."""
    page = list_domains(call.application)
    return listed(DomainList, page, DomainAnswer.of, application_id=call.application.id)


@domains.post()
def create(call: Call, body: DomainPost) -> DomainAnswer:
    """Register a domain. Its name belongs to one application on this server."""
    return DomainAnswer.of(create_domain(call.application, body, call.by, own_host()))


@domain.get()
def find(call: Call) -> DomainAnswer:
    """One domain, without its key."""
    return DomainAnswer.of(row_of(call))


@domain.patch()
def update(call: Call, body: DomainPatch) -> DomainAnswer:
    """Change what is given; a version takes effect at once, and null serves nothing."""
    return DomainAnswer.of(update_domain(row_of(call), body, call.by, own_host()))


@domain.delete()
def delete(call: Call) -> Success:
    """Delete a domain, at once."""
    delete_domain(row_of(call), call.by)
    return Success()


def row_of(call: Call) -> Domain:
    return call.row(Domain, "experienceDomainId", "Domain")


def own_host() -> str:
    settings: Settings = current_app.config["FOYER"]
    return settings.host
