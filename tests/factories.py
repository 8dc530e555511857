"""Rows for tests, made by the services. Overrides are schema fields by their Python names.

Without an application each makes one of its own.
"""

from itertools import count
from typing import Any

from app.models import (
    Account,
    Application,
    Domain,
    Endpoint,
    Group,
    Slug,
    User,
    Version,
    View,
)
from app.schemas import (
    AccountPost,
    ApplicationPost,
    DomainPost,
    EndpointPost,
    GroupPost,
    SlugPost,
    UserPost,
    VersionPost,
    ViewPost,
)
from app.services.accounts import create_account
from app.services.applications import create_application
from app.services.author import Author
from app.services.domains import create_domain
from app.services.endpoints import create_endpoint
from app.services.groups import create_group
from app.services.slugs import create_slug
from app.services.users import create_user
from app.services.versions import create_version
from app.services.views import create_view

BY = Author("a" * 24)
PASSWORD = "correct horse"
HOST = "localhost"

_numbers = count(1)


def make_account(**overrides: Any) -> Account:
    values = {"email": f"account{next(_numbers)}@example.com", "password": PASSWORD}
    return create_account(AccountPost(**(values | overrides)))


def make_application(owner: Account | None = None, **overrides: Any) -> Application:
    values = {"name": f"Application {next(_numbers)}"}
    return create_application(owner or make_account(), ApplicationPost(**(values | overrides)), BY)


def make_endpoint(application: Application | None = None, **overrides: Any) -> Endpoint:
    values = {"method": "get", "route": f"/endpoint{next(_numbers)}"}
    return create_endpoint(
        application or make_application(), EndpointPost(**(values | overrides)), BY
    )


def make_view(application: Application | None = None, **overrides: Any) -> View:
    values = {"name": f"View {next(_numbers)}", "view_type": "page", "body": "<p>Hello</p>"}
    return create_view(application or make_application(), ViewPost(**(values | overrides)), BY)


def make_version(application: Application | None = None, **overrides: Any) -> Version:
    values = {"version": f"v{next(_numbers)}"}
    return create_version(
        application or make_application(), VersionPost(**(values | overrides)), BY
    )


def make_domain(application: Application | None = None, **overrides: Any) -> Domain:
    values = {"domain_name": f"site{next(_numbers)}.example.com"}
    return create_domain(
        application or make_application(), DomainPost(**(values | overrides)), BY, HOST
    )


def make_slug(application: Application | None = None, **overrides: Any) -> Slug:
    values = {"slug": f"slug-{next(_numbers)}"}
    return create_slug(application or make_application(), SlugPost(**(values | overrides)), BY)


def make_user(application: Application | None = None, **overrides: Any) -> User:
    values = {"email": f"user{next(_numbers)}@example.com", "password": PASSWORD}
    return create_user(application or make_application(), UserPost(**(values | overrides)), BY)


def make_group(application: Application | None = None, **overrides: Any) -> Group:
    values = {"name": f"Group {next(_numbers)}"}
    return create_group(application or make_application(), GroupPost(**(values | overrides)), BY)
