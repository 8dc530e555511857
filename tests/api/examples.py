"""One of everything, and for every operation a call that works."""

from dataclasses import dataclass
from typing import Any, Self

from app.api.calls import Operation
from app.api.calls.operation import PLACEHOLDER
from app.models import Account, Application
from app.schemas import ApiTokenPost
from app.services.accounts.api_tokens import create_api_token
from tests import factories
from tests.factories import BY

BODIES: dict[str, Any] = {
    "applications.post": {"name": "Harbour"},
    "application.patch": {"description": "Ships"},
    "application.globals": [{"key": "colour", "json": '"blue"'}],
    "applicationApiTokens.post": {"name": "CI"},
    "applicationApiToken.patch": {"status": "inactive"},
    "userApiTokens.post": {"name": "CI"},
    "userApiToken.patch": {"status": "inactive"},
    "credentials.post": {
        "name": "Ships API",
        "type": "http",
        "httpConfig": {
            "uriMatch": "https://ships.example/",
            "authMethod": "header",
            "publicValue": "X-Key",
            "secretValue": "hidden",
        },
    },
    "credential.patch": {"description": "Ships"},
    "auth.authenticateUser": {"email": "owner@example.com", "password": factories.PASSWORD},
    "experience.bootstrap": {},
    "experienceDomains.post": {"domainName": "harbour.example.com"},
    "experienceDomain.patch": {"version": None},
    "experienceEndpoints.post": {"method": "get", "route": "/ships/{name}"},
    "experienceEndpoint.patch": {"description": "Ships"},
    "experienceGroups.post": {"name": "Crew"},
    "experienceGroup.patch": {"description": "Ships"},
    "experienceSlugs.post": {"slug": "harbour"},
    "experienceSlug.patch": {"version": None},
    "experienceUsers.post": {"email": "mate@example.com", "password": "correct horse"},
    "experienceUser.patch": {"firstName": "Mara"},
    "experienceVersions.post": {"version": "v2"},
    "experienceVersion.patch": {"description": "Ships"},
    "flows.post": {"name": "Ships", "flowClass": "experience"},
    "flow.patch": {"enabled": False},
    "flows.import": {"flows": [{"id": "b" * 24, "name": "Boats"}]},
    "flow.pressVirtualButton": {"key": "button", "payload": {"a": 1}},
    "flow.setStorageEntry": {"key": "ships", "value": [1, None]},
    "flowVersions.post": {"version": "v2"},
    "flowVersions.delete": {"query": {"version": "v9"}},
    "flowVersion.patch": {"notes": "Ships"},
    "experienceViews.post": {"name": "Ships", "viewType": "page", "body": "<p>Ships</p>"},
    "experienceView.patch": {"body": "<p>More ships</p>"},
}
QUERIES = {
    "auth.ssoDomain": "email=a@example.com",
    "application.search": "filter=a",
    "flows.getByVersion": "version=v1",
}


@dataclass(frozen=True)
class World:
    """Values for the parameters of paths."""

    values: dict[str, dict[str, str]]

    @classmethod
    def around(cls, application: Application, owner: Account) -> Self:
        def token_of(one: Application | Account) -> str:
            return create_api_token(one, ApiTokenPost(name="Deploy"), BY)[0].id

        page = factories.make_view(application, name="Home")
        button = {"type": "virtualButton", "key": "button"}
        flow = factories.make_flow(application, flow_class="cloud", triggers=[button])
        reply = {"type": "page", "value": page.id}
        ids = {
            "applicationId": application.id,
            "credentialId": factories.make_credential(application).id,
            "experienceDomainId": factories.make_domain(application).id,
            "experienceEndpointId": factories.make_endpoint(application, static_reply=reply).id,
            "experienceGroupId": factories.make_group(application).id,
            "experienceSlugId": factories.make_slug(application).id,
            "experienceUserId": factories.make_user(application).id,
            "experienceVersionIdOrName": factories.make_version(application).name,
            "experienceViewId": page.id,
            "flowId": flow.id,
            "runId": factories.make_run(flow),
            "flowVersionId": factories.make_flow_version(flow).version,
        }
        tokens = {"application": token_of(application), "me": token_of(owner)}
        return cls(
            {
                root: ids | {"apiTokenId": id}
                for root, id in (("applications", tokens["application"]), ("me", tokens["me"]))
            }
        )

    def path(self, operation: Operation, **instead: str) -> str:
        values = self.values.get(operation.path.split("/")[1], {}) | instead
        return PLACEHOLDER.sub(lambda found: values[found[1]], operation.path)

    def call(self, operation: Operation, **instead: str) -> dict[str, Any]:
        """The arguments of a call that works, for Api.call. instead: other ids in its path."""
        query = QUERIES.get(operation.name)
        return {
            "method": operation.method,
            "path": self.path(operation, **instead) + (f"?{query}" if query else ""),
            "body": BODIES.get(operation.name),
        }
