"""An example experience to begin with: pages, a log-in and a log-out, a group and a user."""

import secrets
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Application, Endpoint, Flow, Group, Slug, View
from app.schemas import (
    EndpointPost,
    GroupPost,
    ReplyObject,
    SlugPost,
    UserPost,
    ViewPatch,
    ViewPost,
)
from app.schemas.flow import FlowPatch
from app.services.author import Author, change
from app.services.bootstrap import content
from app.services.experience.endpoints import create_endpoint, delete_endpoint, find_rival
from app.services.experience.groups import create_group
from app.services.experience.slugs import create_slug
from app.services.experience.users import create_user
from app.services.experience.views import create_view, update_view
from app.services.flows import create_flow, update_flow
from app.services.lookup import develop_of
from app.services.starters.files import filled, read_flow
from app.services.transaction import transaction

DONE = {"name": "experience", "version": 3, "status": "completed"}
"""Tells clients that there is no need to do this again."""
SKIPPED = DONE | {"status": "skipped"}


@dataclass(frozen=True)
class BootstrapOptions:
    """replace_existing: what clashes makes way; else everything new is named with a suffix."""

    replace_existing: bool = False
    create_users: bool = True
    create_groups: bool = True
    slug: str | None = None


@dataclass(frozen=True)
class BootstrapResult:
    """resource_suffix: blank when nothing clashed. The password is known this once."""

    resource_suffix: str
    email: str | None
    password: str | None


def bootstrap(application: Application, options: BootstrapOptions, by: Author) -> BootstrapResult:
    """All of it or nothing. Raises AlreadyExists when another application has the slug."""
    with transaction(application):
        return _Example(application, options, by).build()


def start_empty(application: Application, slug: str | None, by: Author) -> None:
    """Without an example. Raises AlreadyExists when another application has the slug."""
    with transaction(application):
        _add_slug(application, slug, by)
        _note(application, SKIPPED, by)


def is_empty(application: Application) -> bool:
    """Nothing is in develop."""
    develop = {"version_id": develop_of(application.id).id}
    flow = {"application_id": application.id, "flow_class": "experience"}
    rows = (
        select(Endpoint.id).filter_by(**develop),
        select(View.id).filter_by(**develop),
        select(Flow.id).filter_by(**flow, deleted_in_develop=False),
    )
    return not any(db.session.scalar(select(query.exists())) for query in rows)


def _add_slug(application: Application, slug: str | None, by: Author) -> None:
    """Beside those that are there: a host that works stays."""
    mine = select(Slug.id).filter_by(application_id=application.id, slug=slug)
    if slug and db.session.scalar(mine) is None:
        create_slug(application, SlugPost(slug=slug), by)


def _note(application: Application, tour: dict[str, Any], by: Author) -> None:
    others = [one for one in application.ftue_tracking if one["name"] != tour["name"]]
    change(application, {"ftue_tracking": [*others, tour]}, by)


