"""Endpoints of develop. Those of named versions are frozen."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from app.errors import AlreadyExists, ValidationError
from app.extensions import db
from app.models import Application, Endpoint, Group
from app.routing import Conflict, find_conflict, parse_route
from app.schemas import EndpointPatch, EndpointPost
from app.services.author import Author, change, signed
from app.services.flows import delete_flows_of
from app.services.lookup import develop_of, refuse_frozen, rows_of
from app.services.transaction import transaction

parsed_route = lru_cache(maxsize=4096)(parse_route)


@dataclass(frozen=True)
class Rival:
    """An endpoint that a new route would conflict with; disabled ones count."""

    endpoint_id: str
    method: str
    conflict: Conflict

    def __str__(self) -> str:
        route, other, witness = self.conflict.route, self.conflict.other, self.conflict.witness
        return (
            f"`{self.method} {route}` conflicts with `{self.method} {other}` "
            f"(endpoint {self.endpoint_id}): both would answer `{witness}`"
        )


def create_endpoint(application: Application, post: EndpointPost, by: Author) -> Endpoint:
    with transaction(application):
        version = develop_of(application.id)
        _refuse_rival(version.id, post.method, post.route)
        endpoint = Endpoint(
            application_id=application.id,
            version_id=version.id,
            groups=_groups(application.id, post.experience_group_ids),
            **post.columns("experience_group_ids"),
            **signed(by),
        )
        _check_device(endpoint)
        db.session.add(endpoint)
    return endpoint


def update_endpoint(endpoint: Endpoint, patch: EndpointPatch, by: Author) -> Endpoint:
    with transaction(endpoint):
        refuse_frozen(endpoint.version_id)
        if patch.method or patch.route:
            method, route = patch.method or endpoint.method, patch.route or endpoint.route
            _refuse_rival(endpoint.version_id, method, route, but=endpoint.id)
        values = patch.changes("experience_group_ids")
        if patch.experience_group_ids is not None:
            values["groups"] = _groups(endpoint.application_id, patch.experience_group_ids)
        change(endpoint, values, by)
        _check_device(endpoint)
    return endpoint


def delete_endpoint(endpoint: Endpoint, by: Author, include_workflows: bool = False) -> None:
    """The copy in develop; named versions keep theirs.

    include_workflows: also those that it starts. Otherwise they stay, and it starts nothing."""
    with transaction(endpoint):
        refuse_frozen(endpoint.version_id)
        if include_workflows:
            delete_flows_of(endpoint, by)
        db.session.delete(endpoint)


def find_rival(version_id: str, method: str, route: str, but: str | None = None) -> Rival | None:
    """Who stands in that route's way. but: an endpoint id to leave out of the search."""
    new = parsed_route(route)
    query = select(Endpoint.id, Endpoint.route).where(
        Endpoint.version_id == version_id, Endpoint.method == method, Endpoint.id != (but or "")
    )
    for id, other in db.session.execute(query):
        if conflict := find_conflict(new, parsed_route(other)):
            return Rival(id, method, conflict)
    return None


def _refuse_rival(version_id: str, method: str, route: str, but: str | None = None) -> None:
    if rival := find_rival(version_id, method, route, but):
        raise AlreadyExists(str(rival), "route")


def _groups(application_id: str, ids: list[str]) -> list[Group]:
    return rows_of(Group, application_id, ids, "experienceGroupIds")


def _check_device(endpoint: Endpoint) -> None:
    if endpoint.access == "device" and not endpoint.device_id_template:
        raise ValidationError(
            "deviceIdTemplate is required when access is device; say which device it is about",
            "deviceIdTemplate",
        )
