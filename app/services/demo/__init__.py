"""The demo: a small experience to click through, made by the services that everyone uses."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.extensions import db
from app.models import Account, Application
from app.schemas import (
    ApplicationPost,
    EndpointPost,
    GroupPost,
    ReplyObject,
    SlugPost,
    UserPost,
    VersionPatch,
    VersionPost,
    ViewPost,
)
from app.schemas.globals import Global
from app.services.applications import create_application
from app.services.author import Author
from app.services.clock import now
from app.services.demo import content
from app.services.experience.endpoints import create_endpoint
from app.services.experience.groups import create_group
from app.services.experience.slugs import create_slug
from app.services.experience.users import create_user
from app.services.experience.versions import create_version, update_version
from app.services.experience.views import create_view
from app.services.flows import create_flow
from app.services.lookup import develop_of
from app.services.starters.files import read_flow
from app.services.transaction import transaction

SLUG = "demo"
DEVELOP_SLUG = "demo-develop"
VERSION = "v1"


@dataclass(frozen=True)
class DemoUser:
    email: str
    password: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class DemoFacts:
    """What to tell whoever starts Foyer for the first time."""

    application_id: str
    slug: str
    develop_slug: str
    users: tuple[DemoUser, ...]


def create_demo(owner: Account) -> DemoFacts:
    """All of it or nothing. Raises AlreadyExists when one of its slugs is taken."""
    by = Author(owner.id)
    post = ApplicationPost(
        name="Northlight Pumps",
        description="The demo: a customer portal to click through, change and break.",
    )
    with transaction(owner):
        application = create_application(owner, post, by)
        return _Demo(application, by).build()


class _Demo:
    """Remembers the ids of views, endpoints and groups by their names."""

    def __init__(self, application: Application, by: Author) -> None:
        self.application = application
        self.by = by
        self.views: dict[str, str] = {}
        self.endpoints: dict[str, str] = {}
        self.groups: dict[str, str] = {}

    def build(self) -> DemoFacts:
        self.create_groups()
        self.create_layout_and_components()
        self.create_pages(content.PAGES)
        self.create_endpoints(content.ENDPOINTS)
        self.create_flows()
        self.settle(
            globals=_globals(content.globals_of(now())),
            not_found_reply=self.page("Not found"),
            unauthorized_reply=self.page("Ask to come in"),
        )
        self.publish()
        self.create_pages(content.NEW_PAGES)
        self.create_endpoints(content.NEW_ENDPOINTS)
        self.settle(globals=_globals(content.new_globals_of(now())))
        return DemoFacts(self.application.id, SLUG, DEVELOP_SLUG, self.create_users())

    def create_groups(self) -> None:
        for name, parent in content.GROUPS.items():
            post = GroupPost(name=name, parent_id=self.groups.get(parent or ""))
            self.groups[name] = create_group(self.application, post, self.by).id

    def create_layout_and_components(self) -> None:
        self.create_view("Portal", "portal.html", view_type="layout")
        for name in content.COMPONENTS:
            self.create_view(name, f"{name}.html", view_type="component")

    def create_pages(self, pages: dict[str, content.Page]) -> None:
        for name, page in pages.items():
            self.create_view(
                name,
                page.file,
                view_type="page",
                layout_id=self.views[page.layout] if page.layout else None,
                headers={"content-type": page.content_type} if page.content_type else {},
            )

    def create_view(self, name: str, file: str, **fields: Any) -> None:
        body = (content.VIEWS / file).read_text()
        view = create_view(self.application, ViewPost(name=name, body=body, **fields), self.by)
        db.session.flush()
        self.views[name] = view.id

    def create_endpoints(self, endpoints: Iterable[content.Endpoint]) -> None:
        for endpoint in endpoints:
            post = EndpointPost(
                method=endpoint.method,
                route=endpoint.route,
                access=endpoint.access,
                experience_group_ids=[self.groups[name] for name in endpoint.groups],
                static_reply=self.page(endpoint.page, endpoint.status) if endpoint.page else None,
                unauthorized_reply=self.refusal(endpoint),
            )
            created = create_endpoint(self.application, post, self.by)
            db.session.flush()
            self.endpoints[endpoint.name] = created.id

    def create_flows(self) -> None:
        """Their secret signs the links that are sent to people who forgot their password."""
        values = self.views | self.endpoints | {"reset secret": secrets.token_hex(32)}
        for file in content.FLOWS:
            create_flow(self.application, read_flow(content.FLOWS_FOLDER / file, values), self.by)

    def refusal(self, endpoint: content.Endpoint) -> ReplyObject | None:
        if endpoint.sign_in_for:
            to = f"/login?next={endpoint.sign_in_for}"
            return ReplyObject(kind="redirect", value=to, status_code=303)
        return self.page(endpoint.refused) if endpoint.refused else None

    def page(self, name: str, status: int | None = None) -> ReplyObject:
        given = {"status_code": status} if status else {}
        return ReplyObject(kind="page", value=self.views[name], **given)

    def settle(self, **settings: Any) -> None:
        update_version(develop_of(self.application.id), VersionPatch(**settings), self.by)

    def publish(self) -> None:
        post = VersionPost(version=VERSION, description="What visitors see at first.")
        create_version(self.application, post, self.by)
        create_slug(self.application, SlugPost(slug=SLUG, version=VERSION), self.by)
        create_slug(self.application, SlugPost(slug=DEVELOP_SLUG), self.by)

    def create_users(self) -> tuple[DemoUser, ...]:
        return tuple(self.create_user(person) for person in content.PEOPLE)

    def create_user(self, person: content.Person) -> DemoUser:
        """With a password that nobody can guess: the demo may well stand on a public host."""
        password = secrets.token_urlsafe(12)
        post = UserPost(
            email=person.email,
            password=password,
            first_name=person.first_name,
            last_name=person.last_name,
            experience_group_ids=[self.groups[name] for name in person.groups],
        )
        create_user(self.application, post, self.by)
        return DemoUser(person.email, password, person.groups)


def _globals(values: dict[str, Any]) -> list[Global]:
    return [Global(key=key, text=json.dumps(value)) for key, value in values.items()]