class _Example:
    """Remembers the ids of its views and endpoints by their plain names."""

    def __init__(self, application: Application, options: BootstrapOptions, by: Author) -> None:
        self.application = application
        self.options = options
        self.by = by
        self.develop_id = develop_of(application.id).id
        self.views: dict[str, str] = {}
        self.endpoints: dict[str, str] = {}
        self.suffix = "" if options.replace_existing else self.free_suffix()
        self.routes = content.routes(self.suffix)

    def build(self) -> BootstrapResult:
        for view in content.VIEWS:
            self.views[view.name] = self.save_view(view).id
        for endpoint in content.ENDPOINTS:
            self.endpoints[endpoint.name] = self.save_endpoint(endpoint).id
        for file in content.FLOWS:
            self.save_flow(file)
        group = self.find_or_create_group() if self.options.create_groups else None
        email, password = self.create_user(group) if self.options.create_users else (None, None)
        _add_slug(self.application, self.options.slug, self.by)
        _note(self.application, DONE, self.by)
        return BootstrapResult(self.suffix, email, password)

    def free_suffix(self) -> str:
        """Blank, or the first number from 2 with which no name and no route clashes."""
        return next(
            suffix for suffix in chain([""], map(str, count(2))) if not self.clashes(suffix)
        )

    def clashes(self, suffix: str) -> bool:
        routes = content.routes(suffix)
        return (
            any(find_rival(self.develop_id, e.method, routes[e.route]) for e in content.ENDPOINTS)
            or any(self.view_named(view, suffix) for view in content.VIEWS)
            or (self.options.create_groups and self.group_named(suffix) is not None)
        )

    def view_named(self, view: content.ExampleView, suffix: str) -> View | None:
        name = content.name(view.name, suffix)
        query = select(View).filter_by(version_id=self.develop_id, view_type=view.view_type)
        return db.session.scalar(query.where(View.name == name))

    def group_named(self, suffix: str) -> Group | None:
        name = content.name(content.GROUP, suffix)
        query = select(Group).filter_by(application_id=self.application.id, name=name)
        return db.session.scalar(query.order_by(Group.id).limit(1))

    def save_view(self, view: content.ExampleView) -> View:
        fields = {"body": self.body(view.file)}
        if view.view_type == "page":
            fields["layout_id"] = self.views[content.LAYOUT]
        if existing := self.view_named(view, self.suffix):
            return update_view(existing, ViewPatch(**fields), self.by)
        post = ViewPost(
            name=content.name(view.name, self.suffix), view_type=view.view_type, **fields
        )
        created = create_view(self.application, post, self.by)
        db.session.flush()
        return created

    def body(self, file: str) -> str:
        components = {one.name: content.name(one.name, self.suffix) for one in content.VIEWS}
        return filled(content.VIEWS_FOLDER / file, self.routes | components)

    def save_endpoint(self, endpoint: content.ExampleEndpoint) -> Endpoint:
        route = self.routes[endpoint.route]
        while rival := find_rival(self.develop_id, endpoint.method, route):
            old = db.session.get_one(Endpoint, (rival.endpoint_id, self.develop_id))
            delete_endpoint(old, self.by)
            db.session.flush()
        page = self.views[endpoint.page] if endpoint.page else None
        log_in = ReplyObject(kind="redirect", value=self.routes["login"])
        post = EndpointPost(
            method=endpoint.method,
            route=route,
            access=endpoint.access,
            static_reply=ReplyObject(kind="page", value=page) if page else None,
            unauthorized_reply=None if endpoint.access == "public" else log_in,
        )
        created = create_endpoint(self.application, post, self.by)
        db.session.flush()
        return created

    def save_flow(self, file: str) -> None:
        """One of that name is only replaced when things are to be."""
        read = read_flow(content.FLOWS_FOLDER / file, self.routes | self.views | self.endpoints)
        post = read.model_copy(update={"name": content.name(read.name, self.suffix)})
        query = select(Flow).filter_by(application_id=self.application.id, name=post.name)
        query = query.filter_by(flow_class="experience", deleted_in_develop=False)
        existing = db.session.scalars(query.order_by(Flow.id)).first()
        if existing and self.options.replace_existing:
            graph = FlowPatch(enabled=True, triggers=post.triggers, nodes=post.nodes)
            update_flow(existing, graph, self.by)
        else:
            create_flow(self.application, post, self.by)

    def find_or_create_group(self) -> Group:
        """One that is there already is only there when things are to be replaced."""
        if existing := self.group_named(self.suffix):
            return existing
        post = GroupPost(name=content.name(content.GROUP, self.suffix))
        return create_group(self.application, post, self.by)

    def create_user(self, group: Group | None) -> tuple[str, str]:
        email = f"test.user.{secrets.token_hex(5)}@example.com"
        password = secrets.token_urlsafe(12)
        post = UserPost(
            email=email, password=password, experience_group_ids=[group.id] if group else []
        )
        create_user(self.application, post, self.by)
        return email, password
