"""Rows for tests, made by the services. Overrides are schema fields by their Python names.

Without an application each makes one of its own.
"""

from itertools import count
from typing import Any

from flask import current_app
from sqlalchemy import insert

from app.extensions import db
from app.models import (
    Account,
    ApiToken,
    Application,
    Credential,
    Domain,
    Endpoint,
    Flow,
    FlowTest,
    FlowVersion,
    Group,
    Slug,
    User,
    Version,
    View,
    new_id,
)
from app.schemas import (
    AccountPost,
    ApiTokenPost,
    ApplicationPost,
    DomainPost,
    EndpointPost,
    GroupPost,
    SlugPost,
    UserPost,
    VersionPost,
    ViewPost,
)
from app.schemas.credential import CredentialPost
from app.schemas.flow import FlowPost
from app.schemas.flow_test import FlowTestPost
from app.schemas.flow_version import FlowVersionPost
from app.services.accounts import create_account
from app.services.accounts.api_tokens import create_api_token
from app.services.applications import create_application
from app.services.applications.credentials import create_credential
from app.services.author import Author
from app.services.clock import now
from app.services.experience.domains import create_domain
from app.services.experience.endpoints import create_endpoint
from app.services.experience.groups import create_group
from app.services.experience.slugs import create_slug
from app.services.experience.users import create_user
from app.services.experience.versions import create_version
from app.services.experience.views import create_view
from app.services.flow_tests import create_flow_test
from app.services.flows import create_flow
from app.services.flows.versions import create_flow_version
from app.services.run_records.drafts import Origin, RunDraft
from app.services.run_records.file import RunFile
from app.services.run_records.packing import run_row
from app.services.run_records.reading import runs_path
from app.workflows.flow import Trigger, compile_flow

BY = Author("a" * 24)
PASSWORD = "correct horse"
HOST = "localhost"

CUSTOM_NODE: dict[str, Any] = {
    "triggers": [{"type": "customNodeStart", "outputIds": [["cap"]]}],
    "nodes": [{"id": "cap", "type": "CustomNodeCapNode", "config": {}, "outputIds": []}],
}

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


def make_flow(application: Application | None = None, **overrides: Any) -> Flow:
    """Of the experience."""
    values = {"name": f"Flow {next(_numbers)}", "flow_class": "experience"}
    return create_flow(application or make_application(), FlowPost(**(values | overrides)), BY)


def make_flow_test(flow: Flow, **overrides: Any) -> FlowTest:
    """That begins with the first trigger of the flow."""
    values = {"name": f"Test {next(_numbers)}", "trigger": flow.triggers[0]["key"]}
    return create_flow_test(flow, FlowTestPost(**(values | overrides)), BY)


def make_custom_node(application: Application | None = None, **overrides: Any) -> Flow:
    return make_flow(application, **({"flow_class": "customNode", **CUSTOM_NODE} | overrides))


def make_flow_version(flow: Flow | None = None, **overrides: Any) -> FlowVersion:
    """Of a cloud flow."""
    values = {"version": f"v{next(_numbers)}"}
    flow = flow or make_flow(flow_class="cloud")
    return create_flow_version(flow, FlowVersionPost(**(values | overrides)), BY)


def make_credential(application: Application | None = None, **overrides: Any) -> Credential:
    """A secret of JSON web tokens."""
    values = {
        "name": f"Credential {next(_numbers)}",
        "kind": "jwt",
        "jwt_config": {"algorithm": "HS256", "secret": "the secret of a test"},
    }
    if "kind" in overrides:
        del values["jwt_config"]
    return create_credential(
        application or make_application(), CredentialPost(**(values | overrides)), BY
    )


def make_run(flow: Flow, /, **overrides: Any) -> str:
    """The id of a recorded run without steps. overrides: of the draft."""
    compiled = compile_flow({"id": flow.id, "name": flow.name})
    trigger = Trigger("endpoint", "all", {}, {}, ())
    origin = Origin(flow.application_id, method="get", path="/")
    values = {"id": new_id(), "flow": compiled, "trigger": trigger, "origin": origin}
    values |= {"started": now(), "limit": 60.0, "seconds": 0.002}
    draft = RunDraft(**(values | overrides))
    file = RunFile(runs_path(current_app.config["FOYER"].data), 1024 * 1024)
    file.write([("runs", run_row(draft))])
    file.close()
    return draft.id


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


def grown(application: Application, number: int) -> Application:
    """With that many endpoints and pages of one layout. Rows go in as they are, for speed."""
    layout = make_view(application, view_type="layout", body="{{ page }}", name="Frame")
    page = make_view(application, name="Page 0", layout_id=layout.id)
    reply = {"kind": "page", "value": page.id}
    endpoint = make_endpoint(application, route="/page/0", static_reply=reply)
    for row, field, text in ((page, "name", "Page {}"), (endpoint, "route", "/page/{}")):
        columns = {one.key: getattr(row, one.key) for one in row.__mapper__.columns}
        copies = [
            columns | {field: text.format(n), "id": f"{n:08x}{application.id[8:]}"}
            for n in range(1, number)
        ]
        db.session.execute(insert(type(row)), copies)
    db.session.commit()
    return application


def make_api_token(
    application: Application | None = None, **overrides: Any
) -> tuple[ApiToken, str]:
    """The row, and the text of the token."""
    values = {"name": f"Token {next(_numbers)}"}
    return create_api_token(
        application or make_application(), ApiTokenPost(**(values | overrides)), BY
    )
