"""Where endpoints are in the console, and how one is found and reached."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.admin.place import VERSION, Bench
from app.admin.publishing.addresses import hosts_at
from app.errors import NotFound
from app.extensions import db
from app.models import Endpoint

ENDPOINTS = f"{VERSION}/endpoints"
METHODS = ("get", "post", "put", "patch", "delete", "options")


def find_endpoint(bench: Bench, id: str) -> Endpoint:
    """With its groups. Raises NotFound."""
    found: Endpoint | None = db.session.scalars(_of(bench).filter_by(id=id)).one_or_none()
    if found is None:
        raise NotFound("Endpoint")
    return found


def endpoints_of(bench: Bench) -> list[Endpoint]:
    """All of the version, with their groups."""
    return list(db.session.scalars(_of(bench)))


@dataclass(frozen=True)
class Address:
    """Of an endpoint, as whoever calls it writes it."""

    url: str
    curl: str


def address_of(bench: Bench, endpoint: Endpoint) -> Address | None:
    """At the first host that leads to the version; None if none does."""
    hosts = hosts_at(bench.application, bench.version.name)
    base = next((host.url for host in hosts if host.url), None)
    if base is None:
        return None
    url = base.rstrip("/") + endpoint.route
    method = "" if endpoint.method == "get" else f"-X {endpoint.method.upper()} "
    token = "" if endpoint.access == "public" else "-H 'Authorization: Bearer TOKEN' "
    quoted = url.replace("'", "%27")
    return Address(url, f"curl {method}{token}'{quoted}'")


def _of(bench: Bench) -> Select[Any]:
    query = select(Endpoint).filter_by(version_id=bench.version.id)
    return query.options(selectinload(Endpoint.groups))
