"""The scopes there are: what a token may be allowed to do."""

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

ACTIONS = {
    "application": "delete get globals patch readme search",
    "applicationApiToken": "delete get patch",
    "applicationApiTokens": "get post",
    "applications": "get post",
    "credential": "delete get patch",
    "credentials": "get post",
    "dataTable": "get",
    "dataTableRows": "get",
    "dataTables": "get",
    "experience": "bootstrap delete",
    "experienceDomain": "delete get patch",
    "experienceDomains": "get post",
    "experienceEndpoint": "delete get linkedResources patch",
    "experienceEndpoints": "get post stats",
    "experienceGroup": "delete get patch",
    "experienceGroups": "detailedSummary get post",
    "experienceSlug": "delete get patch",
    "experienceSlugs": "get post",
    "experienceUser": "delete get patch",
    "experienceUsers": "detailedSummary get post",
    "experienceVersion": "delete get patch",
    "experienceVersions": "get post",
    "experienceView": "debug delete get linkedResources patch",
    "experienceViews": "debug detailedSummary get post",
    "file": "delete get move patch upload",
    "files": "get post",
    "flow": "clearStorageEntries debug delete errors get getStorageEntries log patch "
    "getStorageEntriesMetadata pressVirtualButton setStorageEntry stats",
    "flowRun": "get",
    "flowRuns": "get",
    "flowVersion": "delete errors get log patch stats",
    "flowVersions": "delete get post",
    "flows": "api detailedSummary get getByVersion import palette post",
    "me": "changePassword delete get patch refreshToken verifyEmail",
    "privateFile": "delete get move patch upload",
    "privateFiles": "get post",
    "userApiToken": "delete get patch",
    "userApiTokens": "get post",
}  # fmt: skip
"""Each resource with its actions. Singular and plural are resources of their own."""

BOUNDARIES = ("User", "Organization", "Application")
WHOLE = frozenset(f"all.{one}{kind}" for one in BOUNDARIES for kind in ("", ".bounded"))
"""Everything inside a boundary."""
READING = frozenset(f"all.{one}{kind}.read" for one in BOUNDARIES for kind in ("", ".bounded"))
CLI = frozenset({"all.User.cli", "all.Application.cli"})
OPERATIONS = frozenset(
    f"{resource}.{action}" for resource, actions in ACTIONS.items() for action in actions.split()
)
KNOWN = WHOLE | READING | CLI | OPERATIONS | {f"{resource}.*" for resource in ACTIONS}


def _known(scope: str) -> str:
    if scope not in KNOWN:
        raise PydanticCustomError(
            "scope",
            "is `{scope}`, which is no scope; try one such as all.Application or experienceViews.*",
            {"scope": scope},
        )
    return scope


Scope = Annotated[
    str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": sorted(KNOWN)})
]
