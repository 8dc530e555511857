"""experienceVersions and experienceVersion: snapshots of develop, and develop itself."""

from app.api.calls import Call, Resource
from app.api.calls.listing import asked, listed
from app.api.calls.paths import EXPERIENCE
from app.api.calls.scopes import CLI, Access
from app.models import Version
from app.schemas import VersionPatch, VersionPost
from app.schemas.answer import Success
from app.schemas.version import VersionAnswer, VersionList, VersionsQuery
from app.services.experience.versions import create_version, delete_version, update_version
from app.services.listing import list_versions

VERSIONS = f"{EXPERIENCE}/versions"

version = Resource(
    "experienceVersion", f"{VERSIONS}/{{experienceVersionIdOrName}}", access=Access(cli=CLI)
)
versions = Resource("experienceVersions", VERSIONS, items=version)


@versions.get()
def find_all(call: Call, query: VersionsQuery) -> VersionList:
    """The versions, each with the hosts that point at it."""
    page = list_versions(call.application, asked(query))
    return listed(VersionList, page, VersionAnswer.of, query, application_id=call.application.id)


@versions.post()
def create(call: Call, body: VersionPost) -> VersionAnswer:
    """Publish: freeze develop under a name, and point hosts at it."""
    return VersionAnswer.of(create_version(call.application, body, call.by))


@version.get()
def find(call: Call) -> VersionAnswer:
    """One version, by its id or its name."""
    return VersionAnswer.of(row_of(call))


@version.patch()
def update(call: Call, body: VersionPatch) -> VersionAnswer:
    """Change develop, or copy another version into it; a named version only its description."""
    return VersionAnswer.of(update_version(row_of(call), body, call.by))


@version.delete()
def delete(call: Call) -> Success:
    """Delete a version with its content. Hosts that point at it stay, and serve nothing."""
    delete_version(row_of(call), call.by)
    return Success()


def row_of(call: Call) -> Version:
    return call.version(call.path["experienceVersionIdOrName"])
